// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "protocols/wire/zones.hpp"
#include "tests/unit/protocols/wire/zones_support.hpp"

namespace fb::wire {
namespace {

using namespace std::chrono_literals;
using model::AnnualZone;
using model::SwitchDay;
using testing::utc;
using testing::wall;
using testing::yearly;

// The seconds of the year in which the yearly form shows another offset than the zone.
std::chrono::seconds wrong_time(const Zone& zone, const Zone& form, int year) {
  const auto end = zone.to_utc(wall(year + 1, 1, 1));
  std::chrono::seconds wrong{0};
  for (auto at = zone.to_utc(wall(year, 1, 1)); at < end;) {
    const auto next = std::min(zone.next_change(at, end), form.next_change(at, end));
    if (zone.offset_at(at) != form.offset_at(at)) wrong += next - at;
    at = next;
  }
  return wrong;
}

// Two switches can say "one offset, another one for a while, the first again", or a single change.
bool two_switches_can_say(const Zone& zone, int year) {
  const auto end = zone.to_utc(wall(year + 1, 1, 1));
  auto at = zone.to_utc(wall(year, 1, 1));
  const auto first = zone.offset_at(at);
  int changes = 0;
  for (at = zone.next_change(at, end); at < end; at = zone.next_change(at, end)) ++changes;
  return changes < 2 || (changes == 2 && zone.offset_at(end - 1s) == first);
}

struct Beyond {
  std::string windows_name;
  int year;
  std::chrono::hours wrong;
};

// The years up to 2025 that two switches cannot say, and how much of each is lost. Every other year
// of every zone must be right to the second.
const std::vector<Beyond>& beyond_two_switches() {
  static const std::vector<Beyond> all{
      // Summer time paused for Ramadan.
      {"Egypt Standard Time", 2010, 503h},
      {"Egypt Standard Time", 2014, 841h},
      {"Morocco Standard Time", 2012, 744h},
      {"Morocco Standard Time", 2013, 816h},
      {"Morocco Standard Time", 2014, 840h},
      {"Morocco Standard Time", 2015, 840h},
      {"Morocco Standard Time", 2016, 840h},
      {"Morocco Standard Time", 2017, 1008h},
      {"Morocco Standard Time", 2018, 840h},
      {"West Bank Standard Time", 2011, 697h},
      // Samoa crossed the date line after two ordinary switches.
      {"Samoa Standard Time", 2011, 24h},
  };
  return all;
}

TEST(AnnualFit, EveryWindowsZoneIsRightInEveryYearThatTwoSwitchesCanSay) {
  int right = 0;
  std::size_t lost = 0;
  std::size_t lost_and_explained = 0;
  for (const NamedZone& entry : windows_zones()) {
    const Zone zone = Zone::named(entry.windows_name).value();
    for (int year = 2010; year <= 2045; ++year) {
      const auto form = Zone::annual(zone.annual_in(year));
      ASSERT_TRUE(form) << entry.windows_name << " " << year;
      const auto wrong = wrong_time(zone, *form, year);
      if (two_switches_can_say(zone, year)) {
        EXPECT_EQ(wrong, 0s) << entry.windows_name << " " << year;
        ++right;
        continue;
      }
      // tzdata guesses at the years to come and changes its mind.
      EXPECT_LE(wrong, 24h * 45) << entry.windows_name << " " << year;
      if (year > 2025) continue;
      ++lost;
      for (const Beyond& beyond : beyond_two_switches()) {
        if (beyond.windows_name != entry.windows_name || beyond.year != year) continue;
        EXPECT_EQ(wrong, beyond.wrong) << entry.windows_name << " " << year;
        ++lost_and_explained;
      }
    }
  }
  EXPECT_EQ(lost, beyond_two_switches().size());
  EXPECT_EQ(lost_and_explained, beyond_two_switches().size());
  EXPECT_GE(right, 139 * 36 - 60);
}

TEST(AnnualFit, WellKnownZonesComeOutAsTheyAreWritten) {
  AnnualZone lord_howe{-630, yearly(0, 4, 1, SwitchDay::sunday, 2),
                       yearly(-30, 10, 1, SwitchDay::sunday, 2)};
  const std::tuple<const char*, int, AnnualZone> cases[] = {
      {"Pacific Standard Time", 2031, testing::pacific()},
      {"W. Europe Standard Time", 2031, testing::western_europe()},
      {"W. Europe Standard Time", 2044, testing::western_europe()},
      {"AUS Eastern Standard Time", 2031, testing::sydney()},
      {"Lord Howe Standard Time", 2031, lord_howe},
      {"India Standard Time", 2031, {-330, {}, {}}},
      {"Nepal Standard Time", 2031, {-345, {}, {}}},
      {"Dateline Standard Time", 2031, {720, {}, {}}},
      {"Line Islands Standard Time", 2031, {-840, {}, {}}},
      {"E. South America Standard Time", 2031, {180, {}, {}}},
  };
  for (const auto& [name, year, form] : cases) {
    EXPECT_EQ(Zone::named(name).value().annual_in(year), form) << name << " " << year;
  }
}

// Kazakhstan moved from +6 to +5 on 2024-03-01 and has no summer time.
TEST(AnnualFit, AYearWithOneChangeHasTwoSingleDates) {
  const AnnualZone form = Zone::named("Asia/Almaty").value().annual_in(2024);
  EXPECT_EQ(form.bias_minutes, -300);
  ASSERT_TRUE(form.standard && form.daylight);
  EXPECT_EQ(form.standard->year, 2024);
  EXPECT_EQ(form.standard->month, 3);
  EXPECT_EQ(form.standard->day_order, 1);
  EXPECT_EQ(form.standard->time_of_day, 0s);
  EXPECT_EQ(form.standard->bias_minutes, 0);
  EXPECT_EQ(form.daylight->year, 2023);
  EXPECT_EQ(form.daylight->bias_minutes, -60);
}

// Morocco's clock goes back for Ramadan: standard time is the short part of the year.
TEST(AnnualFit, APauseForRamadanIsStandardTime) {
  const AnnualZone form = Zone::named("Africa/Casablanca").value().annual_in(2025);
  EXPECT_EQ(form.bias_minutes, 0);
  EXPECT_EQ(form.standard, yearly(0, 2, 5, SwitchDay::sunday, 3));    // 23 February
  EXPECT_EQ(form.daylight, yearly(-60, 4, 1, SwitchDay::sunday, 2));  // 6 April
}

TEST(AnnualFit, YearsBeyondTheCalendarAreTakenAtItsEdge) {
  const Zone zone = Zone::named("Europe/Berlin").value();
  EXPECT_EQ(zone.annual_in(INT32_MAX), testing::western_europe());
  EXPECT_TRUE(Zone::annual(zone.annual_in(INT32_MIN)));
}

}  // namespace
}  // namespace fb::wire
