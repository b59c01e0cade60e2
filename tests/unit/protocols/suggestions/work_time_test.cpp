// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/suggestions/work_time.hpp"

#include "tests/unit/protocols/suggestions/suggestion_support.hpp"

namespace fb::suggestions {
namespace {

struct Row {
  const char* title;
  model::WorkingHours hours;
  const char* begin;
  const char* end;
  bool expected;
};

model::WorkingHours periods(std::vector<model::WorkingPeriod> periods) {
  return {{}, std::move(periods)};
}

// Tuesday is the first day of the times below.
TEST(WorkTime, TheWholeStretchLiesInTheHours) {
  const Row rows[] = {
      {"inside", works(480, 1020), "09:00", "10:00", true},
      {"from the first minute", works(480, 1020), "08:00", "09:00", true},
      {"begins a minute early", works(480, 1020), "07:59", "09:00", false},
      {"to the last minute", works(480, 1020), "16:00", "17:00", true},
      {"ends a minute late", works(480, 1020), "16:00", "17:01", false},
      {"outside", works(480, 1020), "20:00", "21:00", false},
      {"not on that day", works(480, 1020, 0, 0b1000001), "09:00", "10:00", false},
      {"1440 is midnight", works(480, 1440), "23:00", "+1 00:00", true},
      {"past midnight", works(480, 1440), "23:30", "+1 00:30", false},
      {"over midnight without a gap", works(0, 1440), "23:30", "+1 00:30", true},
      {"into a day off", works(0, 1440, 0, 0b0000100), "23:30", "+1 00:30", false},
      {"around the clock", works(0, 1440, 0, kEveryDay), "00:00", "+1 00:00", true},
      {"two periods that meet", periods({{kWorkingWeek, 480, 720}, {kWorkingWeek, 720, 1020}}),
       "11:30", "12:30", true},
      {"lunch between two periods", periods({{kWorkingWeek, 480, 720}, {kWorkingWeek, 780, 1020}}),
       "11:30", "13:30", false},
      {"periods in any order", periods({{kWorkingWeek, 780, 1020}, {kWorkingWeek, 480, 720}}),
       "09:00", "10:00", true},
      {"the owner's clock is five hours behind", works(480, 1020, 300), "13:00", "14:00", true},
      {"by the owner's clock it is early", works(480, 1020, 300), "12:00", "13:00", false},
      {"the owner's clock is on the next day", works(480, 1020, -720, 0b0001000), "22:00", "23:00",
       true},
      {"the owner's clock is on the day before", works(480, 1440, 720, 0b0000010), "08:00", "09:00",
       true},
  };
  for (const Row& row : rows) {
    auto hours = WorkTime::of(row.hours);
    ASSERT_TRUE(hours.has_value()) << row.title;
    EXPECT_EQ(hours->covers(at(row.begin), at(row.end)), row.expected) << row.title;
  }
}

TEST(WorkTime, HoursThatSayNothingAreNotKnown) {
  model::WorkingHours no_zone = works(480, 1020);
  no_zone.zone.bias_minutes = 100'000;
  const model::WorkingHours rows[] = {
      periods({}),   works(480, 1020, 0, 0), works(1020, 480), works(480, 480),
      works(-90, 0), works(1440, 2000),      no_zone,
  };
  for (const model::WorkingHours& row : rows) EXPECT_FALSE(WorkTime::of(row).has_value());
}

// Central Europe puts its clocks forward on the 30th of March 2031 at 01:00 UTC, from 02:00 to
// 03:00, and back on the 26th of October at 01:00 UTC, from 03:00 to 02:00.
TEST(WorkTime, ClocksThatAreChangedAreFollowed) {
  model::WorkingHours hours = works(60, 180, -60, kEveryDay);
  hours.zone.standard =
      model::ZoneSwitch{0, std::chrono::hours(3), 10, 5, model::SwitchDay::sunday, {}};
  hours.zone.daylight =
      model::ZoneSwitch{-60, std::chrono::hours(2), 3, 5, model::SwitchDay::sunday, {}};
  const UtcTime spring = std::chrono::sys_days(std::chrono::March / 30 / 2031);
  const UtcTime autumn = std::chrono::sys_days(std::chrono::October / 26 / 2031);
  auto known = WorkTime::of(hours).value();
  EXPECT_TRUE(known.covers(spring, spring + minutes(60)));   // 01:00 to 03:00
  EXPECT_FALSE(known.covers(spring, spring + minutes(61)));  // 03:01 is too late
  EXPECT_FALSE(known.covers(spring - minutes(1), spring));
  EXPECT_TRUE(known.covers(autumn - minutes(60), autumn + minutes(120)));  // 01:00 to 03:00
  EXPECT_FALSE(known.covers(autumn - minutes(60), autumn + minutes(121)));
  EXPECT_TRUE(known.covers(autumn, autumn + minutes(60)));  // 02:00 to 03:00, before the change
  EXPECT_FALSE(known.covers(autumn - minutes(61), autumn)) << "asked backwards in time";
}

}  // namespace
}  // namespace fb::suggestions
