// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_authenticator.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tests/unit/gateway/identity/s2s_fixture.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;
using Change = S2sChange;
using S2sAuthenticatorTest = S2sTokenTest;

TEST_F(S2sAuthenticatorTest, APartnersOrganisationIsNotProvedByItsServers) {
  EXPECT_EQ(rule(s2s_server_parts(now(), test::kContosoChinaId)), "s2s.app_only_partner");
  S2sParts parts = s2s_parts(now(), test::kContosoChinaId, "victor@contoso-cn.example");
  parts.outer.claims.erase("smtp");
  parts.outer.claims.erase("upn");
  EXPECT_EQ(rule(parts), "s2s.app_only_partner");
}

TEST_F(S2sAuthenticatorTest, PersonsCanBeSwitchedOff) {
  change_federation([](config::Federation& federation) {
    federation.tenants.front().exchange_organization->user_tokens = false;
  });
  EXPECT_EQ(rule(s2s_parts(now())), "s2s.user_tokens");
  EXPECT_EQ(rule(s2s_server_parts(now())), "in");
}

TEST_F(S2sAuthenticatorTest, ARealmOfTwoOrganisationsIsNobodys) {
  change_federation([](config::Federation& federation) {
    config::Partner twin = federation.partners.front();
    twin.key = test::tenant_key(model::Authority::us, test::kContosoId);
    twin.cloud = "gcc-high";
    federation.partners.push_back(std::move(twin));
  });
  EXPECT_EQ(rule(s2s_parts(now())), "s2s.organization_ambiguous");
}

TEST_F(S2sAuthenticatorTest, ATenantThatIsBothIsAHomeTenant) {
  change_federation([](config::Federation& federation) {
    config::Partner same = federation.partners.front();
    same.key = test::contoso();
    same.cloud = "commercial";
    same.exchange_organization = exchange_organization();
    federation.partners.push_back(std::move(same));
  });
  const Authentication outcome = authenticate(s2s_parts(now()));
  ASSERT_TRUE(outcome.caller);
  EXPECT_EQ((**outcome.caller).kind, CallerKind::home_user);
}

TEST_F(S2sAuthenticatorTest, TheSignatureIsTheAuthoritys) {
  const S2sParts parts = s2s_parts(now());
  EXPECT_EQ(authenticate(parts.token(test::RsaKey::shared("china"))).caller.error().rule(),
            "s2s.signature");
  ASSERT_EQ(keys_.asked.size(), 1u);
  EXPECT_EQ(keys_.asked[0].metadata_url, commercial_issuer() + "/.well-known/openid-configuration");
  EXPECT_EQ(keys_.asked[0].keys_file, "");
  keys_.key.issuer = china_issuer();
  EXPECT_EQ(rule(parts), "s2s.key_issuer");
  keys_.key.issuer = "https://login.microsoftonline.com/{tenantid}/v2.0";
  EXPECT_EQ(rule(parts), "in");
}

TEST_F(S2sAuthenticatorTest, KeysCanBePinned) {
  change_federation([](config::Federation& federation) {
    federation.tenants.front().exchange_organization->keys_file = "exchange.json";
  });
  EXPECT_EQ(rule(s2s_parts(now())), "in");
  EXPECT_EQ(keys_.asked[0].keys_file, "exchange.json");
}

TEST_F(S2sAuthenticatorTest, AKeyIsFoundByItsCertificate) {
  // In base64url, and in the base64 that Exchange's tools write.
  keys_.thumbprint = "-_-_-_-_-_-_-_-_-_-_-_-_-_8";
  for (const std::string_view x5t :
       {"-_-_-_-_-_-_-_-_-_-_-_-_-_8", "+/+/+/+/+/+/+/+/+/+/+/+/+/8="}) {
    S2sParts parts = s2s_parts(now());
    parts.actor.header.erase("kid");
    parts.actor.header["x5t"] = x5t;
    EXPECT_EQ(rule(parts), "in") << x5t;
  }
  S2sParts other = s2s_parts(now());
  other.actor.header.erase("kid");
  other.actor.header["x5t"] = "-_-_-_-_-_-_-_-_-_-_-_-_-_4";
  EXPECT_EQ(rule(other), "s2s.unknown_key");
}

TEST_F(S2sAuthenticatorTest, KeysThatCannotBeHadAreNotTheCallersFault) {
  keys_.failure = Error::of(ErrorKind::token_unavailable, "no connection");
  const Authentication outcome = authenticate(s2s_parts(now()));
  ASSERT_FALSE(outcome.caller);
  EXPECT_EQ(outcome.caller.error().kind(), ErrorKind::server_busy);
  EXPECT_EQ(outcome.caller.error().rule(), "s2s.keys_unavailable");
}

// Whatever is wrong, who has proved nothing is told the same.
TEST_F(S2sAuthenticatorTest, WhoHasProvedNothingIsToldNothing) {
  const std::vector<Change> changes = {
      [](S2sParts& p) { p.outer.header["alg"] = "RS256"; },
      [](S2sParts& p) { p.outer_signature = "c2ln"; },
      [](S2sParts& p) { p.actor.header["alg"] = "HS256"; },
      [](S2sParts& p) { p.actor.header["kid"] = "key-2"; },
      [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kStrangerId); },
      [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kIssuerApp, test::kFabrikamId); },
      [](S2sParts& p) { p.actor.claims["iss"] = at_realm(kScriptClient, test::kContosoId); },
      // These would be told apart if the signature were good.
      [](S2sParts& p) { p.actor.claims["aud"] = "elsewhere"; },
      [](S2sParts& p) { p.outer.claims["smtp"] = "nobody@contoso.example"; },
      [](S2sParts&) {},
  };
  std::set<std::string> rules;
  std::set<std::string> told;
  for (const Change& change : changes) {
    S2sParts parts = s2s_parts(now());
    change(parts);
    const Authentication outcome = authenticate(parts.token(test::RsaKey::shared("china")));
    ASSERT_FALSE(outcome.caller);
    EXPECT_EQ(outcome.caller.error().kind(), ErrorKind::unauthenticated);
    EXPECT_TRUE(outcome.examination.token_refused);
    rules.insert(outcome.caller.error().rule());
    ASSERT_EQ(outcome.answer_headers.size(), 1u);
    told.insert(diagnostics(outcome));
  }
  EXPECT_EQ(rules.size(), 7u);
  EXPECT_EQ(told, std::set<std::string>{std::string(kUnprovenDiagnostics)});
}

TEST_F(S2sAuthenticatorTest, WhoseActorIsProvenIsToldWhatExchangeTells) {
  struct Told {
    const char* name;
    Change change;
    std::string_view number;
    std::string_view words;
    std::string_view category;
  };
  const std::string_view realm = test::kContosoId;
  for (const Told& row : {
           Told{"host", audience(kExchangeApp, "mail.contoso.example", realm), "2000003;",
                "hostname component", "invalid_resource"},
           Told{"realm", audience(kExchangeApp, kOurHost, test::kFabrikamId), "2000003;",
                "audience claim value", "invalid_resource"},
           Told{"nobody",
                [](S2sParts& p) {
                  p.outer.claims["smtp"] = p.outer.claims["upn"] = "nobody@contoso.example";
                },
                "2000005;", "does not exist", "invalid_user"},
           Told{"two", set_outer("upn", "peggy@contoso.example"), "2000005;", "is ambiguous",
                "invalid_user"},
           Told{"ended",
                [&](S2sParts& p) {
                  p.outer.claims["nbf"] = at(-3600);
                  p.outer.claims["exp"] = at(-301);
                },
                "2000000;", "has expired", "invalid_token"},
           Told{"something else", set("trustedfordelegation", "no"), "2000000;", "is invalid",
                "invalid_token"},
       }) {
    S2sParts parts = s2s_parts(now());
    row.change(parts);
    const std::string told = diagnostics(authenticate(parts));
    EXPECT_EQ(told.substr(0, 8), row.number) << row.name;
    EXPECT_NE(told.find(row.words), std::string::npos) << row.name << ": " << told;
    EXPECT_NE(told.find("error_category=\"" + std::string(row.category) + "\""), std::string::npos)
        << row.name << ": " << told;
    EXPECT_EQ(told.find("contoso"), std::string::npos) << "what the token says is not repeated";
  }
}

TEST_F(S2sAuthenticatorTest, TheLogSeesTheClaimsAndNoToken) {
  const S2sParts parts = s2s_parts(now());
  const std::string token = parts.token(test::RsaKey::shared("china"));
  const Authentication outcome = authenticate(token);
  std::map<std::string, std::string> facts;
  for (const auto& [name, value] : outcome.examination.facts()) facts[name] = value;
  EXPECT_EQ(facts["actor.iss"], at_realm(kIssuerApp, test::kContosoId));
  EXPECT_EQ(facts["outer.smtp"], "grace@contoso.example");
  EXPECT_EQ(facts["outer.exp"], std::to_string(at(3600)));
  EXPECT_EQ(facts.count("outer.actortoken"), 0u);
  for (const auto& [name, value] : facts) {
    EXPECT_EQ(value.find("eyJ"), std::string::npos) << name;
  }
}

TEST_F(S2sAuthenticatorTest, OtherBearerTokensAreLeftToTheirScheme) {
  S2sParts unsigned_token = s2s_parts(now());
  unsigned_token.outer.claims["iss"] = commercial_issuer();
  const std::string alone =
      wire::base64url(std::string_view(boost::json::serialize(unsigned_token.outer.header))) + "." +
      wire::base64url(std::string_view(boost::json::serialize(unsigned_token.outer.claims))) + ".";
  EXPECT_EQ(authenticate(alone).caller.error().rule(), "bearer.algorithm");
  EXPECT_EQ(authenticate(std::string()).caller.error().rule(), "bearer.empty");
  EXPECT_EQ(authenticate("a.b.c").caller.error().rule(), "bearer.malformed");
}

// It ends with the first of its two tokens that does.
TEST_F(S2sAuthenticatorTest, AVerifiedTokenIsRememberedUntilItEnds) {
  S2sParts parts = s2s_parts(now());
  parts.outer.claims["exp"] = at(60);
  const std::string token = parts.token(test::RsaKey::shared("one"));
  EXPECT_TRUE(authenticate(token).caller);
  clock_.advance(seconds(59));
  EXPECT_TRUE(authenticate(token).caller);
  EXPECT_EQ(keys_.asked.size(), 1u);
  clock_.advance(seconds(1));  // from now on for the clock skew only, and verified anew
  EXPECT_TRUE(authenticate(token).caller);
  EXPECT_EQ(keys_.asked.size(), 2u);
  clock_.advance(settings_.clock_skew);
  EXPECT_EQ(authenticate(token).caller.error().rule(), "s2s.outer_expired");
}

TEST_F(S2sAuthenticatorTest, TheChallengeNamesUsAndNoTenant) {
  const std::string expected =
      R"(Bearer client_id="00000002-0000-0ff1-ce00-000000000000", )"
      R"(trusted_issuers="00000001-0000-0000-c000-000000000000@*", )"
      R"(token_types="app_asserted_user_v1 service_asserted_app_v1", )"
      R"(authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize")";
  auto challenges = authenticator_->challenges(*snapshot_);
  const auto is_bearer = [](const std::string& text) { return text.starts_with("Bearer"); };
  EXPECT_EQ(std::count_if(challenges.begin(), challenges.end(), is_bearer), 1);
  ASSERT_EQ(challenges.front(), expected);
  EXPECT_TRUE(challenges.back().starts_with("Basic"));
  say_token_refused(challenges);
  EXPECT_EQ(challenges.front(), expected + ", error=\"invalid_token\"");
  EXPECT_EQ(challenges.back().find("error"), std::string::npos);

  settings_.authorization_uri = "https://sign-in.contoso.example/authorize";
  authenticator_ = make_authenticator(settings_, {pool_, keys_, clock_});
  EXPECT_NE(authenticator_->challenges(*snapshot_)[0].find(
                "authorization_uri=\"https://sign-in.contoso.example/authorize\""),
            std::string::npos);
}

TEST_F(S2sAuthenticatorTest, WithoutAnOrganisationTheChallengeIsPlain) {
  auto challenges = authenticator_->challenges(*identity_snapshot());
  EXPECT_EQ(challenges[0], "Bearer");
  say_token_refused(challenges);
  EXPECT_EQ(challenges[0], "Bearer error=\"invalid_token\"");
}

TEST_F(S2sAuthenticatorTest, LengthHasAnEdge) {
  S2sParts parts = s2s_parts(now());
  const std::size_t length = parts.token(test::RsaKey::shared("one")).size();
  // Three bytes of the claim are four of the token.
  const std::size_t room = oauth::CompactToken::kBytesMax - length;
  parts.outer.claims["padding"] = std::string((room - 40) / 4 * 3, 'x');
  EXPECT_EQ(rule(parts), "in");
  parts.outer.claims["padding"] = std::string(room / 4 * 3 + 3, 'x');
  EXPECT_EQ(rule(parts), "bearer.too_long");
}

}  // namespace
}  // namespace fb::identity
