// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/async/task_group.hpp"

#include <gtest/gtest.h>

#include "tests/support/run_coro.hpp"

namespace fb::async {
namespace {

namespace asio = boost::asio;
using std::chrono::seconds;

asio::awaitable<void> wait_then_count(test::ManualClock& clock, seconds length, int& ended) {
  co_await clock.wait_until(clock.now() + length);
  ++ended;
}

asio::awaitable<void> throw_now() {
  throw std::runtime_error("told to");
  co_return;
}

asio::awaitable<void> wait_for_all(TaskGroup& tasks, bool& woken) {
  co_await tasks.wait();
  woken = true;
}

struct TaskGroupTest : testing::Test {
  void poll() {
    io.poll();
    io.restart();
  }
  bool spawn(seconds length) {
    return tasks.spawn(io.get_executor(), wait_then_count(clock, length, ended));
  }

  test::ManualClock clock;
  asio::io_context io{1};
  int exceptions = 0;
  TaskGroup tasks{[this](std::exception_ptr) { ++exceptions; }};
  int ended = 0;
};

TEST_F(TaskGroupTest, WaitingForNoTaskEndsAtOnce) {
  test::run_coro(io, tasks.wait());
  EXPECT_EQ(tasks.running(), 0U);
}

TEST_F(TaskGroupTest, WaitsForTheLast) {
  ASSERT_TRUE(spawn(seconds(1)));
  ASSERT_TRUE(spawn(seconds(2)));
  bool woken = false;
  TaskGroup waiters;
  ASSERT_TRUE(waiters.spawn(io.get_executor(), wait_for_all(tasks, woken)));
  poll();
  clock.advance(seconds(1));
  poll();
  EXPECT_EQ(tasks.running(), 1U);
  EXPECT_FALSE(woken);
  clock.advance(seconds(1));
  poll();
  EXPECT_TRUE(woken);
  EXPECT_EQ(ended, 2);
}

TEST_F(TaskGroupTest, ClosedTakesNothing) {
  tasks.close();
  EXPECT_FALSE(spawn(seconds(0)));
  poll();
  EXPECT_EQ(ended, 0);
}

TEST_F(TaskGroupTest, CloseLeavesWhatRuns) {
  ASSERT_TRUE(spawn(seconds(1)));
  poll();
  tasks.close();
  poll();
  EXPECT_EQ(tasks.running(), 1U);
  clock.advance(seconds(1));
  poll();
  EXPECT_EQ(ended, 1);
}

TEST_F(TaskGroupTest, CancelEndsWhatRunsAndIsNoException) {
  ASSERT_TRUE(spawn(seconds(1)));
  ASSERT_TRUE(spawn(seconds(2)));
  poll();
  tasks.cancel();
  test::run_coro(io, tasks.wait());
  EXPECT_EQ(tasks.running(), 0U);
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(exceptions, 0);
}

TEST_F(TaskGroupTest, ExceptionEndsOneTaskAndIsReported) {
  ASSERT_TRUE(spawn(seconds(1)));
  ASSERT_TRUE(tasks.spawn(io.get_executor(), throw_now()));
  poll();
  EXPECT_EQ(exceptions, 1);
  EXPECT_EQ(tasks.running(), 1U);
  clock.advance(seconds(1));
  poll();
  EXPECT_EQ(ended, 1);
}

TEST_F(TaskGroupTest, CancelledWaiterLeavesTheTasks) {
  ASSERT_TRUE(spawn(seconds(1)));
  bool woken = false;
  TaskGroup waiters;
  ASSERT_TRUE(waiters.spawn(io.get_executor(), wait_for_all(tasks, woken)));
  poll();
  waiters.cancel();
  poll();
  EXPECT_EQ(waiters.running(), 0U);
  EXPECT_FALSE(woken);
  EXPECT_EQ(tasks.running(), 1U);
}

TEST(TaskGroup, MayGoBeforeItsTasks) {
  test::ManualClock clock;
  asio::io_context io(1);
  int ended = 0;
  {
    TaskGroup tasks;
    tasks.spawn(io.get_executor(), wait_then_count(clock, seconds(1), ended));
    io.poll();
  }
  clock.advance(seconds(1));
  io.restart();
  io.run();
  EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace fb::async
