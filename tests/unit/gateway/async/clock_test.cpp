// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/async/clock.hpp"

#include <gtest/gtest.h>

#include "gateway/async/task_group.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::async {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(RealClock, DoesNotWaitForThePast) {
  Clock& clock = real_clock();
  test::run_coro(clock.wait_until(clock.now() - hours(1)));
}

TEST(RealClock, WaitsNotLessThanAsked) {
  Clock& clock = real_clock();
  const SteadyTime at = clock.now() + milliseconds(2);
  test::run_coro(clock.wait_until(at));
  EXPECT_GE(clock.now(), at);
}

TEST(RealClock, WaitEndsWhenCancelled) {
  boost::asio::io_context io(1);
  TaskGroup tasks;
  Clock& clock = real_clock();
  ASSERT_TRUE(tasks.spawn(io.get_executor(), clock.wait_until(clock.now() + hours(1))));
  io.poll();
  EXPECT_EQ(tasks.running(), 1U);
  tasks.cancel();
  io.run();
  EXPECT_EQ(tasks.running(), 0U);
}

TEST(Deadline, IsTheSoonerOfTwo) {
  test::ManualClock clock;
  const Deadline near = Deadline::after(clock, milliseconds(5));
  const Deadline far = Deadline::after(clock, milliseconds(6));
  EXPECT_EQ(near.sooner(far).at, near.at);
  EXPECT_EQ(far.sooner(near).at, near.at);
}

TEST(Deadline, PassesAtItsTimeNotAfterIt) {
  test::ManualClock clock;
  const Deadline deadline = Deadline::after(clock, milliseconds(5));
  clock.advance(milliseconds(4));
  EXPECT_FALSE(deadline.passed(clock));
  clock.advance(milliseconds(1));
  EXPECT_TRUE(deadline.passed(clock));
}

}  // namespace
}  // namespace fb::async
