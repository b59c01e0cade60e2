// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/failure_limiter.hpp"

#include <gtest/gtest.h>

namespace fb::identity {
namespace {

using std::chrono::seconds;

constexpr async::SteadyTime kStart{std::chrono::hours(1)};

TEST(FailureLimiter, GivesSoManyAttemptsAndThenTheTimeLeft) {
  FailureLimiter limiter(3, seconds(60));
  const std::string key = FailureLimiter::key("grace", "192.0.2.1");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.take(key, kStart + seconds(i)), seconds(0)) << i;
  EXPECT_EQ(limiter.take(key, kStart + seconds(3)), seconds(57));
  EXPECT_EQ(limiter.take(key, kStart + seconds(59)), seconds(1));
  EXPECT_EQ(limiter.take(key, kStart + std::chrono::milliseconds(59'999)), seconds(1));
  EXPECT_EQ(limiter.take(key, kStart + seconds(60)), seconds(0));
  EXPECT_EQ(limiter.take(key, kStart + seconds(61)), seconds(0));
  EXPECT_EQ(limiter.take(key, kStart + seconds(62)), seconds(0));
  EXPECT_EQ(limiter.take(key, kStart + seconds(63)), seconds(57));
}

TEST(FailureLimiter, SuccessForgetsAndAnAttemptCanBeGivenBack) {
  FailureLimiter limiter(1, seconds(60));
  const std::string key = FailureLimiter::key("grace", "192.0.2.1");
  EXPECT_EQ(limiter.take(key, kStart), seconds(0));
  EXPECT_NE(limiter.take(key, kStart), seconds(0));
  limiter.give_back(key);
  EXPECT_EQ(limiter.take(key, kStart), seconds(0));
  limiter.succeeded(key);
  EXPECT_EQ(limiter.take(key, kStart), seconds(0));
  limiter.give_back("nobody");
}

TEST(FailureLimiter, NobodyElseIsLockedOut) {
  FailureLimiter limiter(1, seconds(60));
  EXPECT_EQ(limiter.take(FailureLimiter::key("grace", "192.0.2.1"), kStart), seconds(0));
  EXPECT_NE(limiter.take(FailureLimiter::key("grace", "192.0.2.1"), kStart), seconds(0));
  EXPECT_EQ(limiter.take(FailureLimiter::key("grace", "192.0.2.2"), kStart), seconds(0));
  EXPECT_EQ(limiter.take(FailureLimiter::key("peggy", "192.0.2.1"), kStart), seconds(0));
}

TEST(FailureLimiter, AddressesThatCountTogether) {
  const auto key = [](std::string_view address) { return FailureLimiter::key("grace", address); };
  EXPECT_EQ(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  EXPECT_NE(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
  EXPECT_EQ(key("::ffff:192.0.2.1"), key("192.0.2.1"));
  EXPECT_NE(key("::ffff:192.0.2.1"), key("::ffff:192.0.2.2"));
  EXPECT_NE(key("192.0.2.1"), key("192.0.2.2"));
  EXPECT_NE(key("unix"), key(""));
}

TEST(FailureLimiter, IsBounded) {
  FailureLimiter limiter(1, seconds(60));
  const std::string first = FailureLimiter::key("first", "192.0.2.1");
  EXPECT_EQ(limiter.take(first, kStart), seconds(0));
  for (std::size_t i = 0; i < 2 * FailureLimiter::kEntriesMax; ++i) {
    (void)limiter.take(FailureLimiter::key(std::to_string(i), "192.0.2.1"), kStart);
  }
  // The oldest went, and the newest are still counted.
  EXPECT_EQ(limiter.take(first, kStart), seconds(0));
  const std::string last = std::to_string(2 * FailureLimiter::kEntriesMax - 1);
  EXPECT_NE(limiter.take(FailureLimiter::key(last, "192.0.2.1"), kStart), seconds(0));
}

}  // namespace
}  // namespace fb::identity
