// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/json_web_token.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

std::string part(std::string_view json) { return test::base64url(json); }

TEST(JsonWebToken, IsReadInThreeParts) {
  const std::string text =
      part(R"({"alg":"none"})") + "." + part(R"({"iss":"a"})") + "." + part("signature");
  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token) << token.error().detail();
  EXPECT_EQ(text_of(token->header, "alg"), "none");
  EXPECT_EQ(token->text("iss"), "a");
  EXPECT_EQ(token->signature, "signature");
  EXPECT_EQ(token->signed_text, std::string_view(text).substr(0, text.rfind('.')));
}

TEST(JsonWebToken, RefusesWhatIsNone) {
  const std::string object = part("{}");
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), object + "." + object,
        object + "." + object + ".s." + object, part("[]") + "." + object + ".s",
        object + "." + part("1") + ".s", part("{") + "." + object + ".s",
        object + "." + part(R"({"tid":"a","tid":"b"})") + ".s",
        object + "." + object + ".=", object + "." + object + "=.AAAA"}) {
    EXPECT_FALSE(JsonWebToken::read(text)) << text;
  }
}

TEST(JsonWebToken, HasALargestSize) {
  const std::string head = part("{}") + "." + part("{}") + ".";
  const std::size_t room = JsonWebToken::kBytesMax - head.size();
  EXPECT_TRUE(JsonWebToken::read(head + std::string(room - room % 4, 'A')));
  EXPECT_FALSE(JsonWebToken::read(head + std::string(room - room % 4 + 4, 'A')));
}

TEST(JsonWebToken, ReadsTimesThatAreDates) {
  JsonWebToken token;
  token.claims = {{"whole", 1},     {"part", 1.9},        {"text", "1"},
                  {"negative", -1}, {"late", 7289654399}, {"too_late", 7289654400},
                  {"huge", 1e300}};
  EXPECT_EQ(token.time("whole"), model::UtcTime(std::chrono::seconds(1)));
  EXPECT_EQ(token.time("part"), model::UtcTime(std::chrono::seconds(1)));
  EXPECT_TRUE(token.time("late"));
  for (const char* claim : {"text", "negative", "too_late", "huge", "absent"}) {
    EXPECT_FALSE(token.time(claim)) << claim;
  }
}

TEST(JsonWebToken, ReadsListsOfTexts) {
  JsonWebToken token;
  token.claims = {{"roles", boost::json::array{"a", 1, "b"}}, {"text", "a"}};
  EXPECT_EQ(token.texts("roles"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_TRUE(token.texts("text").empty());
  EXPECT_TRUE(token.texts("absent").empty());
}

TEST(JsonWebToken, IsSignedByTheKeyThatItNames) {
  const SigningKey key = test::signing_key(test::keys().china);
  const std::string text = sign({{"iss", "a"}}, key);
  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token);
  EXPECT_EQ(text_of(token->header, "kid"), key.kid());
  EXPECT_EQ(text_of(token->header, "alg"), "RS256");
  EXPECT_EQ(token->signature, test::keys().china.rs256(token->signed_text));
}

// What stands in the header is the nonce; what is signed is its digest.
TEST(JsonWebToken, AProtectedOneIsSignedOverTheDigestOfItsNonce) {
  const SigningKey key = test::signing_key(test::keys().china);
  const std::string text = sign_protected({{"iss", "a"}}, key, "some nonce");
  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token);
  EXPECT_EQ(text_of(token->header, "nonce"), "some nonce");
  EXPECT_NE(token->signature, test::keys().china.rs256(token->signed_text));
  boost::json::object header = token->header;
  header["nonce"] = test::base64url(sha256("some nonce"));
  EXPECT_EQ(token->signature,
            test::keys().china.rs256(test::unsigned_token(header, token->claims)));
}

}  // namespace
}  // namespace fb::cloudsim
