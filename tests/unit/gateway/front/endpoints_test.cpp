// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/endpoints.hpp"

#include <gtest/gtest.h>

#include "gateway/front/fault_reply.hpp"

namespace fb::front {
namespace {

TEST(Endpoints, PathsAreMatchedInAnyCase) {
  for (const std::string_view path :
       {"/EWS/Exchange.asmx", "/ews/exchange.asmx", "/Ews/eXchange.ASMX"}) {
    const EndpointMatch match = find_endpoint("POST", path);
    ASSERT_NE(match.row, nullptr) << path;
    EXPECT_EQ(match.row->endpoint, Endpoint::ews);
    EXPECT_EQ(match.row->caller, CallerNeed::always);
  }
}

TEST(Endpoints, AWrongMethodIsToldTheRightOne) {
  const EndpointMatch match = find_endpoint("GET", "/EWS/Exchange.asmx");
  EXPECT_EQ(match.row, nullptr);
  EXPECT_EQ(match.allow, "POST");
}

// The probe of Autodiscover asks for headers alone, and some clients do so by HEAD.
TEST(Endpoints, AutodiscoverIsProbedByGetAndHead) {
  for (const std::string_view path :
       {"/autodiscover/autodiscover.xml", "/AutoDiscover/AutoDiscover.svc"}) {
    for (const std::string_view method : {"GET", "HEAD"}) {
      const EndpointMatch match = find_endpoint(method, path);
      ASSERT_NE(match.row, nullptr) << method << ' ' << path;
      EXPECT_EQ(match.row->endpoint, Endpoint::autodiscover_probe);
      EXPECT_EQ(match.row->caller, CallerNeed::always);
    }
    EXPECT_EQ(find_endpoint("PUT", path).allow, "POST, GET, HEAD");
  }
}

TEST(Endpoints, NothingElseIsAnswered) {
  for (const std::string_view path : {"", "/", "/EWS", "/EWS/Exchange.asmx/",
                                      "/EWS/Exchange.asmx/x", "/ews/exchange.asm", "/owa"}) {
    const EndpointMatch match = find_endpoint("POST", path);
    EXPECT_EQ(match.row, nullptr) << path;
    EXPECT_TRUE(match.allow.empty()) << path;
  }
}

struct PlainRow {
  model::ErrorKind kind;
  unsigned status;
  std::string_view header;  // that must be there, or empty
};

TEST(FaultReply, PlainAnswersCarryTheFixedSentenceOnly) {
  const PlainRow rows[] = {
      {model::ErrorKind::endpoint_not_found, 404, ""},
      {model::ErrorKind::method_not_allowed, 405, "Allow: POST"},
      {model::ErrorKind::body_too_large, 413, ""},
      {model::ErrorKind::request_too_slow, 408, ""},
      {model::ErrorKind::content_coding_unknown, 415, ""},
      {model::ErrorKind::unauthenticated, 401, "WWW-Authenticate: Basic realm=\"x\""},
      {model::ErrorKind::attempts_exhausted, 401, "WWW-Authenticate: Basic realm=\"x\""},
      {model::ErrorKind::malformed_request, 400, ""},
      {model::ErrorKind::server_busy, 503, "Retry-After: 5"},
      {model::ErrorKind::internal, 500, ""},
  };
  for (const PlainRow& row : rows) {
    net::ResponseBuffer response;
    const auto error = model::Error::of(row.kind, "the detail is for operators", "some.rule");
    reply_plain(error, {{"Basic realm=\"x\""}, "POST", {}, {}}, response);
    const std::string message(response.finish(true));
    SCOPED_TRACE(message);
    EXPECT_EQ(response.status(), row.status);
    EXPECT_NE(message.find(model::facts(row.kind).caller_text), std::string::npos);
    EXPECT_EQ(message.find("operators"), std::string::npos);
    EXPECT_EQ(message.find("some.rule"), std::string::npos);
    EXPECT_NE(message.find(row.header), std::string::npos);
    EXPECT_EQ(message.find("WWW-Authenticate") != std::string::npos, row.status == 401);
  }
}

// A caller that tried too often must not learn that: the answers are the same to the byte.
TEST(FaultReply, ThrottledLooksLikeUnauthenticated) {
  net::ResponseBuffer one;
  net::ResponseBuffer two;
  const RefusalFacts facts{{"Bearer"}, {}, {}, {}};
  reply_plain(model::Error::of(model::ErrorKind::unauthenticated), facts, one);
  reply_plain(model::Error::of(model::ErrorKind::attempts_exhausted), facts, two);
  EXPECT_EQ(one.finish(true), two.finish(true));
}

}  // namespace
}  // namespace fb::front
