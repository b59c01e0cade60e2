// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/gss_ticket_uses.hpp"

#include <gtest/gtest.h>

namespace fb::identity {
namespace {

using Outcome = GssTicketUses::Outcome;
using std::chrono::seconds;

constexpr async::SteadyTime kStart{std::chrono::hours(1)};

Digest use(std::uint8_t number) {
  Digest digest{};
  digest.back() = number;
  return digest;
}

TEST(GssTicketUses, AUseCountsOnceUntilItIsForgotten) {
  GssTicketUses uses;
  EXPECT_EQ(uses.record(use(1), kStart), Outcome::first);
  EXPECT_EQ(uses.record(use(1), kStart), Outcome::again);
  EXPECT_EQ(uses.record(use(2), kStart + seconds(1)), Outcome::first);
  EXPECT_EQ(uses.record(use(1), kStart + GssTicketUses::kKept - seconds(1)), Outcome::again);
  EXPECT_EQ(uses.record(use(1), kStart + GssTicketUses::kKept), Outcome::first);
  EXPECT_EQ(uses.record(use(2), kStart + GssTicketUses::kKept), Outcome::again);
}

TEST(GssTicketUses, WhereThereIsNoRoomNothingIsForgotten) {
  GssTicketUses uses(3);
  for (std::uint8_t i = 0; i < 3; ++i) {
    EXPECT_EQ(uses.record(use(i), kStart + seconds(i)), Outcome::first);
  }
  EXPECT_EQ(uses.record(use(3), kStart + seconds(3)), Outcome::no_room);
  for (std::uint8_t i = 0; i < 3; ++i) {
    EXPECT_EQ(uses.record(use(i), kStart + seconds(4)), Outcome::again);
  }
  // The first has had its time; its place is free.
  EXPECT_EQ(uses.record(use(3), kStart + GssTicketUses::kKept), Outcome::first);
  EXPECT_EQ(uses.record(use(4), kStart + GssTicketUses::kKept), Outcome::no_room);
}

TEST(GssTicketUses, IsKeptLongerThanTwiceTheUsualClockSkew) {
  EXPECT_GT(GssTicketUses::kKept, 2 * std::chrono::minutes(5));
}

}  // namespace
}  // namespace fb::identity
