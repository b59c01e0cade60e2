// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/query.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace fb::freebusyctl {
namespace {

constexpr Terminal kPlain{80, false};

QueryCommand command(Output output = Output::table) {
  QueryCommand made;
  made.gateway = "https://gw.example:8443/";
  made.user = "peggy@contoso.example";
  made.password_file = "pw";
  made.people = {"grace@contoso.example", "\"odd\"@b.example"};
  made.start = "2031-05-06T08:00:00";
  made.end = "2031-05-06T09:00:00";
  made.output = output;
  return made;
}

std::string file_with(std::string_view text) {
  const std::string name =
      (std::filesystem::path(testing::TempDir()) / "freebusyctl_secret").string();
  std::ofstream(name, std::ios::binary) << text;
  return name;
}

struct SecretRow {
  std::string text;
  std::optional<std::string> secret;
};

TEST(CtlSecret, IsOneLineOfAFile) {
  for (const SecretRow& row : {
           SecretRow{"secret", "secret"},
           SecretRow{"secret\n", "secret"},
           SecretRow{"secret\r\n", "secret"},
           SecretRow{" se cret ", " se cret "},
           SecretRow{std::string(kSecretBytesMax, 's'), std::string(kSecretBytesMax, 's')},
           SecretRow{std::string(kSecretBytesMax + 1, 's'), std::nullopt},
           SecretRow{"", std::nullopt},
           SecretRow{"\n", std::nullopt},
           SecretRow{"two\nlines\n", std::nullopt},
       }) {
    QueryCommand asked = command();
    asked.password_file = file_with(row.text);
    const auto secret = read_secret(asked);
    EXPECT_EQ(secret.has_value(), row.secret.has_value()) << row.text.substr(0, 20);
    if (secret && row.secret) {
      EXPECT_EQ(*secret, *row.secret);
    }
    if (!secret && !row.text.empty()) {
      EXPECT_EQ(secret.error().detail().find("lines"), std::string::npos) << "no secret in words";
    }
  }
  QueryCommand missing = command();
  missing.password_file = "/nowhere/at/all";
  EXPECT_FALSE(read_secret(missing).has_value());
}

TEST(CtlRequest, IsAQuestionOfThePlainEndpoint) {
  const auto request = request_for(command(Output::csv), "secret");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://gw.example:8443/v1/availability");
  ASSERT_EQ(request.headers.size(), 3u);
  EXPECT_EQ(request.headers[0].value, "Basic cGVnZ3lAY29udG9zby5leGFtcGxlOnNlY3JldA==");
  EXPECT_EQ(request.headers[1].value, "text/csv");
  EXPECT_EQ(request.body,
            R"({"people":["grace@contoso.example","\"odd\"@b.example"],)"
            R"("start":"2031-05-06T08:00:00","end":"2031-05-06T09:00:00","zone":"UTC",)"
            R"("detail":"AvailabilityOnly","interval_minutes":30})");
  QueryCommand token = command(Output::ics);
  token.token_file = "t";
  EXPECT_EQ(request_for(token, "abc").headers[0].value, "Bearer abc");
  EXPECT_EQ(request_for(token, "abc").headers[1].value, "text/calendar");
}

net::HttpResponse response(unsigned status, std::string_view type, std::string body,
                           std::string unknown = "") {
  net::HttpResponse made{status, {{"Content-Type", std::string(type)}}, std::move(body)};
  made.headers.push_back({"request-id", "11111111-2222-3333-4444-555555555555"});
  if (!unknown.empty()) made.headers.push_back({"X-FreeBusy-Unknown", unknown});
  return made;
}

TEST(CtlOutcome, WhatAScriptGets) {
  for (const auto& [unknown, code] : std::vector<std::pair<std::string, int>>{
           {"0", kExitAnswered}, {"1", kExitUnknown}, {"17", kExitUnknown}}) {
    const auto outcome =
        outcome_of(command(Output::csv),
                   response(200, "text/csv; charset=utf-8", "rows\r\n", unknown), kPlain);
    EXPECT_EQ(outcome.exit_code, code);
    EXPECT_EQ(outcome.out, "rows\r\n");
    EXPECT_EQ(outcome.err, "");
  }
}

TEST(CtlOutcome, ATableForPeople) {
  const std::string body =
      R"({"window":{"start":"2031-05-06T08:00:00Z"},"zone":"UTC","interval_minutes":30,)"
      R"("people":[{"person":"a@b.example","result":"known","view":["free","busy"]}]})";
  const auto outcome = outcome_of(command(), response(200, "application/json", body), kPlain);
  EXPECT_EQ(outcome.exit_code, kExitAnswered);
  EXPECT_NE(outcome.out.find("a@b.example .#\n"), std::string::npos) << outcome.out;
}

TEST(CtlOutcome, NoAnswer) {
  const auto refused =
      outcome_of(command(),
                 response(401, "application/json",
                          R"({"error":{"code":"unauthenticated","message":"Who\u001b[2J?"}})"),
                 kPlain);
  EXPECT_EQ(refused.exit_code, kExitFailed);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(refused.err,
            "freebusyctl: the gateway answered 401, unauthenticated: Who?[2J? (request "
            "11111111-2222-3333-4444-555555555555)\n");

  const auto page = outcome_of(command(), response(502, "text/html", "<html>"), kPlain);
  EXPECT_EQ(page.exit_code, kExitFailed);
  EXPECT_NE(page.err.find("502"), std::string::npos);
  EXPECT_EQ(page.err.find("html"), std::string::npos);

  const auto error = model::Error::of(model::ErrorKind::peer_unreachable, "no route");
  const auto unreachable = outcome_of(command(), error, kPlain);
  EXPECT_EQ(unreachable.exit_code, kExitFailed);
  EXPECT_EQ(unreachable.err, "freebusyctl: https://gw.example:8443/: no route\n");
}

// A page that says 200 is no answer, whatever form was asked for.
TEST(CtlOutcome, AnotherFormIsNoAnswer) {
  for (const Output output : {Output::table, Output::json, Output::csv, Output::ics}) {
    const auto outcome =
        outcome_of(command(output), response(200, "text/html", "<html>", "0"), kPlain);
    EXPECT_EQ(outcome.exit_code, kExitFailed);
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_EQ(
      outcome_of(command(Output::json), response(200, "application/json", "{}"), kPlain).exit_code,
      kExitFailed)
      << "without the header nobody knows whether somebody is unknown";
}

}  // namespace
}  // namespace fb::freebusyctl
