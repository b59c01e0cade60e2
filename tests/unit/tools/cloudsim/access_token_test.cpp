// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/access_token.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <functional>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

using test::AccessToken;
using test::keys;
using test::now;
using test::seconds;

class AccessTokens : public testing::Test {
 protected:
  model::Result<AcceptedToken> accept(const std::string& token) const {
    return accept_app_token(token, world_.clouds_with_graph(test::kPublicGraph),
                            "https://graph.microsoft.com", ring_, now());
  }
  TenantInCloud contoso() const { return *world_.tenant_named("contoso"); }

  World world_ = test::small_world();
  KeyRing ring_{world_};
};

TEST_F(AccessTokens, AcceptsAGoodOne) {
  const auto token = accept(AccessToken().signed_by(keys().public_current));
  ASSERT_TRUE(token) << token.error().detail();
  EXPECT_EQ(token->at.tenant->name, "contoso");
  EXPECT_EQ(token->client_id, test::kClientId);
  EXPECT_EQ(token->roles, std::vector<std::string>{"Calendars.ReadBasic.All"});
}

TEST_F(AccessTokens, KnowsTheTenantsOfEveryCloudThatSharesTheHost) {
  AccessToken token;
  token.claims["tid"] = test::kAgencyId;
  token.claims["iss"] =
      "https://login.microsoftonline.com/" + std::string(test::kAgencyId) + "/v2.0";
  const auto accepted = accept(token.signed_by(keys().public_current));
  ASSERT_TRUE(accepted) << accepted.error().detail();
  EXPECT_EQ(accepted->at.cloud->name, "gcc");
}

struct ChangedRow {
  const char* why;  // what the refusal says
  std::function<void(AccessToken&)> change;
};

class ChangedToken : public AccessTokens, public testing::WithParamInterface<ChangedRow> {};

TEST_P(ChangedToken, IsRefused) {
  AccessToken token;
  GetParam().change(token);
  const auto accepted = accept(token.signed_by(keys().public_current));
  ASSERT_FALSE(accepted) << GetParam().why;
  EXPECT_EQ(accepted.error().kind(), model::ErrorKind::unauthenticated);
  EXPECT_EQ(accepted.error().detail(), GetParam().why);
}

const std::int64_t kNow = seconds(now());
constexpr const char* kNoApplication = "the token speaks for no application";
constexpr const char* kUnknownTenant = "the tenant is not known in this cloud";

const ChangedRow kRows[] = {
    ChangedRow{"alg is not RS256", [](AccessToken& t) { t.header["alg"] = "none"; }},
    ChangedRow{"alg is not RS256", [](AccessToken& t) { t.header["alg"] = "HS256"; }},
    ChangedRow{"the signing key is not known", [](AccessToken& t) { t.header["kid"] = "other"; }},
    ChangedRow{"the signing key is not known", [](AccessToken& t) { t.header.erase("kid"); }},
    ChangedRow{
        "the signature is wrong",
        [](AccessToken& t) { t.header["kid"] = test::signing_key(keys().public_next).kid(); }},
    ChangedRow{"tid is no tenant id", [](AccessToken& t) { t.claims.erase("tid"); }},
    ChangedRow{kUnknownTenant, [](AccessToken& t) { t.claims["tid"] = test::kChinaId; }},
    ChangedRow{"the issuer is wrong", [](AccessToken& t) { t.claims["tid"] = test::kAgencyId; }},
    ChangedRow{"the issuer is wrong",
               [](AccessToken& t) {
                 t.claims["iss"] = "https://sts.windows.net/" + std::string(test::kContosoId) + "/";
               }},
    ChangedRow{"the audience is wrong",
               [](AccessToken& t) { t.claims["aud"] = "https://graph.microsoft.us"; }},
    ChangedRow{"the audience is wrong",
               [](AccessToken& t) { t.claims["aud"] = "https://graph.microsoft.com/"; }},
    ChangedRow{"a time is missing", [](AccessToken& t) { t.claims.erase("exp"); }},
    ChangedRow{"a time is missing", [](AccessToken& t) { t.claims.erase("nbf"); }},
    ChangedRow{"the token is expired", [](AccessToken& t) { t.claims["exp"] = kNow - 300; }},
    ChangedRow{"the token is not valid yet", [](AccessToken& t) { t.claims["nbf"] = kNow + 301; }},
    ChangedRow{"the version is wrong", [](AccessToken& t) { t.claims["ver"] = "1.0"; }},
    ChangedRow{"the token speaks for a person",
               [](AccessToken& t) { t.claims["scp"] = "Calendars.Read"; }},
    ChangedRow{kNoApplication, [](AccessToken& t) { t.claims.erase("idtyp"); }},
    ChangedRow{kNoApplication, [](AccessToken& t) { t.claims["sub"] = "someone"; }}};

INSTANTIATE_TEST_SUITE_P(OneChangeEach, ChangedToken, testing::ValuesIn(kRows));

TEST_F(AccessTokens, RefusesTheKeyOfAnotherAuthority) {
  AccessToken token;
  token.header["kid"] = test::signing_key(keys().china).kid();
  const auto accepted = accept(token.signed_by(keys().china));
  ASSERT_FALSE(accepted);
  EXPECT_EQ(accepted.error().detail(), "the signing key is not known");
  EXPECT_FALSE(accept(AccessToken().signed_by(keys().china)));
}

TEST_F(AccessTokens, HoldsAtTheEdgesOfTime) {
  AccessToken token;
  token.claims["nbf"] = kNow + 300;
  EXPECT_TRUE(accept(token.signed_by(keys().public_current)));
  token.claims["nbf"] = kNow - 4000;
  token.claims["exp"] = kNow - 299;
  EXPECT_TRUE(accept(token.signed_by(keys().public_current)));
}

TEST_F(AccessTokens, FollowsWhatIsPublished) {
  ASSERT_TRUE(ring_.roll_over(test::kPublicLogin, 1, {1}));
  EXPECT_FALSE(accept(AccessToken().signed_by(keys().public_current)));
  AccessToken token;
  token.header["kid"] = test::signing_key(keys().public_next).kid();
  EXPECT_TRUE(accept(token.signed_by(keys().public_next)));
}

TEST_F(AccessTokens, IssuesForAnApplicationWhatAResourceOfTheCloudAccepts) {
  const Application* application = contoso().tenant->application(test::kClientId);
  const std::string text =
      issue_app_token(contoso(), *application, {"https://graph.microsoft.com"}, {"Calendars.Read"},
                      ring_.signing(test::kPublicLogin), now(), kAccessTokenLifetime);
  const auto accepted = accept(text);
  ASSERT_TRUE(accepted) << accepted.error().detail();
  EXPECT_EQ(accepted->roles, std::vector<std::string>{"Calendars.Read"});

  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("azpacr"), "2");
  EXPECT_EQ(token->text("oid"), token->text("sub"));
  EXPECT_EQ(token->time("exp"), now() + kAccessTokenLifetime);
  EXPECT_EQ(token->time("nbf"), now() - kBackdated);
}

TEST_F(AccessTokens, TheOlderVersionHasTheOlderIssuerAndClaims) {
  const Application* application = contoso().tenant->application(test::kClientId);
  const TokenShape older{"api://" + std::string(test::kResourceId), 1, false};
  const std::string text =
      issue_app_token(contoso(), *application, older, {"FreeBusy.Read"},
                      ring_.signing(test::kPublicLogin), now(), kAccessTokenLifetime);
  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("ver"), "1.0");
  EXPECT_EQ(token->text("iss"), "https://sts.windows.net/" + std::string(test::kContosoId) + "/");
  EXPECT_EQ(token->text("aud"), "api://" + std::string(test::kResourceId));
  EXPECT_EQ(token->text("appid"), test::kClientId);
  EXPECT_EQ(token->text("appidacr"), "2");
  EXPECT_FALSE(token->claims.contains("azp"));
  EXPECT_FALSE(token->claims.contains("azpacr"));
  EXPECT_EQ(token->signature, keys().public_current.rs256(token->signed_text));
  EXPECT_FALSE(accept(text));  // Graph and Autodiscover take version 2.0 here
}

TEST_F(AccessTokens, LeavesRolesOutWhereNoneAreGranted) {
  const Application* application = contoso().tenant->application(test::kClientId);
  const auto text = issue_app_token(contoso(), *application, {"https://graph.microsoft.com"}, {},
                                    ring_.signing(test::kPublicLogin), now(), kAccessTokenLifetime);
  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token);
  EXPECT_FALSE(token->claims.contains("roles"));
}

TEST_F(AccessTokens, SpeaksForAPersonOrForAnApplicationNotForBoth) {
  const auto user = *model::SmtpAddress::parse("peggy@contoso.example");
  const auto text = issue_user_token(
      contoso(), user, test::kClientId, {std::string(test::kResourceId)}, "user_impersonation",
      ring_.signing(test::kPublicLogin), now(), kAccessTokenLifetime);
  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("upn"), "peggy@contoso.example");
  EXPECT_EQ(token->text("scp"), "user_impersonation");
  EXPECT_EQ(token->text("aud"), test::kResourceId);
  EXPECT_NE(token->text("oid"), token->text("sub"));
  EXPECT_FALSE(token->claims.contains("idtyp"));
  EXPECT_FALSE(token->claims.contains("roles"));
}

}  // namespace
}  // namespace fb::cloudsim
