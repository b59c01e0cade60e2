// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "cache/availability/packed_chunk.hpp"

#include <gtest/gtest.h>

#include "tests/support/blocks.hpp"

namespace fb::cache {
namespace {

using model::FreeBusyStatus;
using test::answer;
using test::at;
using test::busy;
using test::days;
using test::detailed;
using test::kDayZero;

TEST(PackedChunk, GivesBackEveryStatusAndTimeOfTheSupportedYears) {
  constexpr model::UtcTime kFirst = std::chrono::sys_days{std::chrono::January / 1 / 1900};
  constexpr model::UtcTime kLast = std::chrono::sys_days{std::chrono::January / 1 / 2200};
  for (std::size_t status = 0; status < model::kFreeBusyStatusCount; ++status) {
    const auto block = busy(kFirst, kLast, static_cast<FreeBusyStatus>(status));
    const PackedChunk chunk(0, days(0, 7), answer(days(0, 7), {block}), kDayZero);
    ASSERT_EQ(chunk.size(), 1u);
    EXPECT_EQ(chunk.block(0), block);
  }
}

TEST(PackedChunk, TakesWhatTouchesItAndSortsByBegin) {
  const auto long_one = busy(at(-3), at(9));
  const auto early = busy(at(1), at(2));
  const auto late = busy(at(5), at(6));
  const auto next_week = busy(at(7), at(8));
  const PackedChunk chunk(0, days(0, 7), answer(days(0, 14), {late, early, next_week, long_one}),
                          kDayZero);
  ASSERT_EQ(chunk.size(), 3u);
  EXPECT_EQ(chunk.block(0), long_one);
  EXPECT_EQ(chunk.block(1), early);
  EXPECT_EQ(chunk.block(2), late);
}

TEST(PackedChunk, KeepsDetailsWithTheirBlock) {
  const auto plain = busy(at(1), at(2));
  const auto second = detailed(at(2), at(3), "Board");
  const auto third = detailed(at(3), at(4), "Budget");
  const PackedChunk chunk(0, days(0, 7), answer(days(0, 7), {third, plain, second}), kDayZero);
  EXPECT_EQ(chunk.block(0), plain);
  EXPECT_EQ(chunk.block(1), second);
  EXPECT_EQ(chunk.block(2), third);
}

TEST(PackedChunk, CountsTheBytesOfBlocksAndOfLongTexts) {
  const auto bytes_with = [](std::initializer_list<model::BusyBlock> blocks) {
    return PackedChunk(0, days(0, 7), answer(days(0, 7), blocks), kDayZero).bytes();
  };
  const std::uint64_t empty = bytes_with({});
  EXPECT_EQ(empty, sizeof(PackedChunk));
  EXPECT_EQ(bytes_with({busy(at(1), at(2))}), empty + 16);
  const std::uint64_t short_text = bytes_with({detailed(at(1), at(2), "Budget")});
  EXPECT_GT(short_text, empty + 16 + sizeof(model::BlockDetails));
  EXPECT_EQ(bytes_with({detailed(at(1), at(2), std::string(200, 'x'))}), short_text + 201);
}

}  // namespace
}  // namespace fb::cache
