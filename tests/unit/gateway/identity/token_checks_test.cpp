// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The checks are in the tables of token_rules_test and authenticator_test; this is the rest.
#include "gateway/identity/token_checks.hpp"

#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;

TEST(TokenChecks, ARuleIsNamedAfterTheWayTheTokenCame) {
  const Error moved = under_kind("pft.actor", refused_token("expired", "the token has ended"));
  EXPECT_EQ(moved.rule(), "pft.actor.expired");
  EXPECT_EQ(moved.detail(), "the token has ended");
  EXPECT_EQ(moved.kind(), ErrorKind::unauthenticated);
  const Error busy = Error::of(ErrorKind::server_busy, "busy", "bearer.keys_unavailable");
  EXPECT_EQ(under_kind("pft.access", busy).kind(), ErrorKind::server_busy);
  EXPECT_EQ(under_kind("pft.access", busy).rule(), "pft.access.keys_unavailable");
  EXPECT_EQ(under_kind("pft.access", Error::of(ErrorKind::internal)).rule(), "");
}

TEST(TokenChecks, IdsInAnyCaseAndNeverEmpty) {
  EXPECT_TRUE(same_id("AbC-1", "aBc-1"));
  EXPECT_FALSE(same_id("abc", "abd"));
  EXPECT_FALSE(same_id("abc", "abcd"));
  EXPECT_FALSE(same_id("", ""));
  EXPECT_TRUE(is_among({"x", "ABC"}, "abc"));
  EXPECT_FALSE(is_among({"x", ""}, ""));
  EXPECT_FALSE(is_among({}, "abc"));
}

TEST(TokenChecks, AnIssuerForItsTenant) {
  const model::TenantId tenant = test::contoso().id;
  EXPECT_EQ(issuer_for("https://a.example/{tenantid}/v2.0", tenant),
            "https://a.example/11111111-1111-4111-8111-111111111111/v2.0");
  EXPECT_EQ(issuer_for("https://a.example/v2.0", tenant), "https://a.example/v2.0");
}

}  // namespace
}  // namespace fb::identity
