// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/availability.hpp"

#include <gtest/gtest.h>

namespace fb::model {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime kNoon = std::chrono::sys_days{std::chrono::May / 6 / 2031} + 12h;

BlockDetails details(bool is_private) {
  BlockDetails out;
  out.id = "5f3a";
  out.subject = "Budget";
  out.location = "Room 4";
  out.is_meeting = true;
  out.is_recurring = true;
  out.is_private = is_private;
  return out;
}

Availability two_meetings() {
  Availability out{TimeWindow::make(kNoon, kNoon + 8h).value(), {}, Precision::exact, {}, {}};
  out.blocks = {{kNoon, kNoon + 1h, FreeBusyStatus::busy, details(false)},
                {kNoon + 2h, kNoon + 3h, FreeBusyStatus::out_of_office, details(true)}};
  out.working_hours = WorkingHours{{60, {}, {}}, {{62, 480, 1020}}};
  out.level = DetailLevel::limited_details;
  return out;
}

TEST(CutTo, FullDetailsInsideOneOrganisation) {
  Availability availability = two_meetings();
  cut_to(DetailLevel::limited_details, false, availability);
  Availability expected = two_meetings();
  expected.blocks[1].details->subject.clear();
  expected.blocks[1].details->location.clear();
  expected.blocks[1].details->id.clear();
  EXPECT_EQ(availability.blocks, expected.blocks);
  EXPECT_EQ(availability.working_hours, expected.working_hours);
  EXPECT_EQ(availability.level, DetailLevel::limited_details);
}

TEST(CutTo, NoIdCrossesAnOrganisation) {
  Availability availability = two_meetings();
  cut_to(DetailLevel::limited_details, true, availability);
  EXPECT_EQ(availability.blocks[0].details->id, "");
  EXPECT_EQ(availability.blocks[0].details->subject, "Budget");
  EXPECT_EQ(availability.blocks[1].details->id, "");
  EXPECT_TRUE(availability.blocks[1].details->is_private);
}

TEST(CutTo, TimeOnlyKeepsTimesStatusesAndWorkingHours) {
  for (const DetailLevel level : {DetailLevel::availability_only, DetailLevel::none}) {
    Availability availability = two_meetings();
    cut_to(level, false, availability);
    const std::vector<BusyBlock> expected{
        {kNoon, kNoon + 1h, FreeBusyStatus::busy, {}},
        {kNoon + 2h, kNoon + 3h, FreeBusyStatus::out_of_office, {}}};
    EXPECT_EQ(availability.blocks, expected) << name(level);
    EXPECT_EQ(availability.working_hours, two_meetings().working_hours) << name(level);
    EXPECT_EQ(availability.level, level);
  }
}

TEST(CutTo, NeverAddsWhatALowerLevelHasTaken) {
  Availability availability = two_meetings();
  cut_to(DetailLevel::availability_only, false, availability);
  cut_to(DetailLevel::limited_details, false, availability);
  EXPECT_EQ(availability.level, DetailLevel::availability_only);
  EXPECT_EQ(availability.blocks[0].details, std::nullopt);
}

// A source that forgot to say how little it gives must not leak by that.
TEST(CutTo, TheLevelOfTheAnswerCountsToo) {
  Availability availability = two_meetings();
  availability.level = DetailLevel::availability_only;
  cut_to(DetailLevel::limited_details, false, availability);
  EXPECT_EQ(availability.blocks[0].details, std::nullopt);
}

TEST(Names, OfLevelsPathsAndCacheStates) {
  EXPECT_EQ(name(DetailLevel::limited_details), "LimitedDetails");
  EXPECT_EQ(detail_level_named("AvailabilityOnly"), DetailLevel::availability_only);
  EXPECT_EQ(detail_level_named("availabilityonly"), std::nullopt);
  EXPECT_EQ(least(DetailLevel::limited_details, DetailLevel::none), DetailLevel::none);
  EXPECT_EQ(name(SharingPath::organization_relationship), "organization-relationship");
  EXPECT_EQ(name(CacheState::joined), "joined");
}

}  // namespace
}  // namespace fb::model
