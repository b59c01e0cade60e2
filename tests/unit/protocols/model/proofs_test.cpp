// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Proofs cannot be made here: this file is not on the short list of friends, and so it stands for
// every other file of the program. Most of it is checked by the compiler.
#include "protocols/model/permit.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "protocols/model/caller.hpp"

namespace fb::model {
namespace {

static_assert(!std::is_default_constructible_v<CallerPasskey>);
static_assert(!std::is_default_constructible_v<PermitPasskey>);
static_assert(!std::is_aggregate_v<CallerPasskey>);
static_assert(!std::is_aggregate_v<PermitPasskey>);

static_assert(!std::is_default_constructible_v<AuthenticatedCaller>);
static_assert(!std::is_constructible_v<AuthenticatedCaller, Caller>);
static_assert(!std::is_convertible_v<Caller, AuthenticatedCaller>);
static_assert(!std::is_constructible_v<AuthenticatedCaller, PermitPasskey, Caller>);

static_assert(!std::is_default_constructible_v<CacheKey>);
static_assert(!std::is_constructible_v<CacheKey, std::string>);
static_assert(!std::is_convertible_v<std::string, CacheKey>);
static_assert(!std::is_constructible_v<CacheKey, CallerPasskey, std::string>);

static_assert(!std::is_default_constructible_v<Permit>);
static_assert(!std::is_constructible_v<Permit, Grant>);
static_assert(!std::is_constructible_v<Permit, Grant, CacheKey, std::uint64_t>);
static_assert(!std::is_constructible_v<Permit, CallerPasskey, Grant, CacheKey, std::uint64_t>);

// Nor can an empty pair of braces stand in for a passkey.
template <class Proof, class... Rest>
concept MadeWithBraces = requires(Rest... rest) {
  Proof({}, rest...);
};
static_assert(!MadeWithBraces<AuthenticatedCaller, Caller>);
static_assert(!MadeWithBraces<CacheKey, std::string>);
static_assert(!MadeWithBraces<Permit, Grant, CacheKey, std::uint64_t>);
// The concept does find what can be made, so the lines above mean something.
static_assert(MadeWithBraces<std::string, std::allocator<char>>);

TenantKey tenant(const char* guid) {
  return {Authority::public_cloud, TenantId::parse(guid).value()};
}

TEST(Route, SaysWhereTheQuestionGoes) {
  const TenantKey contoso = tenant("9d341953-5b1f-4c9e-8e2a-0123456789ab");
  const TenantKey fabrikam = tenant("11111111-2222-3333-4444-555555555555");
  EXPECT_EQ(describe(SourceRoute{contoso, "cloud"}),
            "source:public/9d341953-5b1f-4c9e-8e2a-0123456789ab/cloud");
  EXPECT_EQ(describe(PartnerRoute{contoso, fabrikam, "fabrikam.example"}), "aas:fabrikam.example");
}

TEST(CallerKind, Names) {
  EXPECT_EQ(name(CallerKind::home_user), "home-user");
  EXPECT_EQ(name(CallerKind::partner_user), "partner-user");
}

}  // namespace
}  // namespace fb::model
