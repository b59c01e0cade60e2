// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_client.hpp"

#include "gateway/identity/s2s_token.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_http_client.hpp"
#include "tests/unit/gateway/identity/s2s_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;

constexpr std::string_view kUrl = "https://mail.contoso.example/EWS/Exchange.asmx";
constexpr std::string_view kOurApp = "bbbbbbbb-0000-4000-8000-00000000000a";
constexpr std::string_view kRealm = test::kContosoId;

std::string challenge(std::string_view realm = kRealm) {
  std::string text = "Bearer client_id=\"" + std::string(kExchangeApp) + "\"";
  if (!realm.empty()) text += ", realm=\"" + std::string(realm) + "\"";
  return text + ", trusted_issuers=\"" + at_realm(kOurApp, kRealm) + "\", " +
         "token_types=\"app_asserted_user_v1 service_asserted_app_v1\"";
}

// Gives what a test writes down, and counts.
class Authority final : public TokenBroker {
 public:
  asio::awaitable<model::Result<config::Secret>> token(TokenRequest request, net::HttpClient&,
                                                       async::Deadline) override {
    asked.push_back(std::move(request));
    if (failure) co_return *failure;
    co_return config::Secret(answer);
  }
  void forget(const TokenRequest&) override { ++forgotten; }

  std::string answer;
  std::optional<Error> failure;
  std::vector<TokenRequest> asked;
  int forgotten = 0;
};

class S2sClientTest : public testing::Test {
 protected:
  S2sClientTest() {
    const auto now = clock_.utc_now();
    pair_.certificate_file = folder_.write(
        "own.pem", key_.certificate_pem(now - std::chrono::hours(1), now + std::chrono::hours(99)));
    pair_.private_key_file = folder_.write("own.key", key_.private_pem());
    target_.url = kUrl;
    target_.application.client_id = kOurApp;
    target_.application.realm = kRealm;
    target_.application.key = pair_;
  }

  model::Result<config::Secret> authorization() {
    return test::run_coro(
        io_, client_.authorization(target_, http_, async::Deadline::after(clock_, seconds(20))));
  }
  // The token, or a failure of the test.
  S2sToken token() {
    const auto header = authorization();
    if (!header) {
      ADD_FAILURE() << header.error().detail();
      return {};
    }
    const std::string text(header->reveal());
    EXPECT_EQ(text.substr(0, 7), "Bearer ");
    auto read = S2sToken::read(std::string_view(text).substr(7));
    EXPECT_TRUE(read) << text;
    return read ? std::move(*read) : S2sToken{};
  }
  std::string rule() {
    const auto header = authorization();
    return header ? "in" : header.error().rule();
  }
  void challenged(std::string text = challenge()) {
    http_.then(401, "", {{"WWW-Authenticate", "Negotiate"}, {"www-authenticate", std::move(text)}});
  }
  std::string at(std::int64_t offset_s) const {
    return std::to_string(clock_.utc_now().time_since_epoch().count() + offset_s);
  }

  asio::io_context io_;  // outlives the pool, whose thread posts to it
  test::ManualClock clock_;
  test::ScriptedHttpClient http_;
  Authority authority_;
  async::OffloadPool pool_{1, 8};
  TemporaryDirectory folder_;
  const test::RsaKey& key_ = test::RsaKey::shared("one");
  config::KeyPairFiles pair_;
  S2sTarget target_;
  S2sClient client_{authority_, pool_, clock_};
};

TEST_F(S2sClientTest, AsksForTheChallengeAndSignsForIt) {
  challenged();
  const S2sToken shown = token();
  ASSERT_EQ(http_.sent.size(), 1u);
  EXPECT_EQ(http_.sent[0].url, kUrl);
  EXPECT_EQ(test::header_of(http_.sent[0], "Authorization"), "Bearer");
  EXPECT_EQ(http_.sent[0].body, "");

  EXPECT_FALSE(shown.outer);
  const oauth::CompactToken& actor = shown.actor;
  EXPECT_EQ(header_text(actor, "alg"), "RS256");
  EXPECT_EQ(header_text(actor, "typ"), "JWT");
  std::string pem;
  std::getline(std::ifstream(pair_.certificate_file), pem, '\0');
  EXPECT_EQ(header_text(actor, "x5t"), test::certificate_thumbprint(pem, "SHA1"));
  EXPECT_EQ(actor.text("aud"),
            std::string(kExchangeApp) + "/mail.contoso.example@" + std::string(kRealm));
  EXPECT_EQ(actor.text("iss"), at_realm(kOurApp, kRealm));
  EXPECT_EQ(actor.text("nameid"), at_realm(kOurApp, kRealm));
  EXPECT_EQ(actor.text("trustedfordelegation"), "true");
  EXPECT_EQ(actor.text("nbf"), at(0));
  EXPECT_EQ(actor.text("exp"), at(3600));
  EXPECT_TRUE(key_.verify("RS256", oauth::CompactToken::read(shown.actor_text)->signing_input,
                          actor.signature));
}

TEST_F(S2sClientTest, SpeaksForAPersonInAnOuterToken) {
  target_.application.user = test::address("svc@contoso.example");
  challenged();
  const S2sToken shown = token();
  ASSERT_TRUE(shown.outer);
  const oauth::CompactToken& outer = *shown.outer;
  EXPECT_EQ(header_text(outer, "alg"), "none");
  EXPECT_EQ(outer.signature, "");
  EXPECT_EQ(outer.text("iss"), shown.actor.text("nameid"));
  EXPECT_EQ(outer.text("aud"), shown.actor.text("aud"));
  EXPECT_EQ(outer.text("smtp"), "svc@contoso.example");
  EXPECT_EQ(outer.text("nii"), "urn:federation:MicrosoftOnline");
  EXPECT_EQ(outer.text("nbf"), at(0));
  EXPECT_EQ(outer.text("exp"), at(3600));
}

TEST_F(S2sClientTest, WithoutARealmInTheChallengeOursCounts) {
  challenged(challenge(""));
  EXPECT_EQ(s2s_audience(token().actor.text("aud"))->realm, kRealm);
}

TEST_F(S2sClientTest, TheServersRealmGoesIntoTheAudienceAlone) {
  challenged(challenge("other.example"));
  const S2sToken shown = token();
  EXPECT_EQ(s2s_audience(shown.actor.text("aud"))->realm, "other.example");
  EXPECT_EQ(shown.actor.text("iss"), at_realm(kOurApp, kRealm));
}

TEST_F(S2sClientTest, KeepsTheTokenAndTheChallenge) {
  challenged();
  const std::string first = token().actor_text;
  EXPECT_EQ(token().actor_text, first);
  // Half an hour before the challenge ends the token has been renewed without a new challenge.
  clock_.advance(std::chrono::minutes(56));
  EXPECT_NE(token().actor_text, first);
  EXPECT_EQ(http_.sent.size(), 1u);
  clock_.advance(std::chrono::minutes(56));
  challenged();
  token();
  EXPECT_EQ(http_.sent.size(), 2u);
}

TEST_F(S2sClientTest, ForgetsBothWhenToldTo) {
  challenged();
  const std::string first = token().actor_text;
  clock_.advance(seconds(1));
  client_.forget(target_);
  challenged(challenge("other.example"));
  EXPECT_EQ(s2s_audience(token().actor.text("aud"))->realm, "other.example");
  EXPECT_EQ(authority_.forgotten, 0);
}

TEST_F(S2sClientTest, TheAuthorityMaySignInstead) {
  const std::int64_t now = clock_.utc_now().time_since_epoch().count();
  const std::string audience = std::string(kExchangeApp) + "/mail.contoso.example@elsewhere";
  authority_.answer = test::compact_token({{"alg", "RS256"}},
                                          {{"iss", at_realm(kIssuerApp, kRealm)},
                                           {"nameid", "own@realm"},
                                           {"aud", audience},
                                           {"exp", now + 1200}},
                                          key_, "RS256");
  target_.application.scope = "https://mail.contoso.example/.default";
  target_.application.user = test::address("svc@contoso.example");
  target_.actor =
      TokenRequest{"login.microsoftonline.com", test::contoso().id, {}, target_.application.scope};
  challenged();
  const S2sToken shown = token();
  ASSERT_EQ(authority_.asked.size(), 1u);
  EXPECT_EQ(authority_.asked[0].scope, "https://mail.contoso.example/.default");
  EXPECT_EQ(shown.actor_text, authority_.answer);
  ASSERT_TRUE(shown.outer);
  // The outer token follows the actor token that there is.
  EXPECT_EQ(shown.outer->text("iss"), "own@realm");
  EXPECT_EQ(shown.outer->text("aud"), audience);
  EXPECT_EQ(shown.outer->text("exp"), at(1200));
  client_.forget(target_);
  EXPECT_EQ(authority_.forgotten, 1);
}

TEST_F(S2sClientTest, AnAuthorityThatRefusesIsTheReason) {
  authority_.failure = Error::of(ErrorKind::token_unavailable, "no", "token.refused");
  target_.actor = TokenRequest{"login.microsoftonline.com", test::contoso().id, {}, "s"};
  challenged();
  EXPECT_EQ(rule(), "token.refused");
}

TEST_F(S2sClientTest, WhatIsNoChallengeGetsNoToken) {
  struct Row {
    const char* name;
    unsigned status;
    std::vector<net::HttpHeader> headers;
    const char* rule;
  };
  for (const Row& row : {
           Row{"let in", 200, {}, "s2s.no_challenge"},
           Row{"redirect", 302, {{"Location", "https://elsewhere.example/"}}, "s2s.no_challenge"},
           Row{"nothing offered", 401, {}, "s2s.no_challenge"},
           Row{"other schemes",
               401,
               {{"WWW-Authenticate", "Basic realm=\"x\", NTLM"}},
               "s2s.no_challenge"},
           Row{"nobody named",
               401,
               {{"WWW-Authenticate", "Bearer realm=\"x\""}},
               "s2s.no_challenge"},
           Row{"a client id that makes another audience",
               401,
               {{"WWW-Authenticate", "Bearer client_id=\"a/b@c\""}},
               "s2s.realm"},
           Row{"a realm that makes another audience",
               401,
               {{"WWW-Authenticate", "Bearer client_id=\"a\", realm=\"b@c\""}},
               "s2s.realm"},
       }) {
    http_.then(row.status, "", row.headers);
    const auto header = authorization();
    ASSERT_FALSE(header) << row.name;
    EXPECT_EQ(header.error().kind(), ErrorKind::token_unavailable) << row.name;
    EXPECT_EQ(header.error().rule(), row.rule) << row.name;
    clock_.advance(seconds(31));
    client_.forget(target_);
  }
}

TEST_F(S2sClientTest, AServerThatIsDownIsAskedAgainSoon) {
  http_.then(Error::of(ErrorKind::peer_unreachable, "no connection"));
  EXPECT_EQ(rule(), "token.unreachable");
  EXPECT_EQ(rule(), "token.unreachable");
  EXPECT_EQ(http_.sent.size(), 1u);
  clock_.advance(seconds(5));
  challenged();
  EXPECT_EQ(rule(), "in");
}

TEST_F(S2sClientTest, AKeyThatCannotSignIsNamed) {
  target_.application.key.private_key_file = folder_.write("empty.key", "");
  challenged();
  const auto header = authorization();
  ASSERT_FALSE(header);
  EXPECT_EQ(header.error().rule(), "s2s.key");
  EXPECT_NE(header.error().detail().find("empty.key"), std::string::npos);
}

TEST_F(S2sClientTest, AUrlThatCannotBeAskedIsNotAsked) {
  target_.url = "http://mail.contoso.example/EWS/Exchange.asmx";
  EXPECT_EQ(rule(), "s2s.url");
  EXPECT_TRUE(http_.sent.empty());
}

TEST_F(S2sClientTest, EachSourceHasItsOwnToken) {
  challenged();
  const std::string first = token().actor_text;
  target_.application.user = test::address("svc@contoso.example");
  EXPECT_TRUE(token().outer) << "another person is another token, and the challenge is known";
  target_.url = "https://other.contoso.example/EWS/Exchange.asmx";
  challenged();
  EXPECT_EQ(s2s_audience(token().actor.text("aud"))->host, "other.contoso.example");
  EXPECT_EQ(http_.sent.size(), 2u);
}

TEST_F(S2sClientTest, SaysWhetherTheServerTrustsUs) {
  EXPECT_EQ(client_.doubt(target_), "") << "nothing was asked yet";
  challenged();
  token();
  EXPECT_EQ(client_.doubt(target_), "");
  const std::string begin = "Bearer client_id=\"x\", trusted_issuers=\"a@b ";
  for (const auto& [issuer, trusted] : {std::pair{std::string(kOurApp) + "@*", true},
                                        {at_realm(kOurApp, "elsewhere"), false},
                                        {at_realm(kIssuerApp, kRealm), false}}) {
    client_.forget(target_);
    challenged(begin + issuer + "\"");
    token();
    EXPECT_EQ(client_.doubt(target_).empty(), trusted) << issuer;
  }
  EXPECT_NE(client_.doubt(target_).find(at_realm(kOurApp, kRealm)), std::string::npos);
  // Whom the authority signs for is the authority's business.
  target_.actor = TokenRequest{"login.microsoftonline.com", test::contoso().id, {}, "scope"};
  EXPECT_EQ(client_.doubt(target_), "");
}

}  // namespace
}  // namespace fb::identity
