// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/protected_token.hpp"

#include <gtest/gtest.h>

#include "protocols/wire/base64.hpp"
#include "tests/support/golden.hpp"

namespace fb::identity {
namespace {

// base64url of the SHA-256 of "abc" and of "nonce", computed with openssl and basenc.
constexpr std::string_view kAbc = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
constexpr std::string_view kNonce = "eDd7UldXtJRCf4kBT5fXmSjzk40U61HiD7XeyYNOswQ";

TEST(ProtectedToken, TheNonceIsReplacedAndNothingElse) {
  struct Row {
    std::string before;
    std::string after;
  };
  const std::string abc(kAbc);
  for (const Row& row : {
           Row{R"({"nonce":"abc"})", R"({"nonce":")" + abc + R"("})"},
           Row{R"({"alg":"RS256","nonce":"abc","kid":"k"})",
               R"({"alg":"RS256","nonce":")" + abc + R"(","kid":"k"})"},
           Row{"{ \"alg\" :\t\"RS256\",\r\n \"nonce\" : \"abc\" }\n",
               "{ \"alg\" :\t\"RS256\",\r\n \"nonce\" : \"" + abc + "\" }\n"},
           Row{R"({"x":{"nonce":"deep"},"nonce":"abc"})",
               R"({"x":{"nonce":"deep"},"nonce":")" + abc + R"("})"},
           Row{R"({"x":["nonce",{"nonce":"abc"}],"nonce":"abc"})",
               R"({"x":["nonce",{"nonce":"abc"}],"nonce":")" + abc + R"("})"},
           Row{R"({"x":"nonce","nonce":"abc"})", R"({"x":"nonce","nonce":")" + abc + R"("})"},
           Row{R"({"x":"\"nonce\":\"abc\"","nonce":"abc","y":"\u0041\/"})",
               R"({"x":"\"nonce\":\"abc\"","nonce":")" + abc + R"(","y":"\u0041\/"})"},
           Row{R"({"x":"}","nonce":"abc"})", R"({"x":"}","nonce":")" + abc + R"("})"},
           Row{R"({"nonce":"nonce"})", R"({"nonce":")" + std::string(kNonce) + R"("})"},
       }) {
    const auto replaced = with_signed_nonce(row.before);
    ASSERT_TRUE(replaced) << row.before << replaced.error().detail();
    EXPECT_EQ(*replaced, row.after);
  }
}

TEST(ProtectedToken, EveryKnownShapeOfAHeader) {
  const auto pairs = test::golden_pairs("protected_header");
  EXPECT_GE(pairs.size(), 5U);
  for (const test::GoldenPair& pair : pairs) {
    const auto header = with_signed_nonce(pair.message);
    EXPECT_EQ((header ? *header : "refused " + header.error().rule()) + "\n", pair.without({}))
        << pair.name;
  }
}

TEST(ProtectedToken, WithoutANonceNothingChanges) {
  for (const std::string_view header : {R"({})", R"({"alg":"RS256"})", R"({"x":{"nonce":"abc"}})",
                                        R"({"Nonce":"abc"})", R"({"x":"nonce"})"}) {
    const auto same = with_signed_nonce(header);
    ASSERT_TRUE(same) << header;
    EXPECT_EQ(*same, header);
  }
}

TEST(ProtectedToken, ANonceThatIsNoPlainTextIsRefused) {
  for (const std::string_view header :
       {R"({"nonce":""})", R"({"nonce":1})", R"({"nonce":null})", R"({"nonce":["abc"]})",
        R"({"nonce":{"nonce":"abc"}})", R"({"nonce":"a\u0062c"})", R"({"nonce":"a\"c"})",
        R"({"n\u006fnce":"abc"})", "{\"nonce\":\"\xc3\xa4\"}", R"({"nonce":"a\\"})"}) {
    const auto replaced = with_signed_nonce(header);
    ASSERT_FALSE(replaced) << header << *replaced;
    EXPECT_EQ(replaced.error().rule(), "bearer.nonce");
  }
}

TEST(ProtectedToken, TheLengthOfANonceHasAnEdge) {
  const auto header = [](std::size_t length) {
    return R"({"nonce":")" + std::string(length, 'n') + R"("})";
  };
  EXPECT_TRUE(with_signed_nonce(header(kNonceBytesMax)));
  EXPECT_FALSE(with_signed_nonce(header(kNonceBytesMax + 1)));
}

TEST(ProtectedToken, OnlyTheHeaderOfATokenChanges) {
  const std::string payload = "." + wire::base64url(std::string_view(R"({"nonce":"x"})")) + ".c2ln";
  const auto changed = as_signed(wire::base64url(std::string_view(R"({"nonce":"abc"})")) + payload);
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, wire::base64url(R"({"nonce":")" + std::string(kAbc) + R"("})") + payload);
  const std::string plain = wire::base64url(std::string_view(R"({"alg":"RS256"})")) + payload;
  EXPECT_EQ(*as_signed(plain), plain);
  EXPECT_EQ(as_signed("*.a.b").error().rule(), "bearer.malformed");
}

}  // namespace
}  // namespace fb::identity
