// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include <functional>

#include "protocols/wire/zones.hpp"
#include "tests/unit/protocols/wire/zones_support.hpp"

namespace fb::wire {
namespace {

using namespace std::chrono_literals;
using model::AnnualZone;
using model::SwitchDay;
using testing::utc;
using testing::yearly;

struct SwitchCase {
  const char* what;
  int month;
  int order;
  SwitchDay day;
  int year;
  int date;  // the day of the month on which daylight saving begins
};

TEST(AnnualZone, EveryFormOfADate) {
  const SwitchCase cases[] = {
      {"first Sunday, the 1st", 3, 1, SwitchDay::sunday, 2026, 1},
      {"first Sunday, the 7th", 3, 1, SwitchDay::sunday, 2027, 7},
      {"second Sunday", 3, 2, SwitchDay::sunday, 2031, 9},
      {"third Friday", 3, 3, SwitchDay::friday, 2031, 21},
      {"fourth Saturday", 3, 4, SwitchDay::saturday, 2031, 22},
      {"last Sunday is the fourth", 3, 5, SwitchDay::sunday, 2026, 29},
      {"last Sunday is the fifth", 3, 5, SwitchDay::sunday, 2031, 30},
      {"last Thursday of a leap February", 2, 5, SwitchDay::thursday, 2024, 29},
      {"first day", 3, 1, SwitchDay::day, 2031, 1},
      {"fourth day", 3, 4, SwitchDay::day, 2031, 4},
      {"last day", 4, 5, SwitchDay::day, 2031, 30},
      {"last day of February", 2, 5, SwitchDay::day, 2031, 28},
      {"first weekday", 3, 1, SwitchDay::weekday, 2031, 3},
      {"third weekday", 3, 3, SwitchDay::weekday, 2031, 5},
      {"last weekday", 5, 5, SwitchDay::weekday, 2031, 30},
      {"first weekend day", 3, 1, SwitchDay::weekend_day, 2031, 1},
      {"second weekend day", 3, 2, SwitchDay::weekend_day, 2031, 2},
      {"third weekend day", 3, 3, SwitchDay::weekend_day, 2031, 8},
      {"last weekend day", 3, 5, SwitchDay::weekend_day, 2031, 30},
  };
  for (const SwitchCase& c : cases) {
    const AnnualZone form{0, yearly(0, 12, 1, SwitchDay::monday, 3),
                          yearly(-60, c.month, c.order, c.day, 2)};
    const auto zone = Zone::annual(form);
    ASSERT_TRUE(zone) << c.what;
    EXPECT_EQ(zone->next_change(utc(c.year, 1, 1), utc(c.year, 12, 31)),
              utc(c.year, c.month, c.date, 2))
        << c.what;
    EXPECT_EQ(zone->annual_in(c.year), form) << c.what;
  }
}

TEST(AnnualZone, NoDaylightSaving) {
  const auto summer = yearly(-60, 3, 5, SwitchDay::sunday, 2);
  const auto winter = yearly(0, 10, 5, SwitchDay::sunday, 3);
  auto shifted_winter = winter;
  shifted_winter.bias_minutes = 30;
  auto same_date_winter = summer;
  same_date_winter.bias_minutes = 0;
  auto same_bias_summer = summer;
  same_bias_summer.bias_minutes = 0;
  const auto none = yearly(0, 0, 0, SwitchDay::sunday, 0);
  const std::tuple<const char*, AnnualZone, int> cases[] = {
      {"no switches", {300, {}, {}}, 300},
      {"month 0 in both", {300, none, none}, 300},
      {"month 0 in standard", {300, none, summer}, 300},
      {"month 0 in daylight", {300, winter, none}, 300},
      {"standard only", {300, winter, {}}, 300},
      {"standard only, with a bias", {300, shifted_winter, {}}, 330},
      {"daylight only", {300, {}, summer}, 300},
      {"identical switches", {0, summer, summer}, -60},
      {"the same moment", {0, same_date_winter, summer}, 0},
      {"equal biases", {0, winter, same_bias_summer}, 0},
  };
  for (const auto& [what, form, bias] : cases) {
    const auto zone = Zone::annual(form);
    ASSERT_TRUE(zone) << what;
    EXPECT_EQ(zone->next_change(utc(2031, 1, 1), utc(2032, 1, 1)), utc(2032, 1, 1)) << what;
    EXPECT_EQ(zone->offset_at(utc(2031, 7, 1)), std::chrono::minutes(-bias)) << what;
    EXPECT_EQ(zone->annual_in(2031), (AnnualZone{bias, {}, {}})) << what;
  }
}

TEST(AnnualZone, SingleDatesHappenOnce) {
  AnnualZone form{-60, yearly(0, 10, 26, SwitchDay::sunday, 3),
                  yearly(-60, 3, 30, SwitchDay::sunday, 2)};
  form.standard->year = 2031;
  form.daylight->year = 2031;
  const Zone zone = Zone::annual(form).value();
  EXPECT_EQ(zone.offset_at(utc(1990, 7, 1)), 1h);
  EXPECT_EQ(zone.next_change(utc(1990, 7, 1), utc(2100, 1, 1)), utc(2031, 3, 30, 1));
  EXPECT_EQ(zone.next_change(utc(2031, 3, 30, 1), utc(2100, 1, 1)), utc(2031, 10, 26, 1));
  EXPECT_EQ(zone.next_change(utc(2031, 10, 26, 1), utc(2100, 1, 1)), utc(2100, 1, 1));
  EXPECT_EQ(zone.offset_at(utc(2031, 3, 30, 1)), 2h);
  EXPECT_EQ(zone.offset_at(utc(2060, 7, 1)), 1h);
}

TEST(AnnualZone, ASingleDateBesideAYearlyRule) {
  AnnualZone form = testing::western_europe();
  form.daylight = yearly(-60, 4, 13, SwitchDay::sunday, 2);
  form.daylight->year = 2031;
  const Zone zone = Zone::annual(form).value();
  EXPECT_EQ(zone.offset_at(utc(2030, 7, 1)), 1h);
  EXPECT_EQ(zone.offset_at(utc(2031, 4, 13, 0, 59, 59)), 1h);
  EXPECT_EQ(zone.offset_at(utc(2031, 4, 13, 1)), 2h);
  EXPECT_EQ(zone.offset_at(utc(2031, 10, 26, 1)), 1h);
  EXPECT_EQ(zone.offset_at(utc(2032, 7, 1)), 1h);
}

TEST(AnnualZone, HalfHourDaylightSavingAndSwitchesAtMidnight) {
  AnnualZone lord_howe{-630, yearly(0, 4, 1, SwitchDay::sunday, 2),
                       yearly(-30, 10, 1, SwitchDay::sunday, 2)};
  const Zone zone = Zone::annual(lord_howe).value();
  EXPECT_EQ(zone.next_change(utc(2031, 2, 1), utc(2032, 1, 1)), utc(2031, 4, 5, 15));
  EXPECT_EQ(zone.next_change(utc(2031, 5, 1), utc(2032, 1, 1)), utc(2031, 10, 4, 15, 30));

  AnnualZone end_of_day{-120, yearly(0, 10, 5, SwitchDay::thursday, 24),
                        yearly(-60, 4, 5, SwitchDay::thursday, 24)};
  const Zone at_24 = Zone::annual(end_of_day).value();
  EXPECT_EQ(at_24.next_change(utc(2031, 1, 1), utc(2032, 1, 1)), utc(2031, 4, 24, 22));
  end_of_day.daylight->time_of_day = 24h - 1s;
  const Zone at_23_59_59 = Zone::annual(end_of_day).value();
  EXPECT_EQ(at_23_59_59.next_change(utc(2031, 1, 1), utc(2032, 1, 1)), utc(2031, 4, 24, 22));
}

TEST(AnnualZone, TheLimitsOfWhatIsTaken) {
  using Change = std::function<void(AnnualZone&)>;
  const std::tuple<const char*, bool, Change> cases[] = {
      {"bias +24 h", true,
       [](auto& z) {
         z = {1440, {}, {}};
       }},
      {"bias beyond +24 h", false,
       [](auto& z) {
         z = {1441, {}, {}};
       }},
      {"bias -24 h", true,
       [](auto& z) {
         z = {-1440, {}, {}};
       }},
      {"bias beyond -24 h", false,
       [](auto& z) {
         z = {-1441, {}, {}};
       }},
      {"bias of the least integer", false, [](auto& z) { z.bias_minutes = INT32_MIN; }},
      {"sum of biases", false, [](auto& z) { z.bias_minutes = -1400; }},
      {"bias of a switch", false, [](auto& z) { z.daylight->bias_minutes = 1441; }},
      {"greatest bias of a switch", false, [](auto& z) { z.daylight->bias_minutes = INT32_MAX; }},
      {"month 12", true, [](auto& z) { z.daylight->month = 12; }},
      {"month 13", false, [](auto& z) { z.daylight->month = 13; }},
      {"month -1", false, [](auto& z) { z.standard->month = -1; }},
      {"order 0", false, [](auto& z) { z.daylight->day_order = 0; }},
      {"order 1", true, [](auto& z) { z.daylight->day_order = 1; }},
      {"order 5", true, [](auto& z) { z.daylight->day_order = 5; }},
      {"order 6", false, [](auto& z) { z.daylight->day_order = 6; }},
      {"order -1", false, [](auto& z) { z.standard->day_order = -1; }},
      {"no such day", false, [](auto& z) { z.daylight->day = static_cast<SwitchDay>(10); }},
      {"time 24:00", true, [](auto& z) { z.daylight->time_of_day = 24h; }},
      {"time 24:00:01", false, [](auto& z) { z.daylight->time_of_day = 24h + 1s; }},
      {"time before midnight", false, [](auto& z) { z.daylight->time_of_day = -1s; }},
      {"31 March of a year", true,
       [](auto& z) {
         z.daylight->year = 2031;
         z.daylight->day_order = 31;
       }},
      {"31 February of a year", false,
       [](auto& z) {
         z.daylight->year = 2031;
         z.daylight->day_order = 31;
         z.daylight->month = 2;
       }},
      {"day 0 of a year", false,
       [](auto& z) {
         z.daylight->year = 2031;
         z.daylight->day_order = 0;
       }},
      {"year 0", false, [](auto& z) { z.daylight->year = 0; }},
      {"year 9999", true, [](auto& z) { z.daylight->year = 9999; }},
      {"year 10000", false, [](auto& z) { z.daylight->year = 10000; }},
  };
  for (const auto& [what, taken, change] : cases) {
    AnnualZone form = testing::western_europe();
    change(form);
    const auto zone = Zone::annual(form);
    EXPECT_EQ(zone.has_value(), taken) << what;
    if (!zone) {
      EXPECT_EQ(zone.error().kind(), model::ErrorKind::time_zone_invalid) << what;
    }
  }
}

}  // namespace
}  // namespace fb::wire
