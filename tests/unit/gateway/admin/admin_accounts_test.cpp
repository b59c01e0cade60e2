// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/admin_accounts.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/identity/api_token.hpp"
#include "tests/support/manual_clock.hpp"

namespace fb::admin {
namespace {

struct Fixture {
  Fixture() {
    config::AdminAccounts listed;
    listed.accounts.resize(3);
    listed.accounts[0].name = "by-token";
    listed.accounts[0].api_tokens = {identity::hex_of(identity::sha256(token.reveal()))};
    listed.accounts[1].name = "by-certificate";
    listed.accounts[1].certificates = {identity::hex_of(identity::sha256("certificate"))};
    listed.accounts[2].name = "by-user";
    listed.accounts[2].unix_users = {"4711", "root"};
    accounts.emplace(AccountIndex::make(std::move(listed)).value.value(), settings, clock);
  }

  std::string admitted(const Presented& presented) {
    const auto outcome = accounts->admit(presented);
    if (outcome) return outcome->name;
    return std::string(facts(outcome.error().code).name);
  }
  std::string bearer() const { return "Bearer " + std::string(token.reveal()); }

  static net::PeerCertificate certificate(std::string_view text, bool in_time) {
    return {identity::sha256(text), "CN=x", false, in_time};
  }

  test::ManualClock clock;
  config::AuthenticationSettings settings;
  config::Secret token = identity::new_api_token();
  std::optional<AdminAccounts> accounts;
};

TEST(AdminAccounts, EachWayIn) {
  Fixture fixture;
  const std::string bearer = fixture.bearer();
  const std::string low = "bEARER  " + std::string(fixture.token.reveal());
  EXPECT_EQ(fixture.admitted({.authorization = {bearer}}), "by-token");
  EXPECT_EQ(fixture.admitted({.authorization = {low}}), "by-token");
  EXPECT_EQ(fixture.admitted({.certificate = Fixture::certificate("certificate", true)}),
            "by-certificate");
  EXPECT_EQ(fixture.admitted({.user_id = 4711}), "by-user");
  EXPECT_EQ(fixture.admitted({.user_id = 0}), "by-user");
}

TEST(AdminAccounts, WhoDoesNotComeIn) {
  Fixture fixture;
  const std::string bearer = fixture.bearer();
  const config::Secret other = identity::new_api_token();
  const std::string wrong = "Bearer " + std::string(other.reveal());
  const std::string basic = "Basic " + std::string(fixture.token.reveal());
  const std::string cut = bearer.substr(0, bearer.size() - 1);
  const auto good = Fixture::certificate("certificate", true);
  const Presented rows[] = {
      {},
      {.authorization = {wrong}},
      {.authorization = {basic}},
      {.authorization = {cut}},
      {.authorization = {""}},
      {.authorization = {bearer, bearer}},
      {.certificate = Fixture::certificate("certificate", false)},
      {.certificate = Fixture::certificate("another", true)},
      {.user_id = 4712},
      // A wrong token is not made good by what else the connection proves.
      {.authorization = {wrong}, .certificate = good},
      {.authorization = {wrong}, .user_id = 0},
  };
  for (const Presented& row : rows) {
    fixture.clock.advance(fixture.settings.failure_window + std::chrono::seconds(1));
    EXPECT_EQ(fixture.admitted(row), "unauthenticated") << &row - rows;
  }
}

TEST(AdminAccounts, GuessesAreCountedByAddressAndAGoodTokenPasses) {
  Fixture fixture;
  const config::Secret other = identity::new_api_token();
  const std::string wrong = "Bearer " + std::string(other.reveal());
  const Presented guess{.authorization = {wrong}, .peer_address = "192.0.2.1"};
  for (std::uint32_t i = 0; i < fixture.settings.failures_max; ++i) {
    EXPECT_EQ(fixture.admitted(guess), "unauthenticated") << i;
  }
  const auto throttled = fixture.accounts->admit(guess);
  ASSERT_FALSE(throttled.has_value());
  EXPECT_EQ(throttled.error().code, Code::busy);
  EXPECT_GT(throttled.error().retry_after_s, 0u);
  Presented elsewhere = guess;
  elsewhere.peer_address = "192.0.2.2";
  EXPECT_EQ(fixture.admitted(elsewhere), "unauthenticated");
  const std::string bearer = fixture.bearer();
  const Presented good{.authorization = {bearer}, .peer_address = "192.0.2.1"};
  EXPECT_EQ(fixture.admitted(good), "by-token");
  fixture.clock.advance(fixture.settings.failure_window + std::chrono::seconds(1));
  EXPECT_EQ(fixture.admitted(guess), "unauthenticated");
}

TEST(AdminAccounts, AReplacedFileCountsAtOnce) {
  Fixture fixture;
  fixture.accounts->replace(AccountIndex::make({}).value.value());
  const std::string bearer = fixture.bearer();
  EXPECT_EQ(fixture.admitted({.authorization = {bearer}}), "unauthenticated");
  EXPECT_EQ(fixture.admitted({.user_id = 0}), "unauthenticated");
}

TEST(AdminAccounts, UsersOfThisMachineHaveToExistAndDiffer) {
  config::AdminAccounts listed;
  listed.accounts.resize(2);
  listed.accounts[0].name = "one";
  listed.accounts[0].unix_users = {"no-such-user-here"};
  listed.accounts[1].name = "two";
  listed.accounts[1].unix_users = {"0", "root"};
  const auto made = AccountIndex::make(std::move(listed));
  EXPECT_FALSE(made.value.has_value());
  ASSERT_EQ(made.problems.size(), 2u);
  EXPECT_NE(made.problems[0].sentence.find("no-such-user-here"), std::string::npos);
  EXPECT_NE(made.problems[1].sentence.find("root"), std::string::npos);
}

// Without a file: root and the gateway's own user, by the socket alone.
TEST(AdminAccounts, TheOwners) {
  const auto owners = load_accounts("");
  ASSERT_TRUE(owners.value.has_value());
  EXPECT_NE(owners.value->with_user(0), nullptr);
  EXPECT_NE(owners.value->with_user(::geteuid()), nullptr);
  EXPECT_EQ(owners.value->with_user(::geteuid() + 1), nullptr);
  EXPECT_EQ(owners.value->with_token(identity::sha256("")), nullptr);
  EXPECT_EQ(owners.value->with_certificate(identity::sha256("")), nullptr);
}

}  // namespace
}  // namespace fb::admin
