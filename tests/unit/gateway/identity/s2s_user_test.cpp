// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_user.hpp"

#include "tests/unit/gateway/identity/s2s_world.hpp"

namespace fb::identity {
namespace {

oauth::CompactToken outer(boost::json::object claims) {
  oauth::CompactToken token;
  token.claims = std::move(claims);
  return token;
}

std::string told(const model::Result<model::SmtpAddress>& person) {
  return person ? person->str() : person.error().rule();
}

struct Row {
  const char* name;
  boost::json::object claims;
  const char* expected;
};

std::string home(const boost::json::object& claims, const config::Federation& federation) {
  const auto snapshot = test::snapshot_of(federation);
  return told(home_person(outer(claims), snapshot->federation().tenants.front(), *snapshot));
}

TEST(S2sUser, APersonOfTheHomeTenantHasOneMailbox) {
  for (const Row& row : {
           Row{"smtp", {{"smtp", "grace@contoso.example"}}, "grace@contoso.example"},
           Row{"upn", {{"upn", "grace@contoso.example"}}, "grace@contoso.example"},
           Row{"in capitals", {{"smtp", "GRACE@Contoso.Example"}}, "grace@contoso.example"},
           Row{"two names of one",
               {{"smtp", "p.olson@contoso.example"}, {"upn", "peggy@contoso.example"}},
               "peggy@contoso.example"},
           Row{"a upn that is no address",
               {{"smtp", "grace@contoso.example"}, {"upn", "ghopper@ad.contoso.example"}},
               "grace@contoso.example"},
           Row{"an smtp that nobody has",
               {{"smtp", "old@contoso.example"}, {"upn", "grace@contoso.example"}},
               "grace@contoso.example"},
           Row{"sip of another",
               {{"smtp", "grace@contoso.example"}, {"sip", "peggy@contoso.example"}},
               "grace@contoso.example"},
           Row{"two people",
               {{"smtp", "grace@contoso.example"}, {"upn", "peggy@contoso.example"}},
               "s2s.user_ambiguous"},
           Row{"one address of two", {{"smtp", "shared@contoso.example"}}, "s2s.user_ambiguous"},
           Row{"nobody", {{"smtp", "nobody@contoso.example"}}, "s2s.user_unknown"},
           Row{"a contact", {{"smtp", "eve@elsewhere.example"}}, "s2s.user_unknown"},
           Row{"a group", {{"smtp", "crew@contoso.example"}}, "s2s.user_unknown"},
           Row{"a person of another home tenant",
               {{"smtp", "carol@fabrikam-gov.example"}},
               "s2s.user_unknown"},
           Row{"an address in a domain that is not accepted",
               {{"smtp", "grace@contoso.onmicrosoft.example"}},
               "s2s.user_domain"},
           Row{"no address", {{"smtp", "Grace Hopper"}}, "s2s.user"},
           Row{"with a prefix", {{"smtp", "SMTP:grace@contoso.example"}}, "s2s.user"},
           Row{"no text", {{"smtp", 1}}, "s2s.user"},
           Row{"a good smtp and a upn without a domain",
               {{"smtp", "grace@contoso.example"}, {"upn", "grace"}},
               "s2s.user"},
           Row{"by sip alone", {{"sip", "grace@contoso.example"}}, "s2s.user_missing"},
           Row{"by number alone", {{"nameid", "10037ffe8b3a2f11"}}, "s2s.user_missing"},
       }) {
    EXPECT_EQ(home(row.claims, exchange_federation()), row.expected) << row.name;
  }
}

TEST(S2sUser, WithADefaultSourceNotEverybodyIsListed) {
  config::Federation federation = exchange_federation();
  federation.tenants.front().default_source = "cloud";
  for (const Row& row : {
           Row{"listed", {{"smtp", "p.olson@contoso.example"}}, "peggy@contoso.example"},
           Row{"not listed", {{"smtp", "new@contoso.example"}}, "new@contoso.example"},
           Row{"not listed, by upn", {{"upn", "new@contoso.example"}}, "new@contoso.example"},
           Row{"not listed, in another domain",
               {{"smtp", "new@elsewhere.example"}},
               "s2s.user_domain"},
           Row{"somebody new and somebody listed",
               {{"smtp", "new@contoso.example"}, {"upn", "grace@contoso.example"}},
               "s2s.user_ambiguous"},
       }) {
    EXPECT_EQ(home(row.claims, federation), row.expected) << row.name;
  }
}

TEST(S2sUser, APersonOfAPartnerHasAnAddressInItsDomains) {
  const auto snapshot = test::snapshot_of(exchange_federation());
  const config::Partner& partner = snapshot->federation().partners.front();
  for (const Row& row : {
           Row{"smtp", {{"smtp", "Victor@contoso-cn.example"}}, "victor@contoso-cn.example"},
           Row{"upn", {{"upn", "victor@contoso-cn.example"}}, "victor@contoso-cn.example"},
           Row{"a upn of its own",
               {{"smtp", "victor@contoso-cn.example"}, {"upn", "v@ad.contoso-cn.example"}},
               "victor@contoso-cn.example"},
           Row{"another domain", {{"smtp", "victor@elsewhere.example"}}, "s2s.user_domain"},
           Row{"a domain below", {{"smtp", "victor@a.contoso-cn.example"}}, "s2s.user_domain"},
           Row{"one of ours", {{"smtp", "grace@contoso.example"}}, "s2s.user_tenant"},
           Row{"one of ours by upn",
               {{"smtp", "victor@contoso-cn.example"}, {"upn", "grace@contoso.example"}},
               "s2s.user_tenant"},
           Row{"no address", {{"smtp", "Victor"}}, "s2s.user"},
           Row{"nobody", {{"sip", "victor@contoso-cn.example"}}, "s2s.user_missing"},
       }) {
    EXPECT_EQ(told(partner_person(outer(row.claims), partner, *snapshot)), row.expected)
        << row.name;
  }
}

TEST(S2sUser, WhateverNamesAPersonIsNoServersToken) {
  EXPECT_FALSE(names_a_person(outer({{"iss", "a@b"}, {"nii", "urn:x"}, {"appctx", "{}"}})));
  for (const char* claim : {"smtp", "upn", "sip", "nameid", "sid", "oid"}) {
    EXPECT_TRUE(names_a_person(outer({{claim, nullptr}}))) << claim;
  }
}

}  // namespace
}  // namespace fb::identity
