// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The edges of a scope. Who is in which group is in tests/golden/sharing/semantics.txt.
#include "gateway/policy/scope.hpp"

#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::policy {
namespace {

// `first` is the number of the first of these people.
std::vector<model::SmtpAddress> people(std::size_t count, std::size_t first = 0) {
  std::vector<model::SmtpAddress> made;
  for (std::size_t i = first; i < first + count; ++i) {
    made.push_back(test::address("p" + std::to_string(i) + "@contoso.example"));
  }
  return made;
}

// In the group outer are `before` people and then the group inner, which ends with Grace.
ScopeVerdict verdict(std::size_t before, std::size_t in_inner) {
  config::Tenant tenant = test::contoso_tenant();
  config::Group outer{.address = test::address("outer@contoso.example"), .members = people(before)};
  config::Group inner{.address = test::address("inner@contoso.example"),
                      .members = people(in_inner, before)};
  outer.members.push_back(inner.address);
  inner.members.push_back(test::address("grace@contoso.example"));
  tenant.groups = {outer, inner};
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  const config::Tenant& held = snapshot->federation().tenants.front();
  return in_scope(*snapshot, held, outer.address,
                  OwnMailbox{test::address("grace@contoso.example"), &held.sources.front()});
}

TEST(Scope, TheLastMemberThatIsLookedAtCounts) {
  EXPECT_EQ(verdict(0, 0), ScopeVerdict::inside);
  EXPECT_EQ(verdict(kScopeMembersMax - 2, 0), ScopeVerdict::inside);
  EXPECT_EQ(verdict(10, kScopeMembersMax - 12), ScopeVerdict::inside);
}

TEST(Scope, OneMoreIsNotLookedAt) {
  EXPECT_EQ(verdict(kScopeMembersMax - 1, 0), ScopeVerdict::too_big);
  EXPECT_EQ(verdict(10, kScopeMembersMax - 11), ScopeVerdict::too_big);
}

TEST(Scope, AGroupAsBigAsTheLimitIsSearchedWhole) {
  config::Tenant tenant = test::contoso_tenant();
  tenant.groups = {
      {.address = test::address("all@contoso.example"), .members = people(kScopeMembersMax)}};
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  const config::Tenant& held = snapshot->federation().tenants.front();
  const OwnMailbox grace{test::address("grace@contoso.example"), &held.sources.front()};
  EXPECT_EQ(in_scope(*snapshot, held, tenant.groups.front().address, grace), ScopeVerdict::outside);
}

// The tenant's default source may hold people whom no directory lists.
TEST(Scope, SomebodyUnlistedIsFoundByTheAddressAlone) {
  config::Tenant tenant = test::contoso_china_tenant();
  tenant.groups = {{.address = test::address("all@contoso-cn.example"),
                    .members = {test::address("unlisted@contoso-cn.example")}}};
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  const config::Tenant& held = snapshot->federation().tenants.front();
  const auto asked = [&](std::string_view who) {
    return in_scope(*snapshot, held, tenant.groups.front().address,
                    OwnMailbox{test::address(who), &held.sources.front()});
  };
  EXPECT_EQ(asked("unlisted@contoso-cn.example"), ScopeVerdict::inside);
  EXPECT_EQ(asked("another@contoso-cn.example"), ScopeVerdict::outside);
}

// Two recipients with one address are nobody: which of them was meant, nobody knows.
TEST(Scope, AnAmbiguousMemberIsNobody) {
  config::Tenant tenant = test::contoso_tenant();
  tenant.mailboxes[0].proxy_addresses = {test::address("shared@contoso.example")};
  tenant.mailboxes[1].proxy_addresses = {test::address("shared@contoso.example")};
  tenant.groups = {{.address = test::address("all@contoso.example"),
                    .members = {test::address("shared@contoso.example")}}};
  const auto snapshot = test::snapshot_of({{tenant}, {}});
  const config::Tenant& held = snapshot->federation().tenants.front();
  EXPECT_EQ(in_scope(*snapshot, held, tenant.groups.front().address,
                     OwnMailbox{tenant.mailboxes[1].address, &held.sources.front()}),
            ScopeVerdict::outside);
}

}  // namespace
}  // namespace fb::policy
