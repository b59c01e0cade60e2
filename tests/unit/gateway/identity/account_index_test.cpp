// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/account_index.hpp"

#include <set>

#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;

std::string found(const AccountIndex& index, std::string_view typed) {
  const KnownAccount* const known = index.find(typed);
  return known == nullptr ? "" : known->tenant->name + "/" + known->account->name;
}

TEST(AccountIndex, ByNameOrByAddressInAnyCase) {
  config::Federation federation = identity_federation();
  federation.tenants[1].accounts = {account("Carol@fabrikam-gov.example", CallerKind::home_user,
                                            kPasswordHash, "c.smith@fabrikam-gov.example")};
  const AccountIndex index(test::snapshot_of(federation));
  EXPECT_EQ(found(index, "grace"), "contoso/grace");
  EXPECT_EQ(found(index, "GRACE"), "contoso/grace");
  EXPECT_EQ(found(index, "Grace@Contoso.example"), "contoso/grace");
  EXPECT_EQ(found(index, "exchange"), "contoso/exchange");
  EXPECT_EQ(found(index, "carol@fabrikam-gov.example"), "fabrikam/Carol@fabrikam-gov.example");
  EXPECT_EQ(found(index, "c.smith@fabrikam-gov.example"), "fabrikam/Carol@fabrikam-gov.example");
  for (const std::string_view nobody :
       {"", "gracie", "grace@", "@contoso.example", "grace@fabrikam-gov.example", "contoso\\grace",
        "grace ", "exchange@contoso.example", "peggy@contoso.example"}) {
    EXPECT_EQ(found(index, nobody), "") << nobody;
  }
}

TEST(AccountIndex, WhatIsCalledTheSameIsNobody) {
  config::Federation federation = identity_federation();
  federation.tenants[1].accounts = {
      account("Exchange", CallerKind::home_server, kGraceHash),
      account("svc-grace", CallerKind::home_user, kGraceHash, "grace@contoso.example"),
  };
  const AccountIndex index(test::snapshot_of(federation));
  EXPECT_EQ(found(index, "exchange"), "");
  EXPECT_EQ(found(index, "grace@contoso.example"), "");
  EXPECT_EQ(found(index, "grace"), "contoso/grace");
  EXPECT_EQ(found(index, "svc-grace"), "fabrikam/svc-grace");
}

TEST(AccountIndex, ANameWinsOverAnAddress) {
  config::Federation federation = identity_federation();
  federation.tenants[1].accounts = {
      account("grace@contoso.example", CallerKind::home_script, kPasswordHash)};
  const AccountIndex index(test::snapshot_of(federation));
  EXPECT_EQ(found(index, "grace@contoso.example"), "fabrikam/grace@contoso.example");
}

TEST(AccountIndex, AccountsThatCannotSignInAreLeftOut) {
  config::Federation federation = identity_federation();
  federation.tenants[1].accounts = {
      account("nobody", CallerKind::home_user, kPasswordHash),
      account("partner", CallerKind::partner_organization, kPasswordHash),
      account("stranger", CallerKind::partner_user, kPasswordHash, "a@b.example"),
      account("plain", CallerKind::home_script, "password"),
      account("empty", CallerKind::home_script, ""),
      account("good", CallerKind::home_script, kPasswordHash),
  };
  const AccountIndex index(test::snapshot_of(federation));
  for (const std::string_view name :
       {"nobody", "partner", "stranger", "a@b.example", "plain", "empty"}) {
    EXPECT_EQ(found(index, name), "") << name;
  }
  EXPECT_EQ(found(index, "good"), "fabrikam/good");
}

TEST(AccountIndex, DecoysAreTheSameForTheSameNumberAndReachEverybody) {
  const AccountIndex index(identity_snapshot());
  std::set<std::string> names;
  for (std::uint64_t i = 0; i < 10; ++i) {
    ASSERT_NE(index.decoy(i), nullptr);
    EXPECT_EQ(index.decoy(i), index.decoy(i));
    names.insert(index.decoy(i)->account->name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"exchange", "grace"}));
  config::Federation empty = identity_federation();
  empty.tenants[0].accounts.clear();
  EXPECT_EQ(AccountIndex(test::snapshot_of(empty)).decoy(0), nullptr);
}

}  // namespace
}  // namespace fb::identity
