// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/free_busy.hpp"

#include <gtest/gtest.h>

namespace fb::model {
namespace {

using namespace std::chrono_literals;
using S = FreeBusyStatus;

constexpr UtcTime kNoon = std::chrono::sys_days{std::chrono::May / 6 / 2031} + 12h;

TimeWindow window_of(std::chrono::seconds length) {
  return TimeWindow::make(kNoon, kNoon + length).value();
}

BusyBlock block(std::chrono::seconds begin, std::chrono::seconds end, S status = S::busy) {
  return {kNoon + begin, kNoon + end, status, {}};
}

// One letter per slot, so that a row of the tables below can be read.
std::string picture(const std::vector<S>& slots) {
  std::string out;
  for (const S status : slots) out += "-tbowx"[static_cast<std::size_t>(status)];
  return out;
}

TEST(Stronger, TheOrderOfStatuses) {
  const S weakest_first[] = {S::free, S::working_elsewhere, S::no_data, S::tentative,
                             S::busy, S::out_of_office};
  for (std::size_t i = 0; i < kFreeBusyStatusCount; ++i) {
    for (std::size_t j = 0; j < kFreeBusyStatusCount; ++j) {
      EXPECT_EQ(stronger(weakest_first[i], weakest_first[j]), weakest_first[std::max(i, j)])
          << name(weakest_first[i]) << " " << name(weakest_first[j]);
    }
  }
}

struct MergeCase {
  const char* what;
  std::vector<BusyBlock> blocks;
  std::string slots;  // half hours of three hours
};

TEST(Merge, HalfHours) {
  const MergeCase cases[] = {
      {"nothing", {}, "------"},
      {"one slot", {block(30min, 60min)}, "-b----"},
      {"a second of the next slot", {block(30min, 60min + 1s)}, "-bb---"},
      {"a second of the slot before", {block(30min - 1s, 60min)}, "bb----"},
      {"all and more", {block(-1h, 5h)}, "bbbbbb"},
      {"ends where the window begins", {block(-1h, 0h)}, "------"},
      {"begins where the window ends", {block(3h, 4h)}, "------"},
      {"ends a second inside", {block(-1h, 1s)}, "b-----"},
      {"begins a second inside", {block(3h - 1s, 4h)}, "-----b"},
      {"an instant between slots marks the second", {block(30min, 30min)}, "-b----"},
      {"an instant at the end of the window", {block(3h, 3h)}, "------"},
      {"busy hides tentative", {block(0h, 1h, S::tentative), block(30min, 90min)}, "tbb---"},
      {"in either order", {block(30min, 90min), block(0h, 1h, S::tentative)}, "tbb---"},
      {"out of office hides busy",
       {block(0h, 1h, S::busy), block(30min, 60min, S::out_of_office)},
       "bo----"},
      {"working elsewhere is more than free",
       {block(0h, 1h, S::working_elsewhere), block(0h, 1h, S::free)},
       "ww----"},
      {"unknown", {block(30min, 90min, S::no_data)}, "-xx---"},
      {"something known hides unknown",
       {block(0h, 2h, S::no_data), block(30min, 60min, S::tentative)},
       "xtxx--"},
      {"in either order", {block(30min, 60min, S::tentative), block(0h, 2h, S::no_data)}, "xtxx--"},
      {"an entry that says free does not hide unknown",
       {block(0h, 1h, S::free), block(0h, 2h, S::no_data)},
       "xxxx--"},
      {"in either order", {block(0h, 2h, S::no_data), block(0h, 1h, S::free)}, "xxxx--"},
      {"nor does working elsewhere, which some dialects write as free",
       {block(0h, 15min, S::working_elsewhere), block(15min, 30min, S::no_data)},
       "x-----"},
  };
  for (const MergeCase& c : cases) {
    EXPECT_EQ(picture(merge(c.blocks, window_of(3h), SlotLength::half_hour())), c.slots) << c.what;
  }
}

TEST(Merge, TheLastSlotMayBeShorter) {
  const std::vector<BusyBlock> late{block(60min, 65min)};
  EXPECT_EQ(picture(merge(late, window_of(60min + 1s), SlotLength::half_hour())), "--b");
  EXPECT_EQ(picture(merge(late, window_of(60min), SlotLength::half_hour())), "--");
  EXPECT_EQ(picture(merge(late, window_of(1s), SlotLength::of_minutes(1440).value())), "-");
}

TEST(BlocksOfSlots, RunsBecomeBlocks) {
  const std::vector<S> slots{S::busy, S::busy, S::free, S::tentative, S::busy, S::no_data};
  const std::vector<BusyBlock> expected{block(0h, 1h), block(90min, 120min, S::tentative),
                                        block(2h, 150min), block(150min, 3h, S::no_data)};
  EXPECT_EQ(blocks_of_slots(slots, window_of(3h), SlotLength::half_hour()), expected);
}

TEST(BlocksOfSlots, TheLastBlockEndsWithTheWindow) {
  const std::vector<S> slots{S::free, S::busy};
  const std::vector<BusyBlock> expected{block(30min, 31min)};
  EXPECT_EQ(blocks_of_slots(slots, window_of(31min), SlotLength::half_hour()), expected);
}

TEST(BlocksOfSlots, SlotsThatAreMissingAreUnknownAndNeverFree) {
  const std::vector<S> slots{S::free, S::busy};
  const std::vector<BusyBlock> expected{block(30min, 60min), block(1h, 3h, S::no_data)};
  EXPECT_EQ(blocks_of_slots(slots, window_of(3h), SlotLength::half_hour()), expected);
  const std::vector<BusyBlock> unknown{block(0h, 3h, S::no_data)};
  EXPECT_EQ(blocks_of_slots({}, window_of(3h), SlotLength::half_hour()), unknown);
}

TEST(BlocksOfSlots, SlotsBeyondTheWindowAreIgnored) {
  const std::vector<S> slots(9, S::busy);
  const std::vector<BusyBlock> expected{block(0h, 1h)};
  EXPECT_EQ(blocks_of_slots(slots, window_of(1h), SlotLength::half_hour()), expected);
}

TEST(BlocksOfSlots, WorksBefore1970) {
  const UtcTime begin = std::chrono::sys_days{std::chrono::May / 6 / 1931};
  const TimeWindow window = TimeWindow::make(begin, begin + 1h).value();
  const std::vector<S> slots{S::free, S::busy};
  const std::vector<BusyBlock> expected{{begin + 30min, begin + 1h, S::busy, {}}};
  EXPECT_EQ(blocks_of_slots(slots, window, SlotLength::half_hour()), expected);
  EXPECT_EQ(picture(merge(expected, window, SlotLength::half_hour())), "-b");
}

// Blocks made of slots merge to the same slots again, whatever the statuses.
TEST(BlocksOfSlots, IsTheReverseOfMerge) {
  std::vector<S> slots(6);
  for (int code = 0; code < 6 * 6 * 6 * 6 * 6 * 6; ++code) {
    int rest = code;
    for (S& slot : slots) {
      slot = static_cast<S>(rest % 6);
      rest /= 6;
    }
    const TimeWindow window = window_of(2h + 31min);
    const auto blocks = blocks_of_slots(slots, window, SlotLength::half_hour());
    ASSERT_EQ(merge(blocks, window, SlotLength::half_hour()), slots) << picture(slots);
  }
}

// "known" as hours after noon, for a window from the second to the fifth hour.
TEST(UnknownParts, WhatIsNotReachedIsNoData) {
  const TimeWindow window = TimeWindow::span(kNoon + 2h, kNoon + 5h).value();
  const auto unknown = [](std::chrono::hours from, std::chrono::hours to) {
    return BusyBlock{kNoon + from, kNoon + to, S::no_data, {}};
  };
  const struct {
    std::chrono::hours from;
    std::chrono::hours to;
    std::vector<BusyBlock> expected;
  } rows[] = {
      {2h, 5h, {}},
      {0h, 9h, {}},
      {3h, 4h, {unknown(2h, 3h), unknown(4h, 5h)}},
      {3h, 9h, {unknown(2h, 3h)}},
      {0h, 4h, {unknown(4h, 5h)}},
      {0h, 2h, {unknown(2h, 5h)}},
      {0h, 1h, {unknown(2h, 5h)}},
      {5h, 9h, {unknown(2h, 5h)}},
      {7h, 9h, {unknown(2h, 5h)}},
  };
  for (const auto& row : rows) {
    const TimeWindow known = TimeWindow::span(kNoon + row.from, kNoon + row.to).value();
    EXPECT_EQ(unknown_parts(known, window), row.expected) << row.from.count();
  }
}

}  // namespace
}  // namespace fb::model
