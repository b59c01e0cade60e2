// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Credentials that are each one change away from a good one, through everything that judges them:
// real signatures, keys fetched from scripted sites, a clock that stands still.
#include "gateway/identity/authenticator.hpp"

#include <boost/json/serialize.hpp>
#include <functional>

#include "protocols/wire/base64.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/token_changes.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using boost::json::array;
using model::CallerKind;
using model::ErrorKind;
using std::chrono::seconds;

std::string basic(std::string_view name, std::string_view password) {
  const std::string plain = std::string(name) + ":" + std::string(password);
  return "Basic " +
         wire::base64({reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()});
}

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() {
    publish(commercial_login(), commercial_issuer(), test::RsaKey::shared("one"));
    publish(china_login(), china_issuer(), test::RsaKey::shared("china"));
  }

  // Every authority calls its key "key-1", so that only the right key of the right one verifies.
  void publish(const std::string& login, const std::string& issuer, const test::RsaKey& key) {
    boost::json::object jwk = key.jwk("key-1");
    const std::string host = login.substr(0, login.rfind('/'));
    jwk["issuer"] = host + "/{tenantid}/v2.0";
    sites_.answer(issuer + "/.well-known/openid-configuration", 200,
                  R"({"issuer":")" + issuer + R"(","jwks_uri":")" + login + "/keys\"}");
    sites_.answer(login + "/keys", 200, test::key_set({jwk}));
  }

  model::Result<model::AuthenticatedCaller> authenticate(std::string authorization) {
    Credential credential{std::move(authorization), "192.0.2.1", std::nullopt};
    const Authentication outcome = test::run_coro(
        io_, authenticator_->authenticate(std::move(credential), snapshot_, sites_,
                                          async::Deadline::after(clock_, seconds(25))));
    return outcome.caller;
  }
  std::string rule(std::string authorization) {
    const auto caller = authenticate(std::move(authorization));
    return caller ? "in" : caller.error().rule();
  }
  static std::string bearer(const TokenParts& parts, std::string_view key,
                            std::string_view algorithm = "RS256") {
    return "Bearer " +
           test::compact_token(parts.header, parts.claims, test::RsaKey::shared(key), algorithm);
  }

  test::ManualClock clock_;
  const model::UtcTime now_ = clock_.utc_now();
  asio::io_context io_;
  test::ScriptedSites sites_;
  async::OffloadPool pool_{1, 8};
  config::AuthenticationSettings settings_;
  std::unique_ptr<SigningKeys> keys_ = make_signing_keys(clock_);
  std::unique_ptr<Authenticator> authenticator_ =
      make_authenticator(settings_, {pool_, *keys_, clock_});
  std::shared_ptr<const config::Snapshot> snapshot_ = identity_snapshot();
};

TEST_F(AuthenticatorTest, GoodCredentials) {
  const auto user = authenticate(bearer(user_token(now_), "one"));
  ASSERT_TRUE(user.has_value()) << user.error().detail();
  EXPECT_EQ((*user)->kind, CallerKind::home_user);
  const auto script = authenticate(bearer(application_token(now_), "one"));
  ASSERT_TRUE(script.has_value()) << script.error().detail();
  EXPECT_EQ((*script)->kind, CallerKind::home_script);
  const auto partner = authenticate(bearer(partner_token(now_), "china"));
  ASSERT_TRUE(partner.has_value()) << partner.error().detail();
  EXPECT_EQ((*partner)->kind, CallerKind::partner_organization);
  EXPECT_EQ((*partner)->tenant, test::contoso_china());
  const auto account = authenticate(basic("exchange", kPassword));
  ASSERT_TRUE(account.has_value()) << account.error().detail();
  EXPECT_EQ((*account)->kind, CallerKind::home_server);

  TokenParts pss = user_token(now_);
  pss.header["alg"] = "PS256";
  EXPECT_EQ(rule(bearer(pss, "one", "PS256")), "in");
}

TEST_F(AuthenticatorTest, SchemesInAnyCaseAndWithMoreSpace) {
  const std::string token = bearer(user_token(now_), "one").substr(7);
  for (const std::string_view before : {"Bearer ", "bearer ", "BEARER   ", "  Bearer "}) {
    EXPECT_EQ(rule(std::string(before) + token + " "), "in") << before;
  }
  EXPECT_EQ(rule("basic " + basic("grace", kGracePassword).substr(6)), "in");
}

std::vector<TokenChange> changes_that_need_a_key() {
  return {
      {"alg of another padding", header("alg", "PS256"), "signature"},
      {"kid unknown", header("kid", "key-2"), "unknown_key"},
      {"kid as a path", header("kid", "../../../etc/passwd"), "unknown_key"},
      {"kid as a URL", header("kid", "https://keys.example/key-1"), "unknown_key"},
      {"kid with a zero byte", header("kid", boost::json::string("key-1\0", 6)), "unknown_key"},
  };
}

TEST_F(AuthenticatorTest, AnyTokenOneChangeAwayFromAGoodOne) {
  std::vector<TokenChange> changes = changes_of_any_token();
  for (TokenChange& change : changes_that_need_a_key()) changes.push_back(std::move(change));
  changes.push_back({"a nonce in the header", header("nonce", "abc"), "nonce"});
  for (const TokenChange& change : changes) {
    SCOPED_TRACE(change.name);
    TokenParts user = user_token(now_);
    TokenParts application = application_token(now_);
    TokenParts partner = partner_token(now_);
    change.apply(user);
    change.apply(application);
    change.apply(partner);
    const std::string expected = "bearer." + std::string(change.check);
    EXPECT_EQ(rule(bearer(user, "one")), expected);
    EXPECT_EQ(rule(bearer(application, "one")), expected);
    EXPECT_EQ(rule(bearer(partner, "china")), expected);
  }
}

TEST_F(AuthenticatorTest, AUsersTokenOneChangeAwayFromAGoodOne) {
  for (const TokenChange& change : std::vector<TokenChange>{
           {"no user claim", [](TokenParts& t) { t.claims.erase("upn"); }, "user"},
           {"user claim no address", [](TokenParts& t) { t.claims["upn"] = "grace"; }, "user"},
           {"user claim a list",
            [](TokenParts& t) { t.claims["upn"] = array{"grace@contoso.example"}; }, "user"},
           {"a quoted address",
            [](TokenParts& t) { t.claims["upn"] = "\"grace\"@contoso.example"; }, "user"},
           {"a foreign domain",
            [](TokenParts& t) { t.claims["upn"] = "carol@fabrikam-gov.example"; }, "user_domain"},
           {"a subdomain", [](TokenParts& t) { t.claims["upn"] = "grace@mail.contoso.example"; },
            "user_domain"},
           {"a guest by name",
            [](TokenParts& t) {
              t.claims["upn"] = "carol_fabrikam-gov.example#EXT#@contoso.example";
            },
            "guest"},
           {"a guest by account type", [](TokenParts& t) { t.claims["acct"] = 1; }, "guest"},
           {"scopes empty", [](TokenParts& t) { t.claims["scp"] = ""; }, "kind"},
           {"no scopes", [](TokenParts& t) { t.claims.erase("scp"); }, "kind"},
           {"of an application with scopes", [](TokenParts& t) { t.claims["idtyp"] = "app"; },
            "scopes"},
           {"of a device", [](TokenParts& t) { t.claims["idtyp"] = "device"; }, "kind"},
           {"roles instead of scopes",
            [](TokenParts& t) {
              t.claims.erase("scp");
              t.claims["roles"] = array{"FreeBusy.Ask"};
            },
            "subject"},
       }) {
    TokenParts parts = user_token(now_);
    change.apply(parts);
    EXPECT_EQ(rule(bearer(parts, "one")), "bearer." + std::string(change.check)) << change.name;
  }
}

TEST_F(AuthenticatorTest, AnApplicationsTokenOneChangeAwayFromAGoodOne) {
  for (const TokenChange& change : std::vector<TokenChange>{
           {"no client", [](TokenParts& t) { t.claims.erase("azp"); }, "client"},
           {"two clients", [](TokenParts& t) { t.claims["appid"] = kServerClient; }, "client"},
           {"a client that may not call",
            [](TokenParts& t) { t.claims["azp"] = "dddddddd-0000-4000-8000-000000000004"; },
            "application"},
           {"scopes", [](TokenParts& t) { t.claims["scp"] = "FreeBusy.Ask"; }, "scopes"},
           {"scopes empty", [](TokenParts& t) { t.claims["scp"] = ""; }, "scopes"},
           {"another subject", [](TokenParts& t) { t.claims["sub"] = "pairwise"; }, "subject"},
           {"of a person", [](TokenParts& t) { t.claims["idtyp"] = "user"; }, "identity_type"},
           {"identity type no text", [](TokenParts& t) { t.claims["idtyp"] = true; },
            "identity_type"},
           {"neither type nor roles",
            [](TokenParts& t) {
              t.claims.erase("idtyp");
              t.claims.erase("roles");
            },
            "kind"},
       }) {
    TokenParts parts = application_token(now_);
    change.apply(parts);
    EXPECT_EQ(rule(bearer(parts, "one")), "bearer." + std::string(change.check)) << change.name;
  }
}

TEST_F(AuthenticatorTest, APartnersTokenOneChangeAwayFromAGoodOne) {
  std::vector<TokenChange> changes = changes_of_organization_tokens();
  changes.push_back(
      {"another client", claim("azp", boost::json::string(kScriptClient)), "application"});
  changes.push_back({"no roles", without("roles"), "role"});
  changes.push_back({"other roles", claim("roles", array{"FreeBusy.Read.All"}), "role"});
  changes.push_back({"the role in capitals", claim("roles", array{"FREEBUSY.READ"}), "role"});
  for (const TokenChange& change : changes) {
    TokenParts parts = partner_token(now_);
    change.apply(parts);
    EXPECT_EQ(rule(bearer(parts, "china")), "bearer." + std::string(change.check)) << change.name;
  }
}

// What a verifier must never take a key from.
TokenParts with_own_key(TokenParts parts) {
  parts.header["jwk"] = test::RsaKey::shared("two").jwk("key-1");
  parts.header["jku"] = "https://keys.example/keys";
  return parts;
}

TEST_F(AuthenticatorTest, SignaturesOneChangeAwayFromAGoodOne) {
  const TokenParts parts = user_token(now_);
  const std::string good = bearer(parts, "one");
  const std::string input = good.substr(7, good.rfind('.') - 7);
  const std::string hmac_header =
      wire::base64url(std::string_view(R"({"alg":"HS256","kid":"key-1","typ":"JWT"})"));
  const std::string hmac_input = hmac_header + input.substr(input.find('.'));
  const std::string claims = boost::json::serialize(parts.claims);
  const std::string header = boost::json::serialize(parts.header);
  std::string flipped = good;
  flipped[flipped.size() - 20] = flipped[flipped.size() - 20] == 'A' ? 'B' : 'A';
  const auto with_claims = [&](std::string text) {
    return "Bearer " + test::compact_token(header, text, test::RsaKey::shared("one"), "RS256");
  };
  struct Row {
    std::string_view name;
    std::string authorization;
    std::string_view rule;
  };
  for (const Row& row : {
           Row{"the good one", good, "in"},
           Row{"another key of the same name", bearer(parts, "china"), "bearer.signature"},
           Row{"a key that nobody published", bearer(parts, "two"), "bearer.signature"},
           Row{"a flipped bit", flipped, "bearer.signature"},
           Row{"a cut signature", good.substr(0, good.size() - 2), "bearer.signature"},
           Row{"no signature", "Bearer " + input + ".", "bearer.signature"},
           Row{"signed as PS256", bearer(parts, "one", "PS256"), "bearer.signature"},
           Row{"signed with SHA-512", bearer(parts, "one", "RS512"), "bearer.signature"},
           Row{"an HMAC under the public key",
               "Bearer " + hmac_input + "." +
                   wire::base64url(
                       test::hmac_sha256(test::RsaKey::shared("one").public_pem(), hmac_input)),
               "bearer.algorithm"},
           Row{"claims of another token",
               "Bearer " + wire::base64url(header) + "." +
                   wire::base64url(boost::json::serialize(application_token(now_).claims)) +
                   good.substr(good.rfind('.')),
               "bearer.signature"},
           Row{"a claim said twice",
               with_claims(claims.substr(0, claims.size() - 1) + R"(,"tid":")" +
                           std::string(test::kStrangerId) + "\"}"),
               "bearer.malformed"},
           Row{"a claim said twice, once with escapes",
               with_claims(claims.substr(0, claims.size() - 1) + R"(,"\u0074id":")" +
                           std::string(test::kStrangerId) + "\"}"),
               "bearer.malformed"},
           Row{"a header field said twice",
               "Bearer " +
                   test::compact_token(header.substr(0, header.size() - 1) + R"(,"alg":"none"})",
                                       claims, test::RsaKey::shared("one"), "RS256"),
               "bearer.malformed"},
           Row{"a key of its own in the header", bearer(with_own_key(parts), "two"),
               "bearer.signature"},
           Row{"claims that are no object", with_claims("[]"), "bearer.malformed"},
           Row{"claims with a tail", with_claims(claims + "{}"), "bearer.malformed"},
           Row{"two parts", "Bearer " + input, "bearer.malformed"},
           Row{"four parts", good + ".AAAA", "bearer.malformed"},
           Row{"padding", good + "=", "bearer.malformed"},
           Row{"a line break", good + "\nX: y", "bearer.malformed"},
           Row{"a protected token's header", "Bearer Bearer " + good.substr(7), "bearer.malformed"},
           Row{"nothing", "Bearer ", "bearer.empty"},
           Row{"nothing at all", "Bearer", "bearer.empty"},
       }) {
    EXPECT_EQ(rule(row.authorization), row.rule) << row.name;
  }
}

TEST_F(AuthenticatorTest, OtherCredentials) {
  struct Row {
    std::string authorization;
    std::string_view rule;
  };
  const std::string token = bearer(user_token(now_), "one").substr(7);
  for (const Row& row : {
           Row{"", "credential.missing"},
           Row{"   ", "credential.missing"},
           Row{token, "credential.scheme"},
           Row{"Negotiate YII", "credential.scheme"},
           Row{"NTLM TlRM", "credential.scheme"},
           Row{"MSAuth1.0 actortoken=\"Bearer " + token + "\", type=\"PFAT\"",
               "pft.missing_parameter"},
           Row{"MSAuth2.0 actortoken=\"Bearer " + token + "\", type=\"PFAT\"", "credential.scheme"},
           Row{"Basic", "basic.malformed"},
           Row{"Basic =", "basic.malformed"},
           Row{basic("grace", "wrong"), "basic.password"},
           Row{basic("grace@contoso.example", kPassword), "basic.password"},
           Row{basic("nobody", kPassword), "basic.password"},
           Row{basic("exchange", kGracePassword), "basic.password"},
       }) {
    const auto caller = authenticate(row.authorization);
    ASSERT_FALSE(caller.has_value()) << row.authorization;
    EXPECT_EQ(caller.error().rule(), row.rule) << row.authorization;
    EXPECT_EQ(caller.error().kind(), ErrorKind::unauthenticated) << row.authorization;
  }
}

TEST_F(AuthenticatorTest, NoErrorTellsTheCredential) {
  TokenParts parts = user_token(now_);
  parts.claims["aud"] = "api://elsewhere";
  const std::string bad_token = bearer(parts, "one");
  const std::string bad_signature = bearer(user_token(now_), "two");
  for (const std::string& authorization :
       {bad_token, bad_signature, basic("grace", "topsecret"), std::string("Basic topsecret"),
        std::string("Bearer topsecret"), std::string("Topsecret topsecret")}) {
    const auto caller = authenticate(authorization);
    ASSERT_FALSE(caller.has_value());
    const std::string words =
        caller.error().detail() + caller.error().rule() + caller.error().peer_text();
    EXPECT_FALSE(words.empty());
    EXPECT_EQ(words.find("opsecret"), std::string::npos) << words;
    EXPECT_EQ(words.find("elsewhere"), std::string::npos) << words;
    EXPECT_EQ(words.find(authorization.substr(7, 20)), std::string::npos) << words;
  }
}

TEST_F(AuthenticatorTest, WhatIsSwitchedOffIsNeitherOfferedNorTaken) {
  EXPECT_EQ(authenticator_->challenges(*snapshot_),
            (std::vector<std::string>{"Bearer", R"(Basic realm="freebusy", charset="UTF-8")"}));
  settings_.basic = false;
  authenticator_ = make_authenticator(settings_, {pool_, *keys_, clock_});
  EXPECT_EQ(authenticator_->challenges(*snapshot_), std::vector<std::string>{"Bearer"});
  EXPECT_EQ(rule(basic("exchange", kPassword)), "credential.scheme");
  EXPECT_EQ(rule(bearer(user_token(now_), "one")), "in");
  settings_.basic = true;
  settings_.bearer = false;
  authenticator_ = make_authenticator(settings_, {pool_, *keys_, clock_});
  EXPECT_EQ(authenticator_->challenges(*snapshot_),
            std::vector<std::string>{R"(Basic realm="freebusy", charset="UTF-8")"});
  EXPECT_EQ(rule(basic("exchange", kPassword)), "in");
  EXPECT_EQ(rule(bearer(user_token(now_), "one")), "credential.scheme");
}

TEST_F(AuthenticatorTest, AKeyOfAnotherIssuerDoesNotSign) {
  // The authority publishes, among its own, a key that it says belongs to somebody else.
  boost::json::object jwk = test::RsaKey::shared("one").jwk("key-9");
  jwk["issuer"] = "https://login.microsoftonline.us/{tenantid}/v2.0";
  sites_.forget(commercial_login() + "/keys");
  sites_.answer(commercial_login() + "/keys", 200, test::key_set({jwk}));
  TokenParts parts = user_token(now_);
  parts.header["kid"] = "key-9";
  EXPECT_EQ(rule(bearer(parts, "one")), "bearer.key_issuer");
}

}  // namespace
}  // namespace fb::identity
