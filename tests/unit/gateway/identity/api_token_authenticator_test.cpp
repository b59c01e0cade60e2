// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/api_token_authenticator.hpp"

#include "gateway/identity/api_token.hpp"
#include "tests/unit/gateway/identity/scheme_fixture.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using model::ErrorKind;
using std::chrono::seconds;

class ApiTokenAuthenticatorTest : public SchemeFixture {
 protected:
  ApiTokenAuthenticatorTest() {
    accounts([&](config::Account& script, config::Account& grace) {
      script.api_tokens = {digits(other_), digits(token_)};
      grace.api_tokens = {digits(personal_)};
    });
  }
  static std::string digits(const config::Secret& token) { return hex_of(sha256(token.reveal())); }
  std::string outcome_of(std::string_view token) {
    return outcome(scheme_, presented("bearer", std::string(token)));
  }
  std::string outcome_of(const config::Secret& token) { return outcome_of(token.reveal()); }

  const config::Secret token_ = new_api_token();
  const config::Secret other_ = new_api_token();
  const config::Secret personal_ = new_api_token();
  ApiTokenAuthenticator scheme_{settings_, clock_, current_};
};

TEST_F(ApiTokenAuthenticatorTest, TheAccountOfTheToken) {
  EXPECT_EQ(outcome_of(token_), "script");
  EXPECT_EQ(caller_->kind, CallerKind::home_script);
  EXPECT_EQ(caller_->tenant, test::contoso());
  EXPECT_FALSE(caller_->user);
  EXPECT_EQ(outcome_of(other_), "script");
  EXPECT_EQ(outcome_of(personal_), "grace");
  EXPECT_EQ(caller_->kind, CallerKind::home_user);
  EXPECT_EQ(caller_->user, test::address("grace@contoso.example"));
  EXPECT_EQ(examination_.kind(), "api_token");
}

TEST_F(ApiTokenAuthenticatorTest, TakesItsOwnFormOnly) {
  const std::string token(token_.reveal());
  EXPECT_TRUE(scheme_.takes(presented("bearer", token)));
  EXPECT_TRUE(scheme_.takes(presented("bearer", "fbg_")));
  EXPECT_FALSE(scheme_.takes(presented("bearer", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA")));
  EXPECT_FALSE(scheme_.takes(presented("bearer", "FBG_" + token.substr(4))));
  EXPECT_FALSE(scheme_.takes(presented("bearer", "")));
  EXPECT_FALSE(scheme_.takes(presented("basic", token)));
  std::vector<std::string> challenges;
  scheme_.offer(*snapshot_, challenges);
  EXPECT_TRUE(challenges.empty());
}

TEST_F(ApiTokenAuthenticatorTest, OneChangeAwayFromAGoodOne) {
  const std::string good(token_.reveal());
  std::string typo = good;
  typo[20] = typo[20] == 'A' ? 'B' : 'A';
  EXPECT_EQ(outcome_of(typo), "api_token.checksum");
  EXPECT_EQ(outcome_of(good.substr(0, good.size() - 1)), "api_token.form");
  EXPECT_EQ(outcome_of(good + "0"), "api_token.form");
  EXPECT_EQ(outcome_of(new_api_token()), "api_token.account");
  EXPECT_EQ(refusal_->kind(), ErrorKind::unauthenticated);
}

TEST_F(ApiTokenAuthenticatorTest, ATokenOfTwoAccountsIsNobodys) {
  accounts([&](config::Account& script, config::Account& grace) {
    script.api_tokens = grace.api_tokens = {digits(token_)};
  });
  EXPECT_EQ(outcome_of(token_), "api_token.account");
}

TEST_F(ApiTokenAuthenticatorTest, AReloadEndsAToken) {
  EXPECT_EQ(outcome_of(token_), "script");
  accounts([](config::Account&, config::Account&) {});
  EXPECT_EQ(outcome_of(token_), "api_token.account");
}

TEST_F(ApiTokenAuthenticatorTest, WrongTokensAreCountedPerAddressAndStopNobodyElse) {
  for (std::uint32_t i = 0; i < settings_.failures_max; ++i) {
    EXPECT_EQ(outcome_of(new_api_token()), "api_token.account") << i;
  }
  EXPECT_EQ(outcome_of(new_api_token()), "api_token.attempts");
  EXPECT_EQ(refusal_->kind(), ErrorKind::attempts_exhausted);
  EXPECT_EQ(refusal_->retry_after_s(), 300u);
  EXPECT_EQ(outcome_of("fbg_short"), "api_token.attempts");
  // A token that is known still gets in, and does not open the door for the others.
  EXPECT_EQ(outcome_of(token_), "script");
  EXPECT_EQ(outcome_of(new_api_token()), "api_token.attempts");
  peer_ = "192.0.2.2";
  EXPECT_EQ(outcome_of(new_api_token()), "api_token.account");
  peer_ = "192.0.2.1";
  clock_.advance(settings_.failure_window - seconds(1));
  EXPECT_EQ(outcome_of(new_api_token()), "api_token.attempts");
  EXPECT_EQ(refusal_->retry_after_s(), 1u);
  clock_.advance(seconds(1));
  EXPECT_EQ(outcome_of(new_api_token()), "api_token.account");
}

TEST_F(ApiTokenAuthenticatorTest, NothingOfTheTokenIsTold) {
  const config::Secret unknown = new_api_token();
  outcome_of(unknown);
  std::string told = refusal_->detail() + refusal_->rule() + refusal_->peer_text();
  for (const auto& [name, value] : examination_.facts()) told += name + value;
  for (std::size_t i = kApiTokenPrefix.size(); i + 6 <= kApiTokenBytes; ++i) {
    EXPECT_EQ(told.find(unknown.reveal().substr(i, 6)), std::string::npos) << i;
  }
  // What finds its line in the federation file.
  EXPECT_EQ(noted("sha256"), digits(unknown).substr(0, 16));
}

}  // namespace
}  // namespace fb::identity
