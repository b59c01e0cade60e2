// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/token_rules.hpp"

#include <boost/json/serialize.hpp>
#include <functional>

#include "protocols/wire/base64.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using std::chrono::seconds;

const model::UtcTime kNow = std::chrono::sys_days{std::chrono::May / 6 / 2031};
constexpr seconds kSkew{300};

model::Result<TokenPromise> judge(const TokenParts& parts, const config::Snapshot& snapshot,
                                  model::UtcTime now = kNow) {
  const std::string text = wire::base64url(boost::json::serialize(parts.header)) + "." +
                           wire::base64url(boost::json::serialize(parts.claims)) + ".c2ln";
  const auto token = oauth::CompactToken::read(text);
  EXPECT_TRUE(token.has_value()) << text;
  return judge_token(*token, snapshot, now, kSkew);
}

model::Result<TokenPromise> judge(const TokenParts& parts, model::UtcTime now = kNow) {
  return judge(parts, *identity_snapshot(), now);
}

TEST(TokenRules, AHomeUser) {
  const auto promise = judge(user_token(kNow));
  ASSERT_TRUE(promise.has_value()) << promise.error().detail();
  EXPECT_EQ(promise->caller.kind, CallerKind::home_user);
  EXPECT_EQ(promise->caller.tenant, test::contoso());
  EXPECT_EQ(promise->caller.user, test::address("grace@contoso.example"));
  EXPECT_EQ(promise->caller.principal, "grace@contoso.example");
  EXPECT_EQ(promise->signer.kid, "key-1");
  EXPECT_EQ(promise->signer.algorithm, "RS256");
  EXPECT_EQ(promise->ends, kNow + seconds(3600));
  EXPECT_EQ(promise->signer.keys.metadata_url,
            "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0/"
            ".well-known/openid-configuration");
  EXPECT_EQ(promise->signer.keys.keys_file, "");
  EXPECT_EQ(promise->signer.tenant, test::contoso().id);
  EXPECT_EQ(promise->signer.login_host, "login.microsoftonline.com");
  EXPECT_EQ(
      promise->signer.keys.issuers,
      (std::vector<std::string>{commercial_issuer(),
                                "https://sts.windows.net/11111111-1111-4111-8111-111111111111/"}));
}

TEST(TokenRules, HomeApplications) {
  const auto script = judge(application_token(kNow));
  ASSERT_TRUE(script.has_value()) << script.error().detail();
  EXPECT_EQ(script->caller.kind, CallerKind::home_script);
  EXPECT_EQ(script->caller.user, std::nullopt);
  EXPECT_EQ(script->caller.principal, kScriptClient);

  TokenParts server = application_token(kNow);
  server.claims["azp"] = kServerClient;
  const auto promise = judge(server);
  ASSERT_TRUE(promise.has_value()) << promise.error().detail();
  EXPECT_EQ(promise->caller.kind, CallerKind::home_server);
}

TEST(TokenRules, APartnerOrganisation) {
  const auto promise = judge(partner_token(kNow));
  ASSERT_TRUE(promise.has_value()) << promise.error().detail();
  EXPECT_EQ(promise->caller.kind, CallerKind::partner_organization);
  EXPECT_EQ(promise->caller.tenant, test::contoso_china());
  EXPECT_EQ(promise->caller.user, std::nullopt);
  EXPECT_EQ(promise->caller.principal, kPartnerClient);
  EXPECT_TRUE(promise->signer.keys.metadata_url.starts_with(china_login()));
}

// A copy first: an insertion moves what `at` refers to.
void set_appid_to_azp(TokenParts& token) {
  const boost::json::value azp = token.claims.at("azp");
  token.claims["appid"] = azp;
}

TEST(TokenRules, FormsThatAreAsGood) {
  const std::vector<std::pair<std::string_view, std::function<void(TokenParts&)>>> changes = {
      {"version 1",
       [](TokenParts& t) {
         t.claims["iss"] = "https://sts.windows.net/11111111-1111-4111-8111-111111111111/";
         t.claims["ver"] = "1.0";
         set_appid_to_azp(t);
         t.claims.erase("azp");
       }},
      {"PS256", [](TokenParts& t) { t.header["alg"] = "PS256"; }},
      {"at+jwt", [](TokenParts& t) { t.header["typ"] = "at+jwt"; }},
      {"no type", [](TokenParts& t) { t.header.erase("typ"); }},
      {"no nbf", [](TokenParts& t) { t.claims.erase("nbf"); }},
      {"no iat", [](TokenParts& t) { t.claims.erase("iat"); }},
      {"no start at all",
       [](TokenParts& t) {
         t.claims.erase("iat");
         t.claims.erase("nbf");
       }},
      {"no ver", [](TokenParts& t) { t.claims.erase("ver"); }},
      {"times as digits",
       [](TokenParts& t) { t.claims["exp"] = std::to_string(t.claims.at("exp").as_int64()); }},
      {"audience in a list",
       [](TokenParts& t) {
         t.claims["aud"] = boost::json::array{"other", kAudience};
       }},
      {"the other audience",
       [](TokenParts& t) { t.claims["aud"] = "cccccccc-0000-4000-8000-000000000003"; }},
      {"both azp and appid", set_appid_to_azp},
  };
  for (const auto& [name, change] : changes) {
    for (TokenParts parts : {user_token(kNow), application_token(kNow)}) {
      change(parts);
      const auto promise = judge(parts);
      EXPECT_TRUE(promise.has_value()) << name << ": " << promise.error().detail();
    }
  }
}

TEST(TokenRules, ApplicationIdsInAnyCase) {
  TokenParts parts = application_token(kNow);
  parts.claims["azp"] = "BBBBBBBB-0000-4000-8000-000000000001";
  const auto promise = judge(parts);
  ASSERT_TRUE(promise.has_value());
  EXPECT_EQ(promise->caller.principal, kScriptClient);
}

TEST(TokenRules, AnApplicationWithoutIdentityTypeIsKnownByItsRoles) {
  TokenParts parts = application_token(kNow);
  parts.claims.erase("idtyp");
  EXPECT_TRUE(judge(parts).has_value());
  parts.claims["idtyp"] = "app";
  parts.claims.erase("roles");
  EXPECT_TRUE(judge(parts).has_value());
}

TEST(TokenRules, TimesHaveEdges) {
  TokenParts parts = user_token(kNow);
  parts.claims.erase("iat");
  const model::UtcTime ends = kNow + seconds(3600);
  EXPECT_TRUE(judge(parts, ends + kSkew - seconds(1)).has_value());
  EXPECT_FALSE(judge(parts, ends + kSkew).has_value());
  const model::UtcTime begins = kNow - seconds(300);
  EXPECT_TRUE(judge(parts, begins - kSkew).has_value());
  EXPECT_FALSE(judge(parts, begins - kSkew - seconds(1)).has_value());
}

TEST(TokenRules, TheLifeOfATokenHasAnEdge) {
  // Counted from whatever comes first: what the token says of its beginning, or now.
  const std::int64_t now = kNow.time_since_epoch().count();
  const std::int64_t life = seconds(kTokenLifetimeMax + kSkew).count();
  for (const auto& [claim, begun] : {std::pair<std::string_view, std::int64_t>{"nbf", now - 7200},
                                     {"iat", now - 7200},
                                     {"none", now}}) {
    TokenParts parts = partner_token(kNow);
    parts.claims.erase("nbf");
    parts.claims.erase("iat");
    if (claim != "none") parts.claims[claim] = begun;
    parts.claims["exp"] = begun + life;
    EXPECT_TRUE(judge(parts).has_value()) << claim;
    parts.claims["exp"] = begun + life + 1;
    const auto promise = judge(parts);
    ASSERT_FALSE(promise.has_value()) << claim;
    EXPECT_EQ(promise.error().rule(), "bearer.lifetime") << claim;
  }
}

TEST(TokenRules, TheTimeOfIssueHasAnEdge) {
  TokenParts parts = partner_token(kNow);
  parts.claims["iat"] = (kNow + kSkew).time_since_epoch().count();
  EXPECT_TRUE(judge(parts).has_value());
  parts.claims["iat"] = (kNow + kSkew).time_since_epoch().count() + 1;
  const auto promise = judge(parts);
  ASSERT_FALSE(promise.has_value());
  EXPECT_EQ(promise.error().rule(), "bearer.issued_in_future");
}

TEST(TokenRules, AnEndMustBeADateThatSomebodyMeant) {
  for (const boost::json::value& ends : std::vector<boost::json::value>{
           nullptr, true, "", "soon", "NaN", "1e9", -1, -0.5, 1e300, "7258118401", 7'258'118'401,
           18'446'744'073'709'551'615ULL, boost::json::array{1}}) {
    TokenParts parts = user_token(kNow);
    parts.claims["exp"] = ends;
    const auto promise = judge(parts);
    ASSERT_FALSE(promise.has_value()) << ends;
    EXPECT_EQ(promise.error().rule(), "bearer.expiry_missing") << ends;
  }
}

TEST(TokenRules, VersionAndIssuerAgree) {
  const std::string old = "https://sts.windows.net/" + std::string(test::kContosoId) + "/";
  struct Row {
    std::string issuer;
    boost::json::value version;
    bool good;
  };
  for (const Row& row :
       {Row{commercial_issuer(), "2.0", true}, Row{commercial_issuer(), "1.0", false},
        Row{commercial_issuer(), "", false}, Row{commercial_issuer(), 2, false},
        Row{commercial_issuer(), "2.0 ", false}, Row{old, "1.0", true}, Row{old, "2.0", false},
        Row{old, nullptr, false}}) {
    TokenParts parts = user_token(kNow);
    parts.claims["iss"] = row.issuer;
    parts.claims["ver"] = row.version;
    const auto promise = judge(parts);
    EXPECT_EQ(promise.has_value(), row.good) << row.issuer << ' ' << row.version;
    if (!row.good) {
      EXPECT_EQ(promise.error().rule(), "bearer.version");
    }
  }
}

TEST(TokenRules, EachVersionNamesTheApplicationInItsOwnClaim) {
  TokenParts parts = application_token(kNow);
  set_appid_to_azp(parts);
  parts.claims.erase("azp");
  EXPECT_EQ(judge(parts).error().rule(), "bearer.client");
  parts.claims["iss"] = "https://sts.windows.net/" + std::string(test::kContosoId) + "/";
  parts.claims["ver"] = "1.0";
  EXPECT_EQ(judge(parts)->caller.principal, kScriptClient);
  parts.claims["azp"] = kServerClient;
  EXPECT_EQ(judge(parts).error().rule(), "bearer.client");
  parts.claims.erase("appid");
  EXPECT_EQ(judge(parts).error().rule(), "bearer.client");
}

TEST(TokenRules, APublicClientIsNoApplication) {
  struct Row {
    std::string_view claim;
    boost::json::value proof;
    bool good;
  };
  for (const Row& row :
       {Row{"azpacr", "2", true}, Row{"azpacr", "1", true}, Row{"azpacr", "0", false},
        Row{"azpacr", "", false}, Row{"azpacr", 2, false}, Row{"appidacr", "0", false},
        Row{"appidacr", "1", true}}) {
    for (TokenParts parts : {application_token(kNow), partner_token(kNow)}) {
      parts.claims[row.claim] = row.proof;
      const auto promise = judge(parts);
      EXPECT_EQ(promise.has_value(), row.good) << row.claim << ' ' << row.proof;
      if (!row.good) {
        EXPECT_EQ(promise.error().rule(), "bearer.public_client");
      }
    }
  }
  TokenParts person = user_token(kNow);
  person.claims["azpacr"] = "0";
  EXPECT_TRUE(judge(person).has_value());
}

TEST(TokenRules, SubjectsOfPeopleAndOfApplications) {
  TokenParts person = user_token(kNow);
  person.claims["sub"] = person.claims.at("oid");
  EXPECT_EQ(judge(person).error().rule(), "bearer.subject");
  person.claims.erase("oid");
  EXPECT_TRUE(judge(person).has_value());
  TokenParts application = application_token(kNow);
  application.claims["oid"] = 1;
  application.claims["sub"] = 1;
  EXPECT_EQ(judge(application).error().rule(), "bearer.subject");
  application.claims.erase("oid");
  EXPECT_TRUE(judge(application).has_value());
}

TEST(TokenRules, ATenantThatIsBothIsAHomeTenant) {
  // Contoso China answers here, so its own tokens prove its people, never the partner.
  config::Federation federation = identity_federation();
  config::Tenant china = test::contoso_china_tenant();
  china.bearer.audiences = {std::string(kAudience)};
  federation.tenants.push_back(china);
  const auto snapshot = test::snapshot_of(federation);
  const auto promise = judge(partner_token(kNow), *snapshot);
  ASSERT_FALSE(promise.has_value());
  EXPECT_EQ(promise.error().rule(), "bearer.application");
}

TEST(TokenRules, ATokenOfOneTenantProvesNoOther) {
  // Everything of the partner's token but who issued it.
  TokenParts parts = partner_token(kNow);
  parts.claims["iss"] = commercial_issuer();
  parts.claims["tid"] = test::kContosoId;
  const auto promise = judge(parts);
  ASSERT_FALSE(promise.has_value());
  EXPECT_EQ(promise.error().rule(), "bearer.application");
}

TEST(TokenRules, OneIdUnderAnotherAuthorityIsAnotherTenant) {
  for (const auto& [issuer, tid] : {std::pair{commercial_issuer(), test::kContosoId}}) {
    TokenParts parts = user_token(kNow);
    parts.claims["iss"] = "https://login.microsoftonline.us/" + std::string(tid) + "/v2.0";
    const auto promise = judge(parts);
    ASSERT_FALSE(promise.has_value()) << issuer;
    EXPECT_EQ(promise.error().rule(), "bearer.tenant_unknown");
  }
}

TEST(TokenRules, APartnerWithoutPinsProvesNothing) {
  config::Federation federation = identity_federation();
  federation.partners[0].organization_token.reset();
  const auto promise = judge(partner_token(kNow), *test::snapshot_of(federation));
  ASSERT_FALSE(promise.has_value());
  EXPECT_EQ(promise.error().rule(), "bearer.partner_not_pinned");
}

TEST(TokenRules, AnEmptyPinMatchesNothing) {
  for (const auto& empty : std::vector<std::function<void(config::OrganizationTokenPins&)>>{
           [](auto& pins) { pins.audience.clear(); }, [](auto& pins) { pins.role.clear(); },
           [](auto& pins) { pins.client_ids.clear(); },
           [](auto& pins) { pins.client_ids = {""}; }}) {
    config::Federation federation = identity_federation();
    empty(*federation.partners[0].organization_token);
    TokenParts parts = partner_token(kNow);
    EXPECT_FALSE(judge(parts, *test::snapshot_of(federation)).has_value());
  }
}

TEST(TokenRules, PinnedKeyFilesComeFromTheRightEntry) {
  config::Federation federation = identity_federation();
  federation.tenants[0].bearer.keys_file = "/keys/home.json";
  federation.partners[0].organization_token->keys_file = "/keys/partner.json";
  const auto snapshot = test::snapshot_of(federation);
  EXPECT_EQ(judge(user_token(kNow), *snapshot)->signer.keys.keys_file, "/keys/home.json");
  EXPECT_EQ(judge(partner_token(kNow), *snapshot)->signer.keys.keys_file, "/keys/partner.json");
}

TEST(TokenRules, AnApplicationOfAKindThatCannotBeIsRefused) {
  config::Federation federation = identity_federation();
  for (const CallerKind kind :
       {CallerKind::home_user, CallerKind::partner_organization, CallerKind::partner_user}) {
    federation.tenants[0].bearer.applications[0].kind = kind;
    const auto promise = judge(application_token(kNow), *test::snapshot_of(federation));
    ASSERT_FALSE(promise.has_value());
    EXPECT_EQ(promise.error().rule(), "bearer.application");
  }
}

}  // namespace
}  // namespace fb::identity
