// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_token.hpp"

#include <gtest/gtest.h>

#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

std::string compact(std::string_view header, std::string_view claims) {
  return wire::base64url(header) + "." + wire::base64url(claims) + ".";
}

TEST(S2sToken, AnApplicationIsAtOneRealm) {
  const auto name = application_at_realm("00000002-0000-0ff1-ce00-000000000000@contoso.example");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->application, "00000002-0000-0ff1-ce00-000000000000");
  EXPECT_EQ(name->realm, "contoso.example");
  for (const std::string_view text : {"", "@", "a", "a@", "@b", "a@b@c", "a/c@b"}) {
    EXPECT_FALSE(application_at_realm(text)) << text;
  }
}

TEST(S2sToken, AnAudienceHasThreeParts) {
  const auto audience = s2s_audience("id/host.example@realm");
  ASSERT_TRUE(audience);
  EXPECT_EQ(audience->client_id, "id");
  EXPECT_EQ(audience->host, "host.example");
  EXPECT_EQ(audience->realm, "realm");
  for (const std::string_view text : {"", "id", "id@realm", "id/host", "id/@realm", "/host@realm",
                                      "id/host@", "id/a/b@realm", "id/a@b@c", "i@d/host@realm"}) {
    EXPECT_FALSE(s2s_audience(text)) << text;
  }
}

TEST(S2sToken, IsKnownByItsForm) {
  constexpr std::string_view kHeader = R"({"alg":"none"})";
  EXPECT_TRUE(S2sToken::has_form(compact(kHeader, R"({"actortoken":"x"})")));
  EXPECT_TRUE(S2sToken::has_form(compact(kHeader, R"({"actortoken":1})")));
  EXPECT_TRUE(S2sToken::has_form(compact(R"({"alg":"RS256"})", R"({"iss":"app@realm"})")));
  EXPECT_FALSE(S2sToken::has_form(compact(kHeader, R"({"iss":"https://sts.example/a@b"})")));
  EXPECT_FALSE(S2sToken::has_form(compact(kHeader, R"({"sub":"app@realm"})")));
  EXPECT_FALSE(S2sToken::has_form("fbg_token"));
  EXPECT_FALSE(S2sToken::has_form(""));
}

TEST(S2sToken, WhatIsReadOutlivesTheText) {
  const std::string actor = compact(R"({"alg":"RS256"})", R"({"iss":"app@realm"})");
  std::string text = compact(R"({"alg":"none","typ":"JWT"})",
                             R"({"iss":"app@realm","actortoken":")" + actor + "\"}");
  auto token = S2sToken::read(text);
  ASSERT_TRUE(token) << token.error().detail();
  text.assign(text.size(), 'x');
  const S2sToken moved = std::move(*token);
  EXPECT_EQ(moved.actor_text, actor);
  EXPECT_EQ(moved.actor.text("iss"), "app@realm");
  ASSERT_TRUE(moved.outer);
  EXPECT_EQ(moved.outer->text("iss"), "app@realm");
}

}  // namespace
}  // namespace fb::identity
