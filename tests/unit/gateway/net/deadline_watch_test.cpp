// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/deadline_watch.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "tests/support/manual_clock.hpp"

namespace fb::net {
namespace {

using std::chrono::seconds;

struct DeadlineWatchTest : testing::Test {
  void arm(seconds length) {
    watch->arm(clock.now() + length);
    run();
  }
  void advance(seconds length) {
    clock.advance(length);
    run();
  }
  void run() {
    io.restart();
    io.poll();
  }

  test::ManualClock clock;
  boost::asio::io_context io{1};
  int passed = 0;
  std::optional<DeadlineWatch> watch{std::in_place, io.get_executor(), clock, seconds(10),
                                     [this] { ++passed; }};
};

TEST_F(DeadlineWatchTest, FiresOnceAtItsTime) {
  arm(seconds(5));
  advance(seconds(4));
  EXPECT_EQ(passed, 0);
  EXPECT_FALSE(watch->passed());
  advance(seconds(1));
  EXPECT_EQ(passed, 1);
  EXPECT_TRUE(watch->passed());
  advance(seconds(100));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, FiresAtATimeBeyondOneSleep) {
  arm(seconds(25));
  for (int i = 0; i < 24; ++i) advance(seconds(1));
  EXPECT_EQ(passed, 0);
  advance(seconds(1));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, LaterTimeReplacesTheEarlier) {
  arm(seconds(5));
  arm(seconds(8));
  advance(seconds(7));
  EXPECT_EQ(passed, 0);
  advance(seconds(1));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, EarlierTimeReplacesTheLater) {
  arm(seconds(9));
  arm(seconds(2));
  advance(seconds(2));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, EarlierTimeReplacesTheLaterTwice) {
  arm(seconds(9));
  arm(seconds(6));
  arm(seconds(2));
  advance(seconds(1));
  EXPECT_EQ(passed, 0);
  advance(seconds(1));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, DisarmedDoesNotFireUntilArmedAgain) {
  arm(seconds(5));
  watch->disarm();
  advance(seconds(60));
  EXPECT_EQ(passed, 0);
  arm(seconds(3));
  advance(seconds(3));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, ArmingForgetsThatADeadlinePassed) {
  arm(seconds(1));
  advance(seconds(1));
  ASSERT_TRUE(watch->passed());
  arm(seconds(1));
  EXPECT_FALSE(watch->passed());
  advance(seconds(1));
  EXPECT_EQ(passed, 2);
}

TEST_F(DeadlineWatchTest, PastTimeFiresAtOnce) {
  arm(seconds(-1));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, ArmedBeforeAnythingRanKeepsTheLastTime) {
  watch->arm(clock.now() + seconds(9));
  watch->arm(clock.now() + seconds(2));
  run();
  advance(seconds(2));
  EXPECT_EQ(passed, 1);
}

TEST_F(DeadlineWatchTest, DestroyedLeavesNothingBehind) {
  arm(seconds(5));
  watch.reset();
  io.restart();
  io.run();  // ends only if nothing waits
  EXPECT_EQ(clock.waiting(), 0U);
  EXPECT_EQ(passed, 0);
}

TEST_F(DeadlineWatchTest, DestroyedBeforeItRanLeavesNothingBehind) {
  watch->arm(clock.now() + seconds(5));
  watch.reset();
  io.restart();
  io.run();
  EXPECT_EQ(clock.waiting(), 0U);
}

}  // namespace
}  // namespace fb::net
