// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Tokens that are each one change away from a good one, through everything that judges them.
#include "gateway/identity/s2s_rules.hpp"

#include "tests/unit/gateway/identity/s2s_fixture.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using Change = S2sChange;
using S2sRulesTest = S2sTokenTest;

TEST_F(S2sRulesTest, ProvesEachKindOfCaller) {
  struct Case {
    const char* name;
    S2sParts parts;
    CallerKind kind;
    model::TenantKey tenant;
    std::string user;
    std::string principal;
  };
  S2sParts no_person = s2s_parts(now());
  no_person.outer.claims.erase("smtp");
  no_person.outer.claims.erase("upn");
  const std::string china(test::kContosoChinaId);
  for (const Case& one : {
           Case{"a person", s2s_parts(now()), CallerKind::home_user, test::contoso(),
                "grace@contoso.example", "grace@contoso.example"},
           Case{"by another address", s2s_parts(now(), test::kContosoId, "P.Olson@contoso.example"),
                CallerKind::home_user, test::contoso(), "peggy@contoso.example",
                "peggy@contoso.example"},
           Case{"a server", s2s_server_parts(now()), CallerKind::home_server, test::contoso(), "",
                std::string(kExchangeApp)},
           Case{"a server with an outer token", no_person, CallerKind::home_server, test::contoso(),
                "", std::string(kExchangeApp)},
           Case{"a partner's person", s2s_parts(now(), china, "victor@contoso-cn.example"),
                CallerKind::partner_user, test::contoso_china(), "victor@contoso-cn.example",
                "victor@contoso-cn.example"},
       }) {
    const Authentication outcome = authenticate(one.parts);
    ASSERT_TRUE(outcome.caller) << one.name << ": " << outcome.caller.error().detail();
    const model::Caller& caller = **outcome.caller;
    EXPECT_EQ(caller.kind, one.kind) << one.name;
    EXPECT_EQ(caller.tenant, one.tenant) << one.name;
    EXPECT_EQ(caller.user ? caller.user->str() : "", one.user) << one.name;
    EXPECT_EQ(caller.principal, one.principal) << one.name;
    EXPECT_FALSE(caller.delegation) << one.name;
    EXPECT_EQ(outcome.examination.kind(), "s2s");
    EXPECT_TRUE(outcome.answer_headers.empty()) << one.name;
  }
}

TEST_F(S2sRulesTest, TheOuterTokenHasItsForm) {
  expect_rules(
      {
          {"signed", "s2s.outer_algorithm", [](S2sParts& p) { p.outer.header["alg"] = "RS256"; }},
          {"alg in another spelling", "s2s.outer_algorithm",
           [](S2sParts& p) { p.outer.header["alg"] = "None"; }},
          {"no alg", "s2s.outer_algorithm", [](S2sParts& p) { p.outer.header.erase("alg"); }},
          {"no type", "s2s.outer_type", [](S2sParts& p) { p.outer.header.erase("typ"); }},
          {"a type", "s2s.outer_type", [](S2sParts& p) { p.outer.header["typ"] = "at+jwt"; }},
          {"a signature", "s2s.outer_signature", [](S2sParts& p) { p.outer_signature = "c2ln"; }},
          {"crit", "s2s.outer_critical",
           [](S2sParts& p) { p.outer.header["crit"] = boost::json::array{"exp"}; }},
          {"two actors", "s2s.actor_missing",
           [](S2sParts& p) {
             p.outer.claims["actortoken"] = boost::json::array{"a.b.c", "d.e.f"};
           }},
          {"an empty actor", "s2s.actor_missing",
           [](S2sParts& p) { p.outer.claims["actortoken"] = ""; }},
          {"an actor that is none", "s2s.actor_malformed",
           [](S2sParts& p) { p.outer.claims["actortoken"] = "a.b.c"; }},
          {"an actor in an actor", "s2s.actor_nested",
           [](S2sParts& p) { p.actor.claims["actortoken"] = "a.b.c"; }},
      },
      s2s_parts(now()));
}

TEST_F(S2sRulesTest, TheActorTokenIsJudgedBeforeItsKeyIsLookedFor) {
  const std::string realm(test::kContosoId);
  expect_rules(
      {
          {"unsigned", "s2s.algorithm", [](S2sParts& p) { p.actor.header["alg"] = "none"; }},
          {"HS256", "s2s.algorithm", [](S2sParts& p) { p.actor.header["alg"] = "HS256"; }},
          {"crit", "s2s.critical",
           [](S2sParts& p) { p.actor.header["crit"] = boost::json::array{"b64"}; }},
          {"type", "s2s.type", [](S2sParts& p) { p.actor.header["typ"] = "at+jwt"; }},
          {"no key", "s2s.key_id", [](S2sParts& p) { p.actor.header.erase("kid"); }},
          {"a thumbprint that is none", "s2s.key_id",
           [](S2sParts& p) {
             p.actor.header.erase("kid");
             p.actor.header["x5t"] = "AAAA";
           }},
          {"a key id as long as a book", "s2s.key_id",
           [](S2sParts& p) { p.actor.header["kid"] = std::string(257, 'k'); }},
          {"issuer without a realm", "s2s.issuer_form",
           [](S2sParts& p) { p.actor.claims["iss"] = kIssuerApp; }},
          {"realm of nobody", "s2s.organization_unknown",
           [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kStrangerId); }},
          {"realm of a tenant without an organisation", "s2s.organization_unknown",
           [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kFabrikamId); }},
          {"another issuer of the realm", "s2s.issuer",
           [&](S2sParts& p) { p.actor.claims["iss"] = at_realm(kExchangeApp, realm); }},
      },
      s2s_parts(now()));
  EXPECT_EQ(keys_.asked.size(), 1u);
}

TEST_F(S2sRulesTest, TheOperatorIsToldWhatNamesAnOrganisation) {
  S2sParts parts = s2s_parts(now());
  parts.actor.claims["iss"] = at_realm(kIssuerApp, test::kStrangerId);
  const model::Error error = authenticate(parts).caller.error();
  EXPECT_NE(error.detail().find("[tenant.exchange_organization]"), std::string::npos);
  EXPECT_NE(error.detail().find("[partner.exchange_organization]"), std::string::npos);
}

TEST_F(S2sRulesTest, TheActorsTimes) {
  expect_rules(
      {
          {"no begin", "s2s.times_missing", without("nbf")},
          {"no end", "s2s.times_missing", without("exp")},
          {"an end that is no number", "s2s.times_missing", set("exp", "soon")},
          {"ended", "s2s.expired",
           [&](S2sParts& p) {
             p.actor.claims["nbf"] = at(-3600);
             p.actor.claims["exp"] = at(-300);
           }},
          {"the last second", "in",
           [&](S2sParts& p) {
             p.actor.claims["nbf"] = at(-3600);
             p.actor.claims["exp"] = at(-299);
           }},
          {"begins later", "s2s.not_yet_valid", set("nbf", at(301))},
          {"begins within the skew", "in", set("nbf", at(300))},
          {"a day and ten minutes", "in", set("exp", at(-300 + 86'400 + 600))},
          {"a second more", "s2s.lifetime", set("exp", at(-300 + 86'400 + 601))},
          {"for no time", "s2s.lifetime", set("exp", at(-300))},
      },
      s2s_parts(now()));
}

TEST_F(S2sRulesTest, TheActorsAudience) {
  const std::string_view realm = test::kContosoId;
  expect_rules(
      {
          {"none", "s2s.audience_form", without("aud")},
          {"a list", "s2s.audience_form",
           [](S2sParts& p) { p.actor.claims["aud"] = boost::json::array{p.actor.claims["aud"]}; }},
          {"two parts", "s2s.audience_form", set("aud", at_realm(kExchangeApp, test::kContosoId))},
          {"four parts", "s2s.audience_form", audience("a/b", kOurHost, realm)},
          {"two realms", "s2s.audience_form", audience(kExchangeApp, "a@b", realm)},
          {"another application", "s2s.audience_client",
           audience("00000003-0000-0ff1-ce00-000000000000", kOurHost, realm)},
          {"our application in other letters", "s2s.audience_client",
           audience("00000002-0000-0FF1-ce00-000000000000", kOurHost, realm)},
          {"another host", "s2s.audience_host",
           audience(kExchangeApp, "mail.contoso.example", realm)},
          {"a host below ours", "s2s.audience_host",
           audience(kExchangeApp, "a.gateway.contoso.example", realm)},
          {"our host in other letters", "in",
           audience(kExchangeApp, "Gateway.Contoso.EXAMPLE", realm)},
          {"our other host", "in", audience(kExchangeApp, "autodiscover.contoso.example", realm)},
          {"another realm", "s2s.audience_realm",
           audience(kExchangeApp, kOurHost, test::kFabrikamId)},
          {"the realm in capitals", "s2s.audience_realm",
           audience(kExchangeApp, kOurHost, "CONTOSO.EXAMPLE")},
      },
      s2s_parts(now()));
}

TEST_F(S2sRulesTest, TheActingApplication) {
  const std::string_view realm = test::kContosoId;
  const auto both = [](const std::string& name) -> Change {
    return [=](S2sParts& p) { p.actor.claims["nameid"] = p.outer.claims["iss"] = name; };
  };
  expect_rules(
      {
          {"none", "s2s.actor", without("nameid")},
          {"without a realm", "s2s.actor", both(std::string(kExchangeApp))},
          {"of another realm", "s2s.actor_realm", both(at_realm(kExchangeApp, test::kFabrikamId))},
          {"another one", "s2s.actor_application", both(at_realm(kScriptClient, realm))},
          {"in other letters", "in", both(at_realm("00000002-0000-0FF1-CE00-000000000000", realm))},
          {"may not speak for others", "s2s.delegation", set("trustedfordelegation", "false")},
          {"may not, as a number", "s2s.delegation", set("trustedfordelegation", 1)},
          {"may not, by silence", "s2s.delegation", without("trustedfordelegation")},
          {"may, as a truth value", "in", set("trustedfordelegation", true)},
      },
      s2s_parts(now()));
  S2sParts server = s2s_server_parts(now());
  server.actor.claims.erase("trustedfordelegation");
  EXPECT_EQ(rule(server), "in") << "who speaks for itself needs no trust to speak for others";
}

TEST_F(S2sRulesTest, TheOuterClaims) {
  std::string loud = at_realm(kExchangeApp, test::kContosoId);
  loud.replace(14, 4, "0FF1");
  expect_rules(
      {
          {"another issuer", "s2s.outer_issuer",
           set_outer("iss", at_realm(kScriptClient, test::kContosoId))},
          {"the issuer in other letters", "s2s.outer_issuer", set_outer("iss", loud)},
          {"no issuer", "s2s.outer_issuer", without_outer("iss")},
          {"another audience", "s2s.outer_audience",
           set_outer("aud", std::string(kExchangeApp) + "/autodiscover.contoso.example@" +
                                std::string(test::kContosoId))},
          {"no audience", "s2s.outer_audience", without_outer("aud")},
          {"no begin", "s2s.outer_times_missing", without_outer("nbf")},
          {"ended", "s2s.outer_expired",
           [&](S2sParts& p) {
             p.outer.claims["nbf"] = at(-3600);
             p.outer.claims["exp"] = at(-300);
           }},
          {"begins later", "s2s.outer_not_yet_valid", set_outer("nbf", at(301))},
          {"a day", "in", set_outer("exp", at(86'400))},
          {"a second more", "s2s.outer_lifetime", set_outer("exp", at(86'401))},
          {"another numbering", "s2s.name_issuer", set_outer("nii", "urn:office:idp:forms:x")},
          {"a numbering that is no text", "s2s.name_issuer", set_outer("nii", 1)},
          {"SharePoint's numbering", "in", set_outer("nii", "urn:office:idp:activedirectory")},
          {"no numbering", "in", without_outer("nii")},
      },
      s2s_parts(now()));
}

}  // namespace
}  // namespace fb::identity
