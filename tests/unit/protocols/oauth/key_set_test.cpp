// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/oauth/oauth.hpp"
#include "tests/unit/protocols/oauth/golden.hpp"

namespace fb::oauth {
namespace {

TEST(KeySet, TakesKeysThatVerifyAndNothingElse) {
  const auto set = KeySet::read(golden("keys.json"));
  ASSERT_TRUE(set.has_value()) << set.error().detail();
  ASSERT_EQ(set->keys.size(), 3u);
  EXPECT_EQ(set->keys[0].kid, "rsa-1");
  EXPECT_EQ(set->keys[0].issuer, "https://login.microsoftonline.com/{tenantid}/v2.0");
  EXPECT_EQ(set->keys[0].algorithm, "");
  EXPECT_EQ(set->keys[0].jwk_json, R"({"kty":"RSA","n":"xS5i8gE_AQAB","e":"AQAB"})");
  EXPECT_EQ(set->keys[1].kid, "ec-1");
  EXPECT_EQ(set->keys[1].algorithm, "ES256");
  EXPECT_EQ(set->keys[1].jwk_json, R"({"kty":"EC","crv":"P-256","x":"eHg","y":"eXk"})");
  EXPECT_EQ(set->keys[2].kid, "with-private-part");
}

TEST(KeySet, KeepsNoPrivatePart) {
  const auto set = KeySet::read(golden("keys.json"));
  ASSERT_TRUE(set.has_value());
  for (const VerificationKey& key : set->keys) {
    EXPECT_EQ(key.jwk_json.find("c2VjcmV0"), std::string::npos) << key.kid;
  }
}

TEST(KeySet, RefusesWhatIsNone) {
  for (const std::string_view text : {"", "[]", "{}", "null", R"({"keys":{}})", R"({"keys":null})",
                                      R"({"keys":[],"keys":[]})", R"({"Keys":[]})"}) {
    EXPECT_FALSE(KeySet::read(text).has_value()) << text;
  }
  EXPECT_TRUE(KeySet::read(R"({"keys":[]})")->keys.empty());
}

TEST(KeySet, HasAnEdge) {
  std::string keys;
  for (std::size_t i = 0; i < KeySet::kKeysMax; ++i) {
    if (i != 0) keys += ',';
    keys += R"({"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"})";
  }
  const auto most = KeySet::read("{\"keys\":[" + keys + "]}");
  ASSERT_TRUE(most.has_value());
  EXPECT_EQ(most->keys.size(), KeySet::kKeysMax);
  EXPECT_FALSE(KeySet::read("{\"keys\":[" + keys + ",{}]}").has_value());

  const std::string empty = R"({"keys":[]})";
  EXPECT_TRUE(KeySet::read(empty + std::string(KeySet::kBytesMax - empty.size(), ' ')).has_value());
  EXPECT_FALSE(
      KeySet::read(empty + std::string(KeySet::kBytesMax - empty.size() + 1, ' ')).has_value());
}

// Exchange names the certificate of a key, in base64url or in plain base64.
TEST(KeySet, AKeyIsKnownByItsCertificateToo) {
  const auto one = [](const std::string& names) {
    return KeySet::read(R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB",)" + names + "}]}");
  };
  const std::string print = "-_-_-_-_-_-_-_-_-_-_-_-_-_8";
  const auto both = one(R"("kid":"k","x5t":"+/+/+/+/+/+/+/+/+/+/+/+/+/8=")");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->keys.at(0).kid, "k");
  EXPECT_EQ(both->keys.at(0).thumbprint, print);
  const auto no_kid = one(R"("x5t":")" + print + "\"");
  EXPECT_EQ(no_kid->keys.at(0).kid, print);
  EXPECT_EQ(one(R"("kid":"k","x5t":"AAAA")")->keys.at(0).thumbprint, "");
  EXPECT_TRUE(one(R"("x5t":"AAAA")")->keys.empty());
}

}  // namespace
}  // namespace fb::oauth
