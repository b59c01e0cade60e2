// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Two tokens that fit together, and what is left of them when one thing is broken.
#include "gateway/identity/pft_rules.hpp"

#include <functional>

#include "tests/unit/gateway/identity/pft_world.hpp"
#include "tests/unit/gateway/identity/token_changes.hpp"

namespace fb::identity {
namespace {

using boost::json::array;
using config::OrganizationTokenPins;
using std::chrono::seconds;

const model::UtcTime kNow = std::chrono::sys_days{std::chrono::May / 6 / 2031};
constexpr seconds kSkew{300};

struct Pair {
  TokenParts access = partner_token(kNow);
  TokenParts actor = actor_token(kNow);
};

model::Result<ForwardedPromise> judge(const Pair& pair, const config::Federation& federation,
                                      model::UtcTime now = kNow) {
  const std::string access_text = compact_unsigned(pair.access);
  const std::string actor_text = compact_unsigned(pair.actor);
  const auto access = oauth::CompactToken::read(access_text);
  const auto actor = oauth::CompactToken::read(actor_text);
  EXPECT_TRUE(access && actor);
  return judge_forwarded(*access, *actor, *test::snapshot_of(federation), now, kSkew);
}

std::string outcome(const Pair& pair, const config::Federation& federation = pft_federation(),
                    model::UtcTime now = kNow) {
  const auto promise = judge(pair, federation, now);
  return promise ? "good" : promise.error().rule();
}

TEST(PftRules, AnOrganisationAndItsForwarder) {
  Pair pair;
  pair.actor.header["kid"] = "key-2";
  config::Federation federation = pft_federation();
  federation.partners[0].organization_token->keys_file = "/keys/partner.json";
  const auto promise = judge(pair, federation);
  ASSERT_TRUE(promise) << promise.error().detail();
  EXPECT_EQ(promise->caller.kind, model::CallerKind::partner_organization);
  EXPECT_EQ(promise->caller.tenant, test::contoso_china());
  EXPECT_EQ(promise->caller.user, std::nullopt);
  EXPECT_EQ(promise->caller.principal, kPartnerClient);
  EXPECT_EQ(promise->access_signer.kid, "key-1");
  EXPECT_EQ(promise->actor_signer.kid, "key-2");
  for (const ExpectedSigner& signer : {promise->access_signer, promise->actor_signer}) {
    EXPECT_EQ(signer.keys.keys_file, "/keys/partner.json");
    EXPECT_EQ(signer.tenant, test::contoso_china().id);
    EXPECT_EQ(signer.login_host, "login.partner.microsoftonline.cn");
  }
  EXPECT_EQ(promise->ends, kNow + seconds(3600));
}

TEST(PftRules, ItEndsWithTheEarlierOfTheTwo) {
  Pair pair;
  pair.access.claims["exp"] = kNow.time_since_epoch().count() + 100;
  EXPECT_EQ(judge(pair, pft_federation())->ends, kNow + seconds(100));
  pair.actor.claims["exp"] = kNow.time_since_epoch().count() + 50;
  EXPECT_EQ(judge(pair, pft_federation())->ends, kNow + seconds(50));
}

TEST(PftRules, EachTokenHasItsOwnTimes) {
  const model::UtcTime ends = kNow + seconds(3600);
  EXPECT_EQ(outcome({}, pft_federation(), ends + kSkew - seconds(1)), "good");
  Pair pair;
  pair.actor.claims["exp"] = (ends - seconds(1)).time_since_epoch().count();
  EXPECT_EQ(outcome(pair, pft_federation(), ends + kSkew - seconds(1)), "pft.actor.expired");
  EXPECT_EQ(outcome({}, pft_federation(), ends + kSkew), "pft.access.expired");
}

TEST(PftRules, EitherTokenOneChangeAwayFromAGoodOne) {
  std::vector<TokenChange> changes = changes_of_any_token();
  for (TokenChange& change : changes_of_organization_tokens()) changes.push_back(std::move(change));
  for (const TokenChange& change : changes) {
    Pair access;
    change.apply(access.access);
    EXPECT_EQ(outcome(access), "pft.access." + std::string(change.check)) << change.name;
    Pair actor;
    change.apply(actor.actor);
    EXPECT_EQ(outcome(actor), "pft.actor." + std::string(change.check)) << change.name;
  }
}

TEST(PftRules, TheAccessTokenOneChangeAwayFromAGoodOne) {
  for (const TokenChange& change : std::vector<TokenChange>{
           {"another client", [](TokenParts& t) { t.claims["azp"] = kForwarder; }, "application"},
           {"no roles", [](TokenParts& t) { t.claims.erase("roles"); }, "role"},
           {"another role", [](TokenParts& t) { t.claims["roles"] = array{"FreeBusy.Read.All"}; },
            "role"},
       }) {
    Pair pair;
    change.apply(pair.access);
    EXPECT_EQ(outcome(pair), "pft.access." + std::string(change.check)) << change.name;
  }
}

TEST(PftRules, TheActorTokenOneChangeAwayFromAGoodOne) {
  for (const TokenChange& change : std::vector<TokenChange>{
           {"a nonce", [](TokenParts& t) { t.header["nonce"] = "abc"; }, "nonce"},
           {"another client", [](TokenParts& t) { t.claims["azp"] = kScriptClient; }, "forwarder"},
           {"the asking application", [](TokenParts& t) { t.claims["azp"] = kPartnerClient; },
            "forwarder"},
           {"nothing that says application",
            [](TokenParts& t) {
              t.claims.erase("idtyp");
              t.claims.erase("oid");
            },
            "kind"},
       }) {
    Pair pair;
    change.apply(pair.actor);
    EXPECT_EQ(outcome(pair), "pft.actor." + std::string(change.check)) << change.name;
  }
}

TEST(PftRules, FormsThatAreAsGood) {
  for (const auto& [name, change] :
       std::vector<std::pair<std::string_view, std::function<void(Pair&)>>>{
           {"a nonce", [](Pair& p) { p.access.header["nonce"] = "abc"; }},
           {"no idtyp", [](Pair& p) { p.actor.claims.erase("idtyp"); }},
           {"no oid", [](Pair& p) { p.actor.claims.erase("oid"); }},
           {"client in capitals",
            [](Pair& p) { p.actor.claims["azp"] = "FFFFFFFF-0000-4000-8000-000000000001"; }},
           {"the other forwarder", [](Pair& p) { p.actor.claims["azp"] = kOtherForwarder; }},
           {"version 1",
            [](Pair& p) {
              p.actor.claims["iss"] =
                  "https://sts.chinacloudapi.cn/" + std::string(test::kContosoChinaId) + "/";
              p.actor.claims["ver"] = "1.0";
              p.actor.claims["appid"] = kForwarder;
            }},
       }) {
    Pair pair;
    change(pair);
    EXPECT_EQ(outcome(pair), "good") << name;
  }
}

TEST(PftRules, WithoutAListTheOrganisationsApplicationsForward) {
  config::Federation federation = pft_federation();
  federation.partners[0].organization_token->trusted_forwarders.clear();
  Pair pair;
  EXPECT_EQ(outcome(pair, federation), "pft.actor.forwarder");
  pair.actor.claims["azp"] = kPartnerClient;
  EXPECT_EQ(outcome(pair, federation), "good");
}

// Another partner of ours, all of whose tokens would be good for itself.
TEST(PftRules, BothTokensComeFromOneTenant) {
  config::Federation federation = pft_federation();
  config::Partner gcc_high = test::partner_of(test::fabrikam_tenant());
  gcc_high.organization_token = federation.partners[0].organization_token;
  federation.tenants.pop_back();
  federation.partners.push_back(gcc_high);
  const auto from_fabrikam = [](TokenParts& token) {
    token.claims["tid"] = test::kFabrikamId;
    token.claims["iss"] =
        "https://login.microsoftonline.us/" + std::string(test::kFabrikamId) + "/v2.0";
  };
  Pair both;
  from_fabrikam(both.access);
  from_fabrikam(both.actor);
  EXPECT_EQ(outcome(both, federation), "good");
  Pair actor;
  from_fabrikam(actor.actor);
  EXPECT_EQ(outcome(actor, federation), "pft.actor_tenant");
  Pair access;
  from_fabrikam(access.access);
  EXPECT_EQ(outcome(access, federation), "pft.actor_tenant");

  // The same tenant id under another authority is another tenant.
  federation.partners[1].key.id = test::contoso_china().id;
  Pair authority;
  authority.actor.claims["iss"] =
      "https://login.microsoftonline.us/" + std::string(test::kContosoChinaId) + "/v2.0";
  EXPECT_EQ(outcome(authority, federation), "pft.actor_tenant");
}

TEST(PftRules, TokensOfHomeTenantsAreRefused) {
  Pair pair;
  pair.access = application_token(kNow);
  EXPECT_EQ(outcome(pair), "pft.home_tenant");
  pair.actor = application_token(kNow);
  EXPECT_EQ(outcome(pair), "pft.home_tenant");
  pair.access = partner_token(kNow);
  EXPECT_EQ(outcome(pair), "pft.actor_tenant");
  pair.access = user_token(kNow);
  EXPECT_EQ(outcome(pair), "pft.home_tenant");

  // A partner that is a home tenant as well answers here, so it does not ask from outside.
  config::Federation federation = pft_federation();
  federation.tenants.push_back(test::contoso_china_tenant());
  EXPECT_EQ(outcome({}, federation), "pft.home_tenant");
}

TEST(PftRules, APartnerWithoutPinsProvesNothing) {
  config::Federation federation = pft_federation();
  federation.partners[0].organization_token.reset();
  EXPECT_EQ(outcome({}, federation), "pft.partner_not_pinned");
}

TEST(PftRules, AnEmptyPinMatchesNothing) {
  for (const auto& empty : std::vector<std::function<void(OrganizationTokenPins&)>>{
           [](auto& pins) { pins.audience.clear(); }, [](auto& pins) { pins.role.clear(); },
           [](auto& pins) { pins.client_ids.clear(); },
           [](auto& pins) { pins.trusted_forwarders = {""}; },
           [](auto& pins) {
             pins.audience.clear();
             pins.forwarded_audiences = {{"", std::string(kForwarder)}};
           }}) {
    config::Federation federation = pft_federation();
    empty(*federation.partners[0].organization_token);
    EXPECT_NE(outcome({}, federation), "good");
    Pair no_audience;
    no_audience.access.claims["aud"] = "";
    no_audience.actor.claims["aud"] = "";
    EXPECT_NE(outcome(no_audience, federation), "good");
  }
}

TEST(PftRules, AnotherAudienceCountsFromItsOneForwarder) {
  config::Federation federation = pft_federation();
  federation.partners[0].organization_token->forwarded_audiences = {
      {"api://calendar", std::string(kForwarder)}, {"api://rooms", std::string(kOtherForwarder)}};
  Pair pair;
  pair.access.claims["aud"] = "api://calendar";
  EXPECT_EQ(outcome(pair, federation), "good");
  pair.access.claims["aud"] = "api://rooms";
  EXPECT_EQ(outcome(pair, federation), "pft.audience_forwarder");
  pair.actor.claims["azp"] = kOtherForwarder;
  EXPECT_EQ(outcome(pair, federation), "good");
  pair.access.claims["aud"] = "api://Rooms";
  EXPECT_EQ(outcome(pair, federation), "pft.access.audience");
  // What is good for the access token is not good for the actor token.
  pair.access.claims["aud"] = "api://rooms";
  pair.actor.claims["aud"] = "api://rooms";
  EXPECT_EQ(outcome(pair, federation), "pft.actor.audience");

  // Who is named for an audience has to be trusted to forward at all.
  federation.partners[0].organization_token->trusted_forwarders = {std::string(kForwarder)};
  pair.actor.claims["aud"] = kAudience;
  EXPECT_EQ(outcome(pair, federation), "pft.actor.forwarder");
}

TEST(PftRules, NoErrorTellsWhatACallerChose) {
  for (const std::string_view claim : {"aud", "iss", "tid", "azp", "sub", "idtyp", "ver"}) {
    for (TokenParts Pair::*token : {&Pair::access, &Pair::actor}) {
      Pair pair;
      (pair.*token).claims[claim] = "chosen-by-the-caller";
      const auto promise = judge(pair, pft_federation());
      ASSERT_FALSE(promise) << claim;
      EXPECT_EQ(promise.error().detail().find("chosen"), std::string::npos) << claim;
    }
  }
}

}  // namespace
}  // namespace fb::identity
