// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/stitch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/blocks.hpp"

namespace fb::upstream {
namespace {

using model::Availability;
using model::BusyBlock;
using model::DetailLevel;
using model::FreeBusyStatus;
using model::Precision;
using test::at;
using test::busy;
using test::days;
using testing::ElementsAre;

Availability slots(model::TimeWindow of, std::initializer_list<BusyBlock> blocks) {
  return test::answer(of, blocks, DetailLevel::availability_only, Precision::slots);
}

TEST(Stitch, ABlockOverTheSeamStandsOnce) {
  const BusyBlock over = busy(at(6, 22), at(7, 3));
  const auto whole = stitch(test::answer(days(0, 7), {busy(at(1, 9), at(1, 10)), over}),
                            test::answer(days(7, 14), {over, busy(at(8, 9), at(8, 10))}));
  EXPECT_EQ(whole.window, days(0, 14));
  EXPECT_EQ(whole.precision, Precision::exact);
  EXPECT_THAT(whole.blocks,
              ElementsAre(busy(at(1, 9), at(1, 10)), over, busy(at(8, 9), at(8, 10))));
}

TEST(Stitch, TwoEqualBlocksOverTheSeamStayTwo) {
  const BusyBlock over = busy(at(6, 22), at(7, 3));
  const auto whole =
      stitch(test::answer(days(0, 7), {over, over}), test::answer(days(7, 14), {over, over}));
  EXPECT_THAT(whole.blocks, ElementsAre(over, over));
}

TEST(Stitch, WhatOnlyTheSecondPartKnowsOfIsNotLost) {
  const BusyBlock early = busy(at(5), at(8));
  const auto whole =
      stitch(test::answer(days(0, 7), {busy(at(6), at(6, 1))}), test::answer(days(7, 14), {early}));
  EXPECT_THAT(whole.blocks, ElementsAre(early, busy(at(6), at(6, 1))));
}

TEST(Stitch, MeetingsThatMeetAtTheSeamStayTwo) {
  const BusyBlock before = busy(at(6, 23), at(7));
  const BusyBlock after = busy(at(7), at(7, 1));
  EXPECT_THAT(stitch(test::answer(days(0, 7), {before}), test::answer(days(7, 14), {after})).blocks,
              ElementsAre(before, after));
}

TEST(Stitch, ARunOfSlotsHasNoSeam) {
  const auto whole = stitch(slots(days(0, 7), {busy(at(6, 23), at(7))}),
                            slots(days(7, 14), {busy(at(7), at(7, 1))}));
  EXPECT_EQ(whole.precision, Precision::slots);
  EXPECT_THAT(whole.blocks, ElementsAre(busy(at(6, 23), at(7, 1))));

  const BusyBlock before = busy(at(6, 23), at(7), FreeBusyStatus::tentative);
  const BusyBlock after = busy(at(7), at(7, 1));
  EXPECT_THAT(stitch(slots(days(0, 7), {before}), slots(days(7, 14), {after})).blocks,
              ElementsAre(before, after));
}

TEST(Stitch, WhatIsUnknownOnBothSidesIsOneGapAlsoBetweenEntries) {
  const auto unknown = [](model::UtcTime begin, model::UtcTime end) {
    return busy(begin, end, FreeBusyStatus::no_data);
  };
  const auto whole = stitch(test::answer(days(0, 7), {unknown(at(6), at(7))}),
                            test::answer(days(7, 14), {unknown(at(7), at(8))}));
  EXPECT_THAT(whole.blocks, ElementsAre(unknown(at(6), at(8))));
}

TEST(Stitch, TheWeakerPartSaysHowExactAndHowDetailedTheWholeIs) {
  auto first = test::answer(days(0, 7), {test::detailed(at(1), at(2), "Keel")},
                            DetailLevel::limited_details);
  const auto both = stitch(first, test::answer(days(7, 14), {test::detailed(at(8), at(9), "Mast")},
                                               DetailLevel::limited_details));
  EXPECT_EQ(both.level, DetailLevel::limited_details);
  EXPECT_EQ(both.blocks[0].details->subject, "Keel");

  const auto one = stitch(first, slots(days(7, 14), {}));
  EXPECT_EQ(one.level, DetailLevel::availability_only);
  EXPECT_EQ(one.precision, Precision::slots);
  EXPECT_FALSE(one.blocks[0].details);
}

TEST(Stitch, WorkingHoursComeFromWhicheverPartHasThem) {
  const model::WorkingHours hours{{}, {{2, 480, 1020}}};
  auto with = test::answer(days(0, 7), {});
  with.working_hours = hours;
  EXPECT_EQ(stitch(with, test::answer(days(7, 14), {})).working_hours, hours);
  with.window = days(7, 14);
  EXPECT_EQ(stitch(test::answer(days(0, 7), {}), with).working_hours, hours);
}

TEST(Narrowed, LeavesOutWhatDoesNotTouch) {
  const auto narrow = narrowed(
      test::answer(days(0, 2),
                   {busy(at(0, 1), at(0, 2)), busy(at(0, 23), at(1, 1)), busy(at(1), at(1))}),
      days(0, 1));
  EXPECT_EQ(narrow.window, days(0, 1));
  EXPECT_THAT(narrow.blocks, ElementsAre(busy(at(0, 1), at(0, 2)), busy(at(0, 23), at(1, 1))));
}

TEST(Halves, MeetOnAnEdgeThatEverySlotHas) {
  for (const auto& window : {days(0, 62), days(0, 7), days(0, 1), test::window(at(0), at(0, 1)),
                             test::window(at(0, 3, 7), at(3, 17, 52))}) {
    const Halves halves = halves_of(window);
    EXPECT_EQ(halves.first.begin(), window.begin());
    EXPECT_EQ(halves.first.end(), halves.second.begin());
    EXPECT_EQ(halves.second.end(), window.end());
    EXPECT_EQ(halves.first.length() % std::chrono::minutes(30), std::chrono::seconds(0));
  }
}

}  // namespace
}  // namespace fb::upstream
