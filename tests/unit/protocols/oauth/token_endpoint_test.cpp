// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/oauth/oauth.hpp"
#include "tests/unit/protocols/oauth/golden.hpp"

namespace fb::oauth {
namespace {

using std::chrono::seconds;

TEST(TokenEndpoint, FormIsTheGoldenOne) {
  EXPECT_EQ(client_credentials_form("aaaaaaaa-0000-4000-8000-000000000001",
                                    "https://graph.microsoft.com/.default", "head.claims.sig-_"),
            golden("token_request.txt"));
}

TEST(TokenEndpoint, FormEscapesWhatCouldEndAField) {
  const std::string form = client_credentials_form("a&b=c", "d e+f%", "\xc3\xa9");
  EXPECT_NE(form.find("&client_id=a%26b%3Dc&"), std::string::npos) << form;
  EXPECT_NE(form.find("&scope=d%20e%2Bf%25&"), std::string::npos) << form;
  EXPECT_TRUE(form.ends_with("&client_assertion=%C3%A9")) << form;
}

TEST(TokenEndpoint, ReadsAGrantedToken) {
  const auto response = TokenResponse::read(200, golden("token_granted.json"));
  ASSERT_TRUE(response.has_value()) << response.error().detail();
  EXPECT_EQ(response->access_token, "eyJ0.eyJh.c2ln-_~+/==");
  EXPECT_EQ(response->expires_in, seconds(3599));
}

TEST(TokenEndpoint, LifetimesAsTheyAreWritten) {
  struct Row {
    std::string_view json;
    seconds expected;
  };
  for (const Row& row :
       {Row{R"(,"expires_in":"3599")", seconds(3599)}, Row{"", seconds(0)},
        Row{R"(,"expires_in":-5)", seconds(0)}, Row{R"(,"expires_in":"soon")", seconds(0)},
        Row{R"(,"expires_in":"60s")", seconds(0)},
        Row{R"(,"expires_in":172800)", TokenResponse::kExpiresMax},
        Row{R"(,"expires_in":172801)", TokenResponse::kExpiresMax},
        Row{R"(,"expires_in":null)", seconds(0)}}) {
    const auto response = TokenResponse::read(
        200, R"({"token_type":"bearer","access_token":"a")" + std::string(row.json) + "}");
    ASSERT_TRUE(response.has_value()) << row.json;
    EXPECT_EQ(response->expires_in, row.expected) << row.json;
  }
}

TEST(TokenEndpoint, ARefusalKeepsTheAuthoritysWordsApart) {
  const auto response = TokenResponse::read(401, golden("token_refused.json"));
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().kind(), model::ErrorKind::token_unavailable);
  EXPECT_EQ(response.error().detail(), "the token endpoint answered with HTTP 401");
  EXPECT_TRUE(response.error().peer_text().starts_with("invalid_client: AADSTS700027: "));
}

TEST(TokenEndpoint, WhatGivesNoTokenIsRefused) {
  struct Row {
    unsigned status;
    std::string_view body;
  };
  for (const Row& row : {
           Row{200, ""},
           Row{200, "{}"},
           Row{200, "[]"},
           Row{200, R"({"access_token":"a"})"},
           Row{200, R"({"token_type":"Bearer"})"},
           Row{200, R"({"token_type":"Bearer","access_token":""})"},
           Row{200, R"({"token_type":"Bearer","access_token":7})"},
           Row{200, R"({"token_type":"Bearer","access_token":"="})"},
           Row{200, R"({"token_type":"pop","access_token":"a"})"},
           Row{200, R"({"token_type":"Bearer","access_token":"a b"})"},
           Row{200, R"({"token_type":"Bearer","access_token":"a\r\nX-Evil: 1"})"},
           Row{200, R"({"token_type":"Bearer","access_token":"a\"b"})"},
           Row{200, R"({"token_type":"Bearer","access_token":"a=b"})"},
           Row{200, R"({"token_type":"Bearer","access_token":"a","error":"x"})"},
           Row{200, R"({"token_type":"Bearer","access_token":"a","access_token":"b"})"},
           Row{201, R"({"token_type":"Bearer","access_token":"a"})"},
           Row{302, R"({"token_type":"Bearer","access_token":"a"})"},
           Row{500, "<html>"},
       }) {
    const auto response = TokenResponse::read(row.status, row.body);
    ASSERT_FALSE(response.has_value()) << row.status << row.body;
    EXPECT_EQ(response.error().kind(), model::ErrorKind::token_unavailable) << row.body;
  }
}

TEST(TokenEndpoint, WhichAnswersBlameTheCertificate) {
  struct Row {
    bool blames;
    std::string_view body;
  };
  for (const Row& row : {
           Row{true, R"({"error":"invalid_client","error_codes":[700027]})"},
           Row{true, R"({"error":"invalid_client","error_codes":[700030]})"},
           Row{true, R"({"error":"invalid_client","error_codes":[50012]})"},
           Row{true, R"({"error":"invalid_client","error_codes":[1, 700027]})"},
           Row{true, R"({"error":"invalid_client"})"},
           Row{true, R"({"error":"invalid_client","error_codes":[]})"},
           Row{true, R"({"error":"invalid_client","error_codes":"700024"})"},
           Row{false, R"({"error":"invalid_client","error_codes":[700024]})"},
           Row{false, R"({"error":"invalid_client","error_codes":["700027"]})"},
           Row{false, R"({"error":"unauthorized_client","error_codes":[700027]})"},
           Row{false, R"({"error_codes":[700027]})"},
           Row{false, "[]"},
           Row{false, "<html>invalid_client"},
           Row{false, ""},
       }) {
    EXPECT_EQ(blames_certificate(row.body), row.blames) << row.body;
  }
}

TEST(TokenEndpoint, AnswersHaveAnEdge) {
  const std::string good = golden("token_granted.json");
  const std::string most = good + std::string(TokenResponse::kBytesMax - good.size(), ' ');
  EXPECT_TRUE(TokenResponse::read(200, most).has_value());
  EXPECT_FALSE(TokenResponse::read(200, most + " ").has_value());
}

}  // namespace
}  // namespace fb::oauth
