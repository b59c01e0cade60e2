// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/oauth/oauth.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::oauth {
namespace {

std::string token_of(std::string_view header, std::string_view claims,
                     std::string_view signature = "sig") {
  return wire::base64url(header) + "." + wire::base64url(claims) + "." + wire::base64url(signature);
}

TEST(CompactToken, ReadsTheExampleOfRfc7515) {
  const std::string token =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
      "fQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const auto read = CompactToken::read(token);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->header.at("alg"), "HS256");
  EXPECT_EQ(read->text("iss"), "joe");
  EXPECT_EQ(read->time("exp"), model::UtcTime(std::chrono::seconds(1300819380)));
  EXPECT_EQ(read->signature.size(), 32u);
  EXPECT_EQ(static_cast<unsigned char>(read->signature[0]), 116);
  EXPECT_EQ(read->signing_input.data(), token.data());
  EXPECT_EQ(read->signing_input.size(), token.rfind('.'));
}

TEST(CompactToken, TheSignatureMayBeEmptyHere) {
  const auto read = CompactToken::read(token_of(R"({"alg":"none"})", "{}", ""));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->signature, "");
}

TEST(CompactToken, RefusesAnotherStructure) {
  const std::string header = wire::base64url(R"({"alg":"RS256"})");
  const std::string claims = wire::base64url(R"({"a":1})");
  ASSERT_TRUE(CompactToken::read(header + "." + claims + ".c2ln").has_value());
  for (const std::string& token : {
           std::string(),
           std::string("."),
           std::string(".."),
           header,
           header + "." + claims,
           header + "." + claims + ".c2ln.",
           header + "." + claims + ".c2ln.c2ln",
           header + "." + claims + ".c2ln.c2ln.c2ln",
           "." + claims + ".c2ln",
           header + "..c2ln",
           header + "." + claims + ".c2l",
           header + "." + claims + ".c2ln=",
           header + "." + claims + ".c2xu=a",
           header + "." + claims + ".c2 n",
           header + "==." + claims + ".c2ln",
           " " + header + "." + claims + ".c2ln",
           header + "." + claims + ".c2ln\n",
           token_of("[]", "{}"),
           token_of("{}", "[]"),
           token_of("{}", "null"),
           token_of("{}", "{"),
           token_of("{} ", "{} {}"),
           token_of(R"({"alg":"RS256","alg":"none"})", "{}"),
           token_of("{}", R"({"tid":"a","tid":"b"})"),
           token_of("{}", R"({"tid":"a","\u0074id":"b"})"),
           token_of("{}", R"({"a":{"b":1,"b":2}})"),
           token_of("{}",
                    std::string("{\"a\":") + std::string(17, '[') + std::string(17, ']') + "}"),
       }) {
    const auto read = CompactToken::read(token);
    ASSERT_FALSE(read.has_value()) << token;
    EXPECT_EQ(read.error().kind(), model::ErrorKind::malformed_request) << token;
  }
}

TEST(CompactToken, LengthHasAnEdge) {
  const std::string start = token_of("{}", "{}", "");
  std::string signature(CompactToken::kBytesMax - start.size(), 'A');
  ASSERT_NE(signature.size() % 4, 1u);
  EXPECT_TRUE(CompactToken::read(start + signature).has_value());
  // Padded in the claims, so that only the length is wrong.
  const std::string longer = token_of("{}", "{}  ", "") + signature;
  ASSERT_GT(longer.size(), CompactToken::kBytesMax);
  const auto read = CompactToken::read(longer);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().detail(), "the token is longer than 16384 bytes");
}

TEST(CompactToken, ErrorsNeverQuoteTheToken) {
  for (const std::string& token :
       {std::string("topsecret"), token_of("topsecret", "{}"), token_of("{}", "topsecret")}) {
    const auto read = CompactToken::read(token);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().detail().find("topsecret"), std::string::npos);
    EXPECT_EQ(read.error().detail().find(wire::base64url(std::string_view("topsecret"))),
              std::string::npos);
  }
}

TEST(CompactToken, TimesAsNumbersAndDigits) {
  struct Row {
    std::string_view json;
    std::optional<std::int64_t> seconds;
  };
  for (const Row& row : {
           Row{"1300819380", 1300819380},
           Row{"1300819380.75", 1300819380},
           Row{"1.3e9", 1300000000},
           Row{"\"1300819380\"", 1300819380},
           Row{"0", 0},
           Row{"7258118400", 7258118400},
           Row{"7258118401", std::nullopt},
           Row{"7258118400.5", std::nullopt},
           Row{"1e300", std::nullopt},
           Row{"18446744073709551615", std::nullopt},
           Row{"-1", std::nullopt},
           Row{"-0.5", std::nullopt},
           Row{"\"-1\"", std::nullopt},
           Row{"\"\"", std::nullopt},
           Row{"\" 1\"", std::nullopt},
           Row{"\"1x\"", std::nullopt},
           Row{"\"0x10\"", std::nullopt},
           Row{"\"99999999999999999999\"", std::nullopt},
           Row{"null", std::nullopt},
           Row{"true", std::nullopt},
           Row{"[1300819380]", std::nullopt},
       }) {
    const auto read = CompactToken::read(token_of("{}", "{\"exp\":" + std::string(row.json) + "}"));
    ASSERT_TRUE(read.has_value()) << row.json;
    const auto time = read->time("exp");
    ASSERT_EQ(time.has_value(), row.seconds.has_value()) << row.json;
    if (time) {
      EXPECT_EQ(time->time_since_epoch().count(), *row.seconds) << row.json;
    }
    EXPECT_EQ(read->time("nbf"), std::nullopt);
  }
}

TEST(CompactToken, TextsAndLists) {
  const auto read = CompactToken::read(
      token_of("{}", R"({"aud":"one","roles":["a",1,"b",null],"n":1,"Aud":"other","e":[]})"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->text("aud"), "one");
  EXPECT_EQ(read->text("AUD"), "");
  EXPECT_EQ(read->text("n"), "");
  EXPECT_EQ(read->text("roles"), "");
  EXPECT_EQ(read->list("aud"), std::vector<std::string_view>{"one"});
  EXPECT_EQ(read->list("roles"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_TRUE(read->list("n").empty());
  EXPECT_TRUE(read->list("e").empty());
  EXPECT_TRUE(read->list("absent").empty());
}

}  // namespace
}  // namespace fb::oauth
