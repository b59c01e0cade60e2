// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/bearer_authenticator.hpp"

#include <boost/json/serialize.hpp>

#include "gateway/identity/authenticator.hpp"
#include "gateway/identity/verified_credentials.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_sites.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;

// One key for everybody, or a failure; counts how often it was asked for.
class OneKey final : public SigningKeys {
 public:
  asio::awaitable<model::Result<oauth::VerificationKey>> find(KeySource, std::string kid,
                                                              net::HttpClient&,
                                                              async::Deadline) override {
    ++asked;
    if (failure) co_return *failure;
    if (kid != key.kid)
      co_return Error::of(ErrorKind::unauthenticated, "none", "bearer.unknown_key");
    co_return key;
  }
  std::uint64_t changes() const override { return changed; }

  std::uint64_t changed = 0;
  oauth::VerificationKey key{
      "key-1", boost::json::serialize(test::RsaKey::shared("one").jwk("key-1")), "", ""};
  std::optional<Error> failure;
  int asked = 0;
};

class BearerAuthenticatorTest : public testing::Test {
 protected:
  static std::string sign(const TokenParts& parts) {
    return test::compact_token(parts.header, parts.claims, test::RsaKey::shared("one"),
                               parts.header.at("alg").as_string());
  }
  model::Result<model::AuthenticatedCaller> authenticate(std::string token) {
    const Authentication outcome =
        test::run_coro(io_, authenticator_->authenticate(
                                {"Bearer " + std::move(token), "192.0.2.1", std::nullopt},
                                snapshot_, http_, async::Deadline::after(clock_, seconds(25))));
    return outcome.caller;
  }
  std::string outcome(std::string token) {
    const auto caller = authenticate(std::move(token));
    return caller ? (*caller)->principal : caller.error().rule();
  }

  test::ManualClock clock_;
  asio::io_context io_;
  test::ScriptedSites http_;
  OneKey keys_;
  config::AuthenticationSettings settings_;
  async::OffloadPool pool_{1, 8};
  std::unique_ptr<Authenticator> authenticator_ =
      make_authenticator(settings_, {pool_, keys_, clock_});
  std::shared_ptr<const config::Snapshot> snapshot_ = identity_snapshot();
};

TEST_F(BearerAuthenticatorTest, AVerifiedTokenIsRememberedForAWhile) {
  const std::string token = sign(user_token(clock_.utc_now()));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(outcome(token), "grace@contoso.example");
  EXPECT_EQ(keys_.asked, 1);
  clock_.advance(VerifiedCredentials::kRememberedMax - seconds(1));
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  EXPECT_EQ(keys_.asked, 1);
  clock_.advance(seconds(1));
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  EXPECT_EQ(keys_.asked, 2);
}

TEST_F(BearerAuthenticatorTest, ARememberedTokenEndsWithItself) {
  TokenParts parts = user_token(clock_.utc_now());
  parts.claims["exp"] = clock_.utc_now().time_since_epoch().count() + 60;
  const std::string token = sign(parts);
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  clock_.advance(seconds(59));
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  EXPECT_EQ(keys_.asked, 1);
  clock_.advance(seconds(1));  // from now on it is good for the clock skew only, and verified anew
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  EXPECT_EQ(keys_.asked, 3);
  clock_.advance(settings_.clock_skew);
  EXPECT_EQ(outcome(token), "bearer.expired");
}

TEST_F(BearerAuthenticatorTest, ANewSnapshotJudgesAnew) {
  const std::string token = sign(application_token(clock_.utc_now()));
  EXPECT_EQ(outcome(token), kScriptClient);
  config::Federation federation = identity_federation();
  federation.tenants[0].bearer.applications.clear();
  snapshot_ = test::snapshot_of(federation, 2);
  EXPECT_EQ(outcome(token), "bearer.application");
}

TEST_F(BearerAuthenticatorTest, ChangedKeysJudgeAnew) {
  const std::string token = sign(user_token(clock_.utc_now()));
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  keys_.key.kid = "key-2";
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  ++keys_.changed;
  EXPECT_EQ(outcome(token), "bearer.unknown_key");
}

TEST_F(BearerAuthenticatorTest, AWithdrawnKeyIsNoticed) {
  const std::string token = sign(user_token(clock_.utc_now()));
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  keys_.key.kid = "key-2";
  clock_.advance(VerifiedCredentials::kRememberedMax);
  EXPECT_EQ(outcome(token), "bearer.unknown_key");
}

TEST_F(BearerAuthenticatorTest, ARefusedTokenIsNotRemembered) {
  const std::string token = sign(user_token(clock_.utc_now()));
  keys_.key.issuer = china_issuer();
  EXPECT_EQ(outcome(token), "bearer.key_issuer");
  keys_.key.issuer = "https://login.microsoftonline.com/{tenantid}/v2.0";
  EXPECT_EQ(outcome(token), "grace@contoso.example");
}

TEST_F(BearerAuthenticatorTest, AKeyOfAnotherCloudDoesNotSign) {
  const std::string token = sign(user_token(clock_.utc_now()));
  keys_.key.cloud_instance_name = "microsoftonline.us";
  EXPECT_EQ(outcome(token), "bearer.key_cloud");
  keys_.key.cloud_instance_name = "microsoftonline.com";
  EXPECT_EQ(outcome(token), "grace@contoso.example");
}

TEST_F(BearerAuthenticatorTest, WhatATokenClaimsIsNotedBeforeItIsJudged) {
  TokenParts parts = user_token(clock_.utc_now());
  parts.claims["aud"] = "api://other";
  const Authentication said = test::run_coro(
      io_,
      authenticator_->authenticate({"Bearer " + sign(parts), "192.0.2.1", std::nullopt}, snapshot_,
                                   http_, async::Deadline::after(clock_, seconds(25))));
  EXPECT_EQ(said.caller.error().rule(), "bearer.audience");
  EXPECT_EQ(said.examination.kind(), "bearer");
  const Examination::Fact audience{"aud", "api://other"};
  const auto& facts = said.examination.facts();
  EXPECT_EQ(std::count(facts.begin(), facts.end(), audience), 1);
}

TEST_F(BearerAuthenticatorTest, ATokenThatDiffersInItsSignatureIsAnother) {
  const std::string token = sign(user_token(clock_.utc_now()));
  EXPECT_EQ(outcome(token), "grace@contoso.example");
  std::string changed = token;
  changed[changed.size() - 10] = changed[changed.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(outcome(changed), "bearer.signature");
}

TEST_F(BearerAuthenticatorTest, KeysThatCannotBeHadAreNotTheCallersFault) {
  keys_.failure = Error::of(ErrorKind::token_unavailable, "no connection");
  const auto caller = authenticate(sign(user_token(clock_.utc_now())));
  ASSERT_FALSE(caller.has_value());
  EXPECT_EQ(caller.error().kind(), ErrorKind::server_busy);
  EXPECT_EQ(caller.error().rule(), "bearer.keys_unavailable");
}

TEST_F(BearerAuthenticatorTest, WhatIsRefusedByItsClaimsCausesNoFetch) {
  TokenParts parts = user_token(clock_.utc_now());
  parts.claims["aud"] = "api://other";
  EXPECT_EQ(outcome(sign(parts)), "bearer.audience");
  EXPECT_EQ(outcome(""), "bearer.empty");
  EXPECT_EQ(outcome("a.b.c"), "bearer.malformed");
  EXPECT_EQ(keys_.asked, 0);
}

TEST_F(BearerAuthenticatorTest, LengthHasAnEdge) {
  EXPECT_EQ(outcome(std::string(oauth::CompactToken::kBytesMax, 'a')), "bearer.malformed");
  EXPECT_EQ(outcome(std::string(oauth::CompactToken::kBytesMax + 1, 'a')), "bearer.too_long");
}

}  // namespace
}  // namespace fb::identity
