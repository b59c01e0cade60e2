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

TEST(AccountIndex, ByWhatTheAccountHasAndByNothingElse) {
  config::Federation federation = identity_federation();
  config::Account script = account("script", CallerKind::home_script, "");
  script.certificates = {std::string(64, 'a')};
  script.kerberos_principals = {"script@NORTH.EXAMPLE"};
  script.api_tokens = {std::string(64, 'B')};
  config::Account stranger = account("stranger", CallerKind::partner_user, "", "a@b.example");
  stranger.certificates = {std::string(64, 'c')};
  federation.tenants[1].accounts = {script, stranger};
  const AccountIndex index(test::snapshot_of(federation));
  const Digest a = *digest_of_hex(std::string(64, 'A'));
  const Digest b = *digest_of_hex(std::string(64, 'b'));
  const Digest c = *digest_of_hex(std::string(64, 'c'));
  ASSERT_NE(index.find_certificate(a), nullptr);
  EXPECT_EQ(index.find_certificate(a)->account->name, "script");
  EXPECT_EQ(index.find_certificate(a)->tenant->name, "fabrikam");
  EXPECT_EQ(index.find_certificate(b), nullptr) << "the digest of a token";
  EXPECT_EQ(index.find_certificate(c), nullptr) << "no account of this side";
  ASSERT_NE(index.find_api_token(b), nullptr);
  EXPECT_EQ(index.find_api_token(a), nullptr) << "the digest of a certificate";
  ASSERT_NE(index.find_principal("script@NORTH.EXAMPLE"), nullptr);
  EXPECT_EQ(index.find_principal("script@north.example"), nullptr);
  EXPECT_EQ(found(index, "script"), "") << "it has no password";
  for (std::uint64_t i = 0; i < 10; ++i) EXPECT_NE(index.decoy(i)->account->name, "script");
}

TEST(CurrentAccounts, OneIndexForOneSnapshotAndNeverAnOldOneForANewOne) {
  CurrentAccounts accounts;
  const auto first = identity_snapshot(1);
  const auto second = identity_snapshot(2);
  const auto index = accounts.of(first);
  EXPECT_EQ(accounts.of(first), index);
  const auto newer = accounts.of(second);
  EXPECT_NE(newer, index);
  // A request that began before the reload gets what it began with, and changes nothing.
  EXPECT_EQ(accounts.of(first)->snapshot(), first);
  EXPECT_EQ(accounts.of(second), newer);
}

TEST(CallerOf, AServerAsksForNobodyInParticular) {
  const config::Tenant tenant = test::contoso_tenant();
  for (const auto& [kind, has_user] :
       {std::pair(CallerKind::home_user, true), std::pair(CallerKind::home_script, true),
        std::pair(CallerKind::home_server, false)}) {
    const config::Account asking = account("a", kind, "", "grace@contoso.example");
    const model::Caller caller = caller_of({&tenant, &asking});
    EXPECT_EQ(caller.kind, kind);
    EXPECT_EQ(caller.tenant, tenant.key);
    EXPECT_EQ(caller.principal, "a");
    EXPECT_EQ(caller.user.has_value(), has_user);
  }
}

}  // namespace
}  // namespace fb::identity
