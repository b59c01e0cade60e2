// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/replay_guard.hpp"

#include <gtest/gtest.h>

namespace fb::cloudsim {
namespace {

using Verdict = ReplayGuard::Verdict;

model::UtcTime at(int seconds) { return model::UtcTime(std::chrono::seconds(seconds)); }

TEST(ReplayGuard, RemembersUntilTheEnd) {
  ReplayGuard guard;
  EXPECT_EQ(guard.note("a", at(10), at(0)), Verdict::fresh);
  EXPECT_EQ(guard.note("a", at(10), at(9)), Verdict::seen);
  EXPECT_EQ(guard.note("b", at(10), at(9)), Verdict::fresh);
  EXPECT_EQ(guard.note("a", at(20), at(10)), Verdict::fresh);
  EXPECT_EQ(guard.note("a", at(20), at(19)), Verdict::seen);
}

TEST(ReplayGuard, IsBounded) {
  ReplayGuard guard(2);
  EXPECT_EQ(guard.note("a", at(10), at(0)), Verdict::fresh);
  EXPECT_EQ(guard.note("b", at(20), at(0)), Verdict::fresh);
  EXPECT_EQ(guard.note("c", at(20), at(9)), Verdict::full);
  EXPECT_EQ(guard.note("b", at(20), at(9)), Verdict::seen);
  // What has ended makes room, and only that.
  EXPECT_EQ(guard.note("c", at(20), at(10)), Verdict::fresh);
  EXPECT_EQ(guard.note("b", at(20), at(10)), Verdict::seen);
}

}  // namespace
}  // namespace fb::cloudsim
