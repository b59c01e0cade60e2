// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Protected forwarded tokens through the whole authenticator, with real signatures.
#include "gateway/identity/pft_authenticator.hpp"

#include "gateway/identity/authenticator.hpp"
#include "gateway/identity/digest.hpp"
#include "gateway/identity/verified_credentials.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/pft_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;

// "key-1" and "key-2", or a failure for one of them.
class TwoKeys final : public SigningKeys {
 public:
  asio::awaitable<model::Result<oauth::VerificationKey>> find(KeySource, std::string kid,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    ++asked;
    if (kid == failing) co_return Error::of(ErrorKind::token_unavailable, "no connection");
    if (kid == "key-1") co_return one;
    if (kid == "key-2") co_return two;
    co_return Error::of(ErrorKind::unauthenticated, "none", "bearer.unknown_key");
  }
  std::uint64_t changes() const override { return 0; }

  static oauth::VerificationKey key_of(std::string_view name, std::string kid) {
    std::string jwk = boost::json::serialize(test::RsaKey::shared(name).jwk(kid));
    return {std::move(kid), std::move(jwk), "", ""};
  }

  oauth::VerificationKey one = key_of("one", "key-1");
  oauth::VerificationKey two = key_of("two", "key-2");
  std::string failing;
  int asked = 0;
};

class PftAuthenticatorTest : public testing::Test {
 protected:
  PftAuthenticatorTest() { actor_.header["kid"] = "key-2"; }

  static std::string sign(const TokenParts& parts, std::string_view key = "one") {
    return test::compact_token(parts.header, parts.claims, test::RsaKey::shared(key), "RS256");
  }
  // As an authority issues a protected token: signed is the digest, shown is the nonce.
  static std::string sign_protected(TokenParts parts, const std::string& nonce) {
    parts.header["nonce"] = wire::base64url(sha256(nonce));
    const std::string made = sign(parts);
    parts.header["nonce"] = nonce;
    return wire::base64url(boost::json::serialize(parts.header)) + made.substr(made.find('.'));
  }
  std::string header() const { return header(sign(access_)); }
  std::string header(const std::string& access) const {
    return written_pft_header({access, sign(actor_, "two")});
  }

  Authentication authenticate(std::string authorization) {
    return test::run_coro(io_, authenticator_->authenticate(
                                   {std::move(authorization), "192.0.2.1", std::nullopt}, snapshot_,
                                   http_, async::Deadline::after(clock_, seconds(25))));
  }
  std::string outcome(std::string authorization) {
    const Authentication said = authenticate(std::move(authorization));
    return said.caller ? (*said.caller)->principal : said.caller.error().rule();
  }

  test::ManualClock clock_;
  asio::io_context io_;
  test::ScriptedSites http_;
  TwoKeys keys_;
  config::AuthenticationSettings settings_;
  async::OffloadPool pool_{1, 8};
  std::unique_ptr<Authenticator> authenticator_ =
      make_authenticator(settings_, {pool_, keys_, clock_});
  std::shared_ptr<const config::Snapshot> snapshot_ = test::snapshot_of(pft_federation());
  TokenParts access_ = partner_token(clock_.utc_now());
  TokenParts actor_ = actor_token(clock_.utc_now());
};

TEST_F(PftAuthenticatorTest, ProvesAnOrganisation) {
  const Authentication said = authenticate(header());
  ASSERT_TRUE(said.caller) << said.caller.error().detail();
  EXPECT_EQ((*said.caller)->kind, model::CallerKind::partner_organization);
  EXPECT_EQ((*said.caller)->tenant, test::contoso_china());
  EXPECT_EQ((*said.caller)->principal, kPartnerClient);
  EXPECT_EQ(said.examination.kind(), "pft");
}

TEST_F(PftAuthenticatorTest, WhatBothTokensClaimIsNotedBeforeTheyAreJudged) {
  access_.claims["aud"] = "api://other";
  const Authentication said = authenticate(header());
  ASSERT_FALSE(said.caller);
  EXPECT_EQ(said.caller.error().rule(), "pft.access.audience");
  EXPECT_EQ(said.examination.kind(), "pft");
  const auto& facts = said.examination.facts();
  const auto noted = [&](std::string_view name, std::string_view value) {
    return std::count(facts.begin(), facts.end(),
                      Examination::Fact(std::string(name), std::string(value)));
  };
  EXPECT_EQ(noted("access.aud", "api://other"), 1);
  EXPECT_EQ(noted("actor.aud", kAudience), 1);
  EXPECT_EQ(noted("actor.azp", kForwarder), 1);
}

TEST_F(PftAuthenticatorTest, AProtectedTokenIsVerifiedWithItsSignedNonce) {
  EXPECT_EQ(outcome(header(sign_protected(access_, "AwABAAEAAAACAOz"))), kPartnerClient);
  // Nothing but the nonce that was signed fits.
  EXPECT_EQ(outcome(header(sign_protected(access_, "a"))), kPartnerClient);
  TokenParts shown = access_;
  shown.header["nonce"] = "another";
  const std::string made = sign_protected(access_, "nonce");
  const std::string swapped =
      wire::base64url(boost::json::serialize(shown.header)) + made.substr(made.find('.'));
  EXPECT_EQ(outcome(header(swapped)), "pft.access.signature");
}

TEST_F(PftAuthenticatorTest, ANonceThatWasSignedAsItIsShownIsRefused) {
  access_.header["nonce"] = "AwABAAEAAAACAOz";
  EXPECT_EQ(outcome(header()), "pft.access.signature");
  access_.header["nonce"] = wire::base64url(sha256("AwABAAEAAAACAOz"));
  EXPECT_EQ(outcome(header()), "pft.access.signature");
  access_.header["nonce"] = 7;
  EXPECT_EQ(outcome(header()), "pft.access.nonce");
}

TEST_F(PftAuthenticatorTest, AProtectedTokenIsNoBearerToken) {
  EXPECT_EQ(outcome("Bearer " + sign_protected(access_, "AwABAAEAAAACAOz")), "bearer.nonce");
}

TEST_F(PftAuthenticatorTest, BothSignaturesMatter) {
  struct Row {
    std::string_view name;
    std::string access;
    std::string actor;
    std::string_view outcome;
  };
  const std::string access = sign(access_);
  const std::string actor = sign(actor_, "two");
  for (const Row& row : {
           Row{"good", access, actor, kPartnerClient},
           Row{"access by another key", sign(access_, "two"), actor, "pft.access.signature"},
           Row{"actor by another key", access, sign(actor_, "one"), "pft.actor.signature"},
           Row{"changed places", actor, access, "pft.access.application"},
           Row{"one of them twice", access, access, "pft.actor.forwarder"},
           Row{"signature of the other",
               access.substr(0, access.rfind('.')) + actor.substr(actor.rfind('.')), actor,
               "pft.access.signature"},
           Row{"access unsigned", access.substr(0, access.rfind('.') + 1), actor,
               "pft.access.signature"},
           Row{"actor unsigned", access, actor.substr(0, actor.rfind('.') + 1),
               "pft.actor.signature"},
           Row{"access no token", "a.b.c", actor, "pft.access.malformed"},
           Row{"actor no token", access, "a.b.c", "pft.actor.malformed"},
           Row{"access too long", std::string(oauth::CompactToken::kBytesMax + 1, 'a'), actor,
               "pft.access.malformed"},
       }) {
    EXPECT_EQ(outcome(written_pft_header({row.access, row.actor})), row.outcome) << row.name;
  }
}

TEST_F(PftAuthenticatorTest, KeysMustBeKnownAndOfTheRightIssuerAndCloud) {
  const std::string good = header();
  keys_.one.issuer = commercial_issuer();
  EXPECT_EQ(outcome(good), "pft.access.key_issuer");
  keys_.one.issuer = china_issuer();
  keys_.two.cloud_instance_name = "microsoftonline.com";
  EXPECT_EQ(outcome(good), "pft.actor.key_cloud");
  keys_.two.cloud_instance_name = "partner.microsoftonline.cn";
  EXPECT_EQ(outcome(good), kPartnerClient);
  actor_.header["kid"] = "../key-2";
  EXPECT_EQ(outcome(header()), "pft.actor.unknown_key");
}

TEST_F(PftAuthenticatorTest, KeysThatCannotBeHadAreNotTheCallersFault) {
  for (const auto& [kid, rule] :
       {std::pair<std::string, std::string_view>{"key-1", "pft.access.keys_unavailable"},
        {"key-2", "pft.actor.keys_unavailable"}}) {
    keys_.failing = kid;
    const Authentication said = authenticate(header());
    ASSERT_FALSE(said.caller);
    EXPECT_EQ(said.caller.error().kind(), ErrorKind::server_busy);
    EXPECT_EQ(said.caller.error().rule(), rule);
  }
}

TEST_F(PftAuthenticatorTest, WhatIsRefusedByItsClaimsCausesNoFetch) {
  actor_.claims["azp"] = kScriptClient;
  EXPECT_EQ(outcome(header()), "pft.actor.forwarder");
  EXPECT_EQ(outcome("MSAuth1.0 type=\"MSACT\""), "pft.type");
  EXPECT_EQ(outcome("MSAuth1.0"), "pft.missing_parameter");
  EXPECT_EQ(keys_.asked, 0);
}

TEST_F(PftAuthenticatorTest, ARememberedHeaderEndsWithTheEarlierToken) {
  actor_.claims["exp"] = clock_.utc_now().time_since_epoch().count() + 60;
  const std::string good = header();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(outcome(good), kPartnerClient);
  EXPECT_EQ(keys_.asked, 2);
  EXPECT_EQ(authenticate(good).examination.kind(), "pft");
  clock_.advance(seconds(60));
  EXPECT_EQ(outcome(good), kPartnerClient);
  EXPECT_EQ(keys_.asked, 4);
  clock_.advance(settings_.clock_skew);
  EXPECT_EQ(outcome(good), "pft.actor.expired");
}

TEST_F(PftAuthenticatorTest, SchemeInAnyCase) {
  const std::string good = header();
  for (const std::string_view scheme : {"msauth1.0", "MSAUTH1.0", "MSAuth1.0  "}) {
    EXPECT_EQ(outcome(std::string(scheme) + good.substr(good.find(' '))), kPartnerClient);
  }
}

TEST_F(PftAuthenticatorTest, WhatIsSwitchedOffIsNotTaken) {
  settings_.protected_tokens = false;
  authenticator_ = make_authenticator(settings_, {pool_, keys_, clock_});
  EXPECT_EQ(outcome(header()), "credential.scheme");
  EXPECT_EQ(outcome("Bearer " + sign(access_)), kPartnerClient);
}

TEST_F(PftAuthenticatorTest, NothingIsOffered) {
  for (const std::string& challenge : authenticator_->challenges(*snapshot_)) {
    EXPECT_EQ(challenge.find("MSAuth"), std::string::npos) << challenge;
  }
}

TEST_F(PftAuthenticatorTest, NoErrorTellsTheCredential) {
  const std::string access = sign(access_);
  const std::string actor = sign(actor_, "two");
  access_.claims["roles"] = "topsecret";
  for (const std::string& authorization :
       {header(), header(access.substr(0, access.size() - 4)), written_pft_header({actor, access}),
        std::string("MSAuth1.0 topsecret"), std::string("MSAuth1.0 type=topsecret"),
        std::string("MSAuth1.0 topsecret=x,type=PFAT"),
        std::string("MSAuth1.0 type=PFAT,accesstoken=topsecret")}) {
    const Authentication said = authenticate(authorization);
    ASSERT_FALSE(said.caller) << authorization;
    const Error& error = said.caller.error();
    const std::string words = error.detail() + error.rule() + error.peer_text();
    EXPECT_EQ(words.find("opsecret"), std::string::npos) << words;
    EXPECT_EQ(words.find(access.substr(0, 12)), std::string::npos) << words;
  }
}

}  // namespace
}  // namespace fb::identity
