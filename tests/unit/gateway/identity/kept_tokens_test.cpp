// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/kept_tokens.hpp"

#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>
#include <set>

#include "tests/support/manual_clock.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

using Tokens = KeptTokens<int>;

// A source that gives numbers in order, or what it is told to.
struct Source {
  test::ManualClock* clock;
  seconds good_for{1000};
  seconds takes{0};
  std::optional<Error> failure{};
  int asked = 0;

  asio::awaitable<model::Result<Obtained<int>>> give() {
    const int number = ++asked;
    if (takes.count() > 0) co_await clock->wait_until(clock->now() + takes);
    if (failure) co_return *failure;
    co_return Obtained<int>{number, good_for};
  }
};

asio::awaitable<void> ask(Tokens* tokens, std::string key, Source* source, async::Deadline deadline,
                          std::optional<model::Result<int>>* got) {
  Tokens::Obtain obtain = [source] { return source->give(); };
  auto getting = tokens->get(std::move(key), std::move(obtain), deadline);
  auto result = co_await std::move(getting);
  got->emplace(std::move(result));
}

class KeptTokensTest : public testing::Test {
 protected:
  using Got = std::optional<model::Result<int>>;

  void start(Got& got, std::string key = "key", seconds patience = seconds(30)) {
    const auto deadline = async::Deadline::after(clock_, patience);
    asio::co_spawn(io_, ask(&tokens_, std::move(key), &source_, deadline, &got), asio::detached);
    run();
  }
  void run() {
    io_.restart();
    io_.poll();
  }
  void pass(std::chrono::nanoseconds length) {
    clock_.advance(length);
    run();
  }
  int token(std::string key = "key") {
    Got got;
    start(got, std::move(key));
    return got && got->has_value() ? **got : 0;
  }
  Error failure() {
    Got got;
    start(got);
    EXPECT_TRUE(got.has_value() && !got->has_value());
    return got->error();
  }

  test::ManualClock clock_;
  asio::io_context io_;
  Source source_{&clock_};
  // 64 for each shard.
  KeepingRules rules_;
  Tokens tokens_{clock_, rules_};
};

TEST_F(KeptTokensTest, OneObtainingForAllWhoWait) {
  source_.takes = seconds(2);
  std::vector<Got> got(10);
  for (Got& each : got) start(each);
  EXPECT_EQ(source_.asked, 1);
  pass(seconds(2));
  for (const Got& each : got) {
    ASSERT_TRUE(each && each->has_value());
    EXPECT_EQ(**each, 1);
  }
  EXPECT_EQ(token(), 1);
  EXPECT_EQ(source_.asked, 1);
}

TEST_F(KeptTokensTest, KeysAreApart) {
  EXPECT_EQ(token("one"), 1);
  EXPECT_EQ(token("two"), 2);
  EXPECT_EQ(token("one"), 1);
}

TEST_F(KeptTokensTest, IsNotUsedWithinTheMargin) {
  struct Row {
    seconds good_for;
    seconds usable;
  };
  const KeepingRules rules;
  for (const Row& row : {Row{seconds(3600), seconds(3300)}, Row{seconds(601), seconds(301)},
                         Row{seconds(600), seconds(300)}, Row{seconds(60), seconds(30)},
                         Row{seconds(1), seconds(1)}, Row{seconds(0), seconds(0)}}) {
    EXPECT_EQ(usable_for(row.good_for, rules), row.usable) << row.good_for.count();
  }
}

// The source is down when the renewal is due, so that the end shows.
TEST_F(KeptTokensTest, EndsOnTheSecond) {
  EXPECT_EQ(token(), 1);
  source_.failure = Error::of(ErrorKind::peer_unreachable, "down");
  pass(seconds(700) - milliseconds(1));
  EXPECT_EQ(token(), 1);
  source_.failure.reset();
  pass(milliseconds(1));
  EXPECT_EQ(token(), 0);  // the source counts as down for five seconds
  pass(seconds(5));
  EXPECT_EQ(token(), 3);
}

TEST_F(KeptTokensTest, IsRenewedInTheBackgroundOfUse) {
  EXPECT_EQ(token(), 1);
  pass(seconds(489));
  EXPECT_EQ(token(), 1);
  EXPECT_EQ(source_.asked, 1);
  source_.takes = seconds(3);
  pass(seconds(142));
  EXPECT_EQ(token(), 1);
  EXPECT_EQ(token(), 1);
  EXPECT_EQ(source_.asked, 2);
  pass(seconds(3));
  EXPECT_EQ(token(), 2);
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(KeptTokensTest, RenewalsAreSpread) {
  std::set<milliseconds> seen;
  for (int i = 0; i < 200; ++i) {
    const milliseconds at = renewed_after(seconds(1000));
    EXPECT_GE(at, seconds(700));
    EXPECT_LE(at, seconds(900));
    seen.insert(at);
  }
  EXPECT_GT(seen.size(), 100u);
  EXPECT_LT(*seen.begin(), seconds(750));
  EXPECT_GT(*seen.rbegin(), seconds(850));
}

TEST_F(KeptTokensTest, ARefusedRenewalKeepsTheOldOneAndIsNotTriedAtOnce) {
  EXPECT_EQ(token(), 1);
  source_.failure = Error::of(ErrorKind::token_unavailable, "no");
  pass(seconds(640));
  EXPECT_EQ(token(), 1);
  EXPECT_EQ(source_.asked, 2);
  pass(seconds(29));
  EXPECT_EQ(token(), 1);
  EXPECT_EQ(source_.asked, 2);
  pass(seconds(1));
  EXPECT_EQ(token(), 1);
  EXPECT_EQ(source_.asked, 3);
  source_.failure.reset();
  pass(seconds(29));
  EXPECT_EQ(token(), 1);
  pass(seconds(1));
  EXPECT_EQ(token(), 4);  // after the end
}

TEST_F(KeptTokensTest, FailuresAreRememberedByTheirKind) {
  struct Row {
    std::string name;
    Error failure;
    seconds remembered;
    std::string rule;
  };
  const auto throttled = [](std::uint32_t wait_s) {
    return Error::of(ErrorKind::token_unavailable, "wait").with_retry_after_s(wait_s);
  };
  for (const Row& row : {
           Row{"refused", Error::of(ErrorKind::token_unavailable, "no", "x.y"), seconds(30), "x.y"},
           Row{"a short wait", throttled(10), seconds(30), ""},
           Row{"a wait", throttled(31), seconds(31), ""},
           Row{"a long wait", throttled(301), seconds(300), ""},
           Row{"unreachable", Error::of(ErrorKind::peer_unreachable, "down"), seconds(5),
               "token.unreachable"},
           Row{"unreachable by a rule", Error::of(ErrorKind::peer_broken, "down", "x.z"),
               seconds(5), "x.z"},
           Row{"a bug", Error::of(ErrorKind::internal, "bug"), seconds(5), "token.unreachable"},
       }) {
    SCOPED_TRACE(row.name);
    tokens_.forget("key");
    source_.asked = 0;
    source_.failure = row.failure;
    const Error first = failure();
    EXPECT_EQ(first.kind(), ErrorKind::token_unavailable);
    EXPECT_EQ(first.rule(), row.rule);
    EXPECT_EQ(first.detail(), row.failure.detail());
    source_.failure.reset();
    pass(row.remembered - seconds(1));
    EXPECT_EQ(failure().detail(), row.failure.detail());
    EXPECT_EQ(source_.asked, 1);
    pass(seconds(1));
    EXPECT_EQ(token(), 2);
  }
}

TEST_F(KeptTokensTest, WithoutALifeItIsForThoseWhoWait) {
  source_.good_for = seconds(0);
  source_.takes = seconds(1);
  Got one;
  Got two;
  start(one);
  start(two);
  pass(seconds(1));
  EXPECT_EQ(**one, 1);
  EXPECT_EQ(**two, 1);
  source_.takes = seconds(0);
  EXPECT_EQ(token(), 2);
}

TEST_F(KeptTokensTest, ForgetsOneKey) {
  EXPECT_EQ(token("one"), 1);
  EXPECT_EQ(token("two"), 2);
  tokens_.forget("one");
  tokens_.forget("never seen");
  EXPECT_EQ(token("one"), 3);
  EXPECT_EQ(token("two"), 2);
}

TEST_F(KeptTokensTest, WhoCannotWaitIsToldSo) {
  source_.takes = seconds(5);
  Got hasty;
  Got patient;
  start(hasty, "key", seconds(1));
  start(patient);
  pass(seconds(1));
  ASSERT_TRUE(hasty && !hasty->has_value());
  EXPECT_EQ(hasty->error().kind(), ErrorKind::token_unavailable);
  EXPECT_EQ(hasty->error().rule(), "token.too_slow");
  pass(seconds(4));
  ASSERT_TRUE(patient && patient->has_value());
  EXPECT_EQ(source_.asked, 1);
}

TEST_F(KeptTokensTest, OneTokenTooManyPushesOutTheOldest) {
  KeepingRules few;
  few.tokens_max = 16;  // one for each shard
  Tokens tokens(clock_, few);
  const auto get = [&](const std::string& key) {
    Got got;
    asio::co_spawn(io_, ask(&tokens, key, &source_, async::Deadline::after(clock_, hours(1)), &got),
                   asio::detached);
    run();
    return **got;
  };
  const int kept = get("kept");
  EXPECT_EQ(get("kept"), kept);
  for (int i = 0; i < 200; ++i) get(std::to_string(i));
  EXPECT_NE(get("kept"), kept);
}

}  // namespace
}  // namespace fb::identity
