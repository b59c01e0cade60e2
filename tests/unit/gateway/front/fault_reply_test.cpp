// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/fault_reply.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace fb::front {
namespace {

namespace json = boost::json;
using K = model::ErrorKind;

const RefusalFacts kFacts{{"Bearer", "Basic realm=\"freebusy\""},
                          "POST, GET",
                          "11111111-2222-3333-4444-555555555555",
                          std::chrono::sys_days(std::chrono::year_month_day(
                              std::chrono::year(2031), std::chrono::May, std::chrono::day(6)))};

struct Said {
  unsigned status;
  std::string message;
  std::string body;
};

Said refuse(Dialect dialect, K kind) {
  net::ResponseBuffer response;
  response.body() += "half an answer";
  const auto error = model::Error::of(kind, "the reason is for operators", "a.rule");
  reply_refusal(dialect, error, kFacts, response);
  Said said{response.status(), {}, std::string(response.body_view())};
  said.message = response.finish(true);
  return said;
}

// Whoever has not proved an identity gets a status, a code and a fixed sentence, in every dialect.
TEST(FaultReply, NoReasonAndNoRest) {
  for (const Dialect dialect :
       {Dialect::none, Dialect::ews, Dialect::autodiscover, Dialect::graph, Dialect::plain}) {
    for (const model::ErrorKindFacts& facts : model::all_error_kinds()) {
      const Said said = refuse(dialect, facts.kind);
      EXPECT_GE(said.status, 400u) << facts.name;
      EXPECT_EQ(said.message.find("operators"), std::string::npos) << facts.name;
      EXPECT_EQ(said.message.find("a.rule"), std::string::npos) << facts.name;
      EXPECT_EQ(said.message.find("half an answer"), std::string::npos) << facts.name;
      EXPECT_EQ(said.message.find("WWW-Authenticate: Bearer\r\n") != std::string::npos,
                said.status == 401)
          << facts.name;
      EXPECT_EQ(said.message.find("Allow: POST, GET\r\n") != std::string::npos, said.status == 405)
          << facts.name;
      EXPECT_EQ(said.message.find("Retry-After: ") != std::string::npos, said.status == 503)
          << facts.name;
    }
  }
}

struct Row {
  K kind;
  unsigned status;
  std::string_view graph;
  std::string_view plain;
};

TEST(FaultReply, InTheWordsOfThePath) {
  for (const Row& row : {
           Row{K::unauthenticated, 401, "InvalidAuthenticationToken", "unauthenticated"},
           Row{K::attempts_exhausted, 401, "InvalidAuthenticationToken", "unauthenticated"},
           Row{K::method_not_allowed, 405, "MethodNotAllowed", "method_not_allowed"},
           Row{K::request_too_slow, 408, "RequestTimeout", "request_too_slow"},
           Row{K::body_too_large, 413, "RequestEntityTooLarge", "body_too_large"},
           Row{K::content_coding_unknown, 415, "UnsupportedMediaType", "content_coding_unknown"},
           Row{K::internal, 500, "ErrorInternalServerError", "internal"},
           Row{K::server_busy, 503, "ErrorServerBusy", "server_busy"},
       }) {
    const Said graph = refuse(Dialect::graph, row.kind);
    EXPECT_EQ(graph.status, row.status);
    const auto error = json::parse(graph.body).at("error");
    EXPECT_EQ(error.at("code"), json::string_view(row.graph));
    EXPECT_EQ(error.at("innerError").at("request-id"), "11111111-2222-3333-4444-555555555555");
    EXPECT_EQ(error.at("innerError").at("date"), "2031-05-06T00:00:00");

    const Said plain = refuse(Dialect::plain, row.kind);
    EXPECT_EQ(plain.status, row.status);
    const auto body = json::parse(plain.body);
    EXPECT_EQ(body.at("error").at("code"), json::string_view(row.plain));
    EXPECT_EQ(body.as_object().size(), 1u);
    EXPECT_EQ(body.at("error").as_object().size(), 2u);
  }
}

}  // namespace
}  // namespace fb::front
