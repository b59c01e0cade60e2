// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/zones.hpp"

#include <gtest/gtest.h>

#include "tests/unit/protocols/wire/zones_support.hpp"

namespace fb::wire {
namespace {

using namespace std::chrono_literals;
using testing::utc;
using testing::wall;

TEST(Zone, UtcIsTheSameEverywhere) {
  const Zone zone = Zone::utc();
  EXPECT_EQ(zone.to_utc(wall(2031, 5, 6, 8)), utc(2031, 5, 6, 8));
  EXPECT_EQ(zone.to_local(utc(2031, 5, 6, 8)), wall(2031, 5, 6, 8));
  EXPECT_EQ(zone.next_change(utc(2031, 1, 1), utc(2032, 1, 1)), utc(2032, 1, 1));
  EXPECT_EQ(zone.annual_in(2031), model::AnnualZone{});
  EXPECT_EQ(zone.windows_name(), "UTC");
  EXPECT_EQ(zone.iana_name(), "Etc/UTC");
}

struct WallCase {
  const char* what;
  model::AnnualZone zone;
  LocalTime wall;
  model::UtcTime utc;
};

TEST(Zone, WallTimesAtTheEdgesOfGapsAndOverlaps) {
  const WallCase cases[] = {
      {"before the gap", testing::pacific(), wall(2031, 3, 9, 1, 59, 59),
       utc(2031, 3, 9, 9, 59, 59)},
      {"gap begins", testing::pacific(), wall(2031, 3, 9, 2), utc(2031, 3, 9, 10)},
      {"in the gap", testing::pacific(), wall(2031, 3, 9, 2, 30), utc(2031, 3, 9, 10, 30)},
      {"gap ends", testing::pacific(), wall(2031, 3, 9, 2, 59, 59), utc(2031, 3, 9, 10, 59, 59)},
      {"after the gap", testing::pacific(), wall(2031, 3, 9, 3), utc(2031, 3, 9, 10)},
      {"before the overlap", testing::pacific(), wall(2031, 11, 2, 0, 59, 59),
       utc(2031, 11, 2, 7, 59, 59)},
      {"overlap begins", testing::pacific(), wall(2031, 11, 2, 1), utc(2031, 11, 2, 8)},
      {"in the overlap", testing::pacific(), wall(2031, 11, 2, 1, 30), utc(2031, 11, 2, 8, 30)},
      {"overlap ends", testing::pacific(), wall(2031, 11, 2, 2), utc(2031, 11, 2, 10)},
      {"southern gap", testing::sydney(), wall(2031, 10, 5, 2, 30), utc(2031, 10, 4, 16, 30)},
      {"southern overlap", testing::sydney(), wall(2031, 4, 6, 2, 30), utc(2031, 4, 5, 15, 30)},
  };
  for (const WallCase& c : cases) {
    const auto zone = Zone::annual(c.zone);
    ASSERT_TRUE(zone) << c.what;
    EXPECT_EQ(zone->to_utc(c.wall), c.utc) << c.what;
  }
}

TEST(Zone, NextChangeIsExactAndStopsAtTheLimit) {
  const Zone zone = Zone::annual(testing::pacific()).value();
  const auto spring = utc(2031, 3, 9, 10);
  const auto autumn = utc(2031, 11, 2, 9);
  EXPECT_EQ(zone.next_change(utc(2031, 1, 1), utc(2032, 1, 1)), spring);
  EXPECT_EQ(zone.next_change(spring - 1s, utc(2032, 1, 1)), spring);
  EXPECT_EQ(zone.next_change(spring, utc(2032, 1, 1)), autumn);
  EXPECT_EQ(zone.next_change(utc(2031, 1, 1), spring), spring);
  EXPECT_EQ(zone.next_change(utc(2031, 1, 1), spring - 1s), spring - 1s);
  EXPECT_EQ(zone.offset_at(spring - 1s), -8h);
  EXPECT_EQ(zone.offset_at(spring), -7h);
}

TEST(Zone, ATableOfChanges) {
  const std::vector<OffsetChange> changes{{utc(2031, 3, 30, 1), 2h}, {utc(2031, 10, 26, 1), 1h}};
  const Zone zone = Zone::tabulated(1h, changes).value();
  EXPECT_EQ(zone.offset_at(utc(1990, 1, 1)), 1h);
  EXPECT_EQ(zone.next_change(utc(1990, 1, 1), utc(2060, 1, 1)), utc(2031, 3, 30, 1));
  EXPECT_EQ(zone.to_utc(wall(2031, 3, 30, 2, 30)), utc(2031, 3, 30, 1, 30));
  EXPECT_EQ(zone.to_utc(wall(2031, 10, 26, 2, 30)), utc(2031, 10, 26, 0, 30));
  EXPECT_EQ(zone.to_utc(wall(2060, 7, 1)), utc(2060, 6, 30, 23));
  EXPECT_EQ(Zone::tabulated(90min, {}).value().offset_at(utc(2031, 1, 1)), 90min);
}

TEST(Zone, TablesThatAreRefused) {
  const auto at = utc(2031, 3, 30, 1);
  EXPECT_FALSE(Zone::tabulated(1h, {{at, 2h}, {at - 1s, 1h}}));
  EXPECT_TRUE(Zone::tabulated(-24h, {{at, 24h}}));
  EXPECT_FALSE(Zone::tabulated(-24h - 1s, {}));
  EXPECT_FALSE(Zone::tabulated(0s, {{at, 24h + 1s}}));
  EXPECT_TRUE(Zone::tabulated(0s, std::vector<OffsetChange>(10'000, {at, 1h})));
  EXPECT_FALSE(Zone::tabulated(0s, std::vector<OffsetChange>(10'001, {at, 1h})));
}

// A switch forward, and one back soon after: what the first takes away, the second gives again.
TEST(Zone, AWallTimeThatComesAfterAGapIsNoGap) {
  const model::UtcTime at = utc(2031, 1, 1);
  const Zone zone = Zone::tabulated(0s, {{at, 3h}, {at + 30min, 0s}}).value();
  for (const auto later : {30min, 60min, 179min, 240min})
    EXPECT_EQ(zone.to_utc(zone.to_local(at + later)), at + later) << later.count();
  // These are shown by nothing, and are moved on by the length of the gap.
  EXPECT_EQ(zone.to_utc(LocalTime{(at + 15min).time_since_epoch()}), at + 15min);
}

TEST(Zone, AGapBeforeTheLastStretch) {
  const model::UtcTime at = utc(2031, 1, 1);
  const Zone zone = Zone::tabulated(0s, {{at, 2h}}).value();
  EXPECT_EQ(zone.to_utc(LocalTime{(at + 1h).time_since_epoch()}), at + 1h);
  EXPECT_EQ(zone.to_local(at + 1h), LocalTime{(at + 3h).time_since_epoch()});
}

TEST(Zone, TimesFarOutsideTheCalendarAreTakenAtItsEdge) {
  const Zone zone = Zone::annual(testing::pacific()).value();
  const auto far_future = model::UtcTime(std::chrono::seconds(std::int64_t{1} << 60));
  const auto far_past = model::UtcTime(std::chrono::seconds(-(std::int64_t{1} << 60)));
  EXPECT_EQ(zone.offset_at(far_future), -8h);
  EXPECT_EQ(zone.offset_at(far_past), -8h);
  EXPECT_EQ(zone.to_utc(LocalTime{far_future.time_since_epoch()}), far_future + 8h);
  EXPECT_EQ(zone.to_utc(LocalTime{far_past.time_since_epoch()}), far_past + 8h);
  EXPECT_EQ(zone.next_change(far_future, far_future + 24h), far_future + 24h);
}

}  // namespace
}  // namespace fb::wire
