// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Zones made at random survive each form in which a dialect carries them.
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "protocols/ews/time_zones.hpp"
#include "protocols/graph/working_hours.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/xml.hpp"
#include "tests/support/random_calendars.hpp"

namespace fb {
namespace {

constexpr unsigned kSeed = 20310510;
constexpr int kRounds = 1000;

TEST(ZonesOfDialects, SerializableTimeZoneKeepsAllOfThem) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    const model::AnnualZone zone = random.zone();
    std::string xml = "<TimeZone>";
    ews::append_annual_zone(zone, xml);
    xml += "</TimeZone>";
    const auto document = wire::XmlDocument::parse(xml);
    ASSERT_TRUE(document.has_value());
    const auto read = ews::read_annual_zone(document->root());
    ASSERT_TRUE(read.has_value()) << xml;
    EXPECT_EQ(*read, zone) << "seed " << kSeed << " round " << round << " " << xml;
  }
}

TEST(ZonesOfDialects, CustomTimeZoneKeepsAllOfThem) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    const model::WorkingHours hours{random.zone(), {{0b0111110, 480, 1020}}};
    std::string text;
    ASSERT_TRUE(graph::append_working_hours(hours, text));
    const auto json = wire::parse_json(text);
    ASSERT_TRUE(json.has_value()) << text;
    EXPECT_EQ(graph::read_working_hours(*json, 2031), hours)
        << "seed " << kSeed << " round " << round << " " << text;
  }
}

// Offsets at random moments: what a zone says of itself is what its yearly form says.
TEST(ZonesOfDialects, TheYearlyFormOfARuleIsTheRule) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    const model::AnnualZone rule = random.zone();
    const auto zone = wire::Zone::annual(rule);
    ASSERT_TRUE(zone.has_value());
    const auto again = wire::Zone::annual(zone->annual_in(2020 + random.number(16)));
    ASSERT_TRUE(again.has_value());
    for (int probe = 0; probe < 50; ++probe) {
      const model::UtcTime at = random.window(1).begin();
      EXPECT_EQ(again->offset_at(at), zone->offset_at(at))
          << "seed " << kSeed << " round " << round;
    }
  }
}

// Wall times there and back: the same instant, but for the hour that autumn shows twice.
TEST(ZonesOfDialects, WallTimesComeBack) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    const auto zone = wire::Zone::annual(random.zone()).value();
    for (int probe = 0; probe < 20; ++probe) {
      const model::UtcTime at = random.window(1).begin();
      const model::UtcTime back = zone.to_utc(zone.to_local(at));
      EXPECT_EQ(zone.to_local(back), zone.to_local(at));
      EXPECT_LE(back, at);
      EXPECT_LE(at - back, std::chrono::hours(1));
    }
  }
}

}  // namespace
}  // namespace fb
