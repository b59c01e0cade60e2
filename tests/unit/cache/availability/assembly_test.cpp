// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "cache/availability/assembly.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/blocks.hpp"

namespace fb::cache {
namespace {

using model::Availability;
using model::DetailLevel;
using model::FreeBusyStatus;
using model::Precision;
using test::answer;
using test::at;
using test::busy;
using test::days;
using test::detailed;
using test::window;
using testing::ElementsAre;

Availability assemble(model::TimeWindow of, std::initializer_list<Availability> parts) {
  Assembly assembly(of);
  for (const Availability& part : parts) assembly.add(part);
  return std::move(assembly).finish();
}

TEST(Assembly, ABlockOverAnEdgeAppearsOnce) {
  const auto over = busy(at(6, 20), at(7, 8));
  const auto whole =
      assemble(days(0, 14), {answer(days(0, 7), {over}), answer(days(7, 14), {over})});
  EXPECT_THAT(whole.blocks, ElementsAre(over));
}

TEST(Assembly, ABlockOverManyEdgesAppearsOnceAndWhole) {
  const auto over = busy(at(-30), at(40), FreeBusyStatus::out_of_office);
  const auto whole = assemble(days(2, 17), {answer(days(0, 7), {over}), answer(days(7, 14), {over}),
                                            answer(days(14, 21), {over})});
  EXPECT_THAT(whole.blocks, ElementsAre(over));
}

TEST(Assembly, TwoEqualBlocksOfOnePartStayTwo) {
  const auto meeting = busy(at(1, 9), at(1, 10));
  EXPECT_THAT(assemble(days(0, 7), {answer(days(0, 7), {meeting, meeting})}).blocks,
              ElementsAre(meeting, meeting));
}

TEST(Assembly, ABlockThatOnlyTheLaterPartKnowsIsNotLost) {
  const auto first = busy(at(1, 9), at(1, 10));
  const auto reaching_back = busy(at(6, 20), at(7, 8));
  const auto last = busy(at(6, 22), at(6, 23));
  const auto whole = assemble(
      days(0, 14), {answer(days(0, 7), {first, last}), answer(days(7, 14), {reaching_back})});
  EXPECT_THAT(whole.blocks, ElementsAre(first, reaching_back, last));
}

TEST(Assembly, DropsWhatDoesNotTouchTheWindow) {
  const auto before = busy(at(1, 8), at(1, 9));
  const auto inside = busy(at(1, 9), at(1, 10));
  const auto after = busy(at(1, 10), at(1, 11));
  const auto cut =
      assemble(window(at(1, 9), at(1, 10)), {answer(days(0, 7), {before, inside, after})});
  EXPECT_THAT(cut.blocks, ElementsAre(inside));
}

TEST(Assembly, AnInstantBelongsToThePartThatItBegins) {
  const auto instant = busy(at(7), at(7));
  const auto whole =
      assemble(days(0, 14), {answer(days(0, 7), {}), answer(days(7, 14), {instant})});
  EXPECT_THAT(whole.blocks, ElementsAre(instant));
}

TEST(Assembly, IsSlotsAsSoonAsOnePartIs) {
  const auto slots = answer(days(0, 7), {}, DetailLevel::availability_only, Precision::slots);
  const auto exact = answer(days(7, 14), {});
  EXPECT_EQ(assemble(days(0, 14), {slots, exact}).precision, Precision::slots);
  EXPECT_EQ(assemble(days(7, 14), {exact}).precision, Precision::exact);
}

TEST(Assembly, IsAsDetailedAsItsPoorestPart) {
  const auto poor = answer(days(0, 7), {busy(at(1, 9), at(1, 10))});
  const auto rich =
      answer(days(7, 14), {detailed(at(8, 9), at(8, 10), "Budget")}, DetailLevel::limited_details);
  const auto both = assemble(days(0, 14), {poor, rich});
  EXPECT_EQ(both.level, DetailLevel::availability_only);
  for (const auto& block : both.blocks) EXPECT_FALSE(block.details);

  const auto alone = assemble(days(7, 14), {rich});
  EXPECT_EQ(alone.level, DetailLevel::limited_details);
  EXPECT_THAT(alone.blocks, ElementsAre(rich.blocks.front()));
}

}  // namespace
}  // namespace fb::cache
