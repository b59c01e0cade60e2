// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/async/task_group.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::test {
namespace {

namespace asio = boost::asio;
using std::chrono::seconds;
using testing::ElementsAre;

asio::awaitable<void> note_after(ManualClock& clock, int number, seconds length,
                                 std::vector<int>& notes) {
  co_await clock.wait_until(clock.now() + length);
  notes.push_back(number);
}

struct ManualClockTest : testing::Test {
  void start(int number, seconds length) {
    ASSERT_TRUE(tasks.spawn(io.get_executor(), note_after(clock, number, length, notes)));
    io.poll();
    io.restart();
  }
  void advance(seconds length) {
    clock.advance(length);
    io.poll();
    io.restart();
  }

  ManualClock clock;
  asio::io_context io{1};
  async::TaskGroup tasks;
  std::vector<int> notes;
};

TEST_F(ManualClockTest, StandsStillUntilMoved) {
  start(1, seconds(10));
  EXPECT_TRUE(notes.empty());
  advance(seconds(9));
  EXPECT_TRUE(notes.empty());
  advance(seconds(1));
  EXPECT_THAT(notes, ElementsAre(1));
  EXPECT_EQ(clock.waiting(), 0U);
}

TEST_F(ManualClockTest, ResumesInTheOrderOfTheTimes) {
  start(3, seconds(30));
  start(1, seconds(10));
  start(2, seconds(20));
  advance(seconds(60));
  EXPECT_THAT(notes, ElementsAre(1, 2, 3));
}

TEST_F(ManualClockTest, EqualTimesResumeInTheOrderOfTheCalls) {
  start(1, seconds(10));
  start(2, seconds(10));
  advance(seconds(10));
  EXPECT_THAT(notes, ElementsAre(1, 2));
}

TEST_F(ManualClockTest, MovesBothTimesTogether) {
  const auto utc = clock.utc_now();
  const auto steady = clock.now();
  advance(seconds(90));
  EXPECT_EQ(clock.utc_now() - utc, seconds(90));
  EXPECT_EQ(clock.now() - steady, seconds(90));
}

TEST_F(ManualClockTest, NeverGoesBack) {
  const auto before = clock.now();
  clock.advance_to(before - seconds(5));
  EXPECT_EQ(clock.now(), before);
}

TEST_F(ManualClockTest, NextIsTheEarliestWait) {
  EXPECT_FALSE(clock.advance_to_next());
  start(2, seconds(20));
  start(1, seconds(10));
  EXPECT_EQ(clock.next(), clock.now() + seconds(10));
  EXPECT_TRUE(clock.advance_to_next());
  io.poll();
  EXPECT_THAT(notes, ElementsAre(1));
}

TEST_F(ManualClockTest, CancelledWaitIsForgotten) {
  start(1, seconds(10));
  tasks.cancel();
  io.poll();
  EXPECT_EQ(tasks.running(), 0U);
  EXPECT_EQ(clock.waiting(), 0U);
  EXPECT_TRUE(notes.empty());
}

asio::awaitable<int> count_days(ManualClock& clock, int days) {
  for (int day = 0; day < days; ++day) {
    co_await clock.wait_until(clock.now() + std::chrono::hours(24));
  }
  co_return days;
}

TEST(RunCoro, MovesTimeWhenNothingElseCanRun) {
  ManualClock clock;
  asio::io_context io(1);
  const auto before = clock.utc_now();
  EXPECT_EQ(run_coro(io, clock, count_days(clock, 365)), 365);
  EXPECT_EQ(clock.utc_now() - before, std::chrono::hours(24 * 365));
}

asio::awaitable<void> wait_for_nothing() {
  asio::steady_timer never(co_await asio::this_coro::executor, async::SteadyTime::max());
  co_await never.async_wait(asio::use_awaitable);
}

TEST(RunCoro, SaysWhenNothingWillCome) {
  ManualClock clock;
  asio::io_context io(1);
  EXPECT_THROW(run_coro(io, clock, wait_for_nothing()), std::logic_error);
}

asio::awaitable<int> fail() {
  throw std::runtime_error("told to");
  co_return 0;
}

TEST(RunCoro, ThrowsOnWhatTheCoroutineThrew) { EXPECT_THROW(run_coro(fail()), std::runtime_error); }

}  // namespace
}  // namespace fb::test
