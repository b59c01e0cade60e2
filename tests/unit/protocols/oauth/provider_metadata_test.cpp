// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/oauth/oauth.hpp"
#include "tests/unit/protocols/oauth/golden.hpp"

namespace fb::oauth {
namespace {

TEST(ProviderMetadata, ReadsTheGoldenOne) {
  const auto metadata = ProviderMetadata::read(golden("metadata.json"));
  ASSERT_TRUE(metadata.has_value()) << metadata.error().detail();
  EXPECT_EQ(metadata->issuer,
            "https://login.microsoftonline.us/33333333-3333-4333-8333-333333333333/v2.0");
  EXPECT_EQ(metadata->jwks_uri,
            "https://login.microsoftonline.us/33333333-3333-4333-8333-333333333333/discovery/v2.0/"
            "keys");
  EXPECT_EQ(metadata->token_endpoint,
            "https://login.microsoftonline.us/33333333-3333-4333-8333-333333333333/oauth2/v2.0/"
            "token");
  EXPECT_EQ(metadata->tenant_region_scope, "USGov");
  EXPECT_EQ(metadata->cloud_instance_name, "microsoftonline.us");
}

TEST(ProviderMetadata, NeedsAnIssuerAndKeysUnderHttps) {
  EXPECT_TRUE(ProviderMetadata::read(R"({"issuer":"i","jwks_uri":"https://k"})").has_value());
  for (const std::string_view text : {
           R"({"jwks_uri":"https://k"})",
           R"({"issuer":"","jwks_uri":"https://k"})",
           R"({"issuer":7,"jwks_uri":"https://k"})",
           R"({"issuer":"i"})",
           R"({"issuer":"i","jwks_uri":"http://k"})",
           R"({"issuer":"i","jwks_uri":"HTTPS://k"})",
           R"({"issuer":"i","jwks_uri":" https://k"})",
           R"({"issuer":"i","issuer":"j","jwks_uri":"https://k"})",
           R"([])",
           "",
           "<html>",
       }) {
    const auto metadata = ProviderMetadata::read(text);
    ASSERT_FALSE(metadata.has_value()) << text;
    EXPECT_EQ(metadata.error().kind(), model::ErrorKind::malformed_request);
  }
}

TEST(ProviderMetadata, LengthHasAnEdge) {
  const std::string text = R"({"issuer":"i","jwks_uri":"https://k"})";
  const std::string most = text + std::string(ProviderMetadata::kBytesMax - text.size(), ' ');
  EXPECT_TRUE(ProviderMetadata::read(most).has_value());
  EXPECT_FALSE(ProviderMetadata::read(most + " ").has_value());
}

}  // namespace
}  // namespace fb::oauth
