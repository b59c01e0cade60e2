// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include <functional>

#include "protocols/wire/zones.hpp"
#include "tests/unit/protocols/wire/zones_support.hpp"

namespace fb::wire {
namespace {

using namespace std::chrono_literals;
using model::SwitchDay;
using testing::utc;
using testing::wall;

ZoneDefinition::YearlyTransition nth(const char* to, int month, int order, int hour) {
  ZoneDefinition::YearlyTransition transition;
  transition.to_period = to;
  transition.month = month;
  transition.day_order = order;
  transition.time_of_day = std::chrono::hours(hour);
  return transition;
}

ZoneDefinition western_europe() {
  ZoneDefinition definition;
  definition.id = "W. Europe Standard Time";
  definition.periods = {{"std", -60}, {"dlt", -120}};
  definition.groups = {{"0", {nth("dlt", 3, 5, 2), nth("std", 10, 5, 3)}, {}}};
  definition.starts = {{true, "0", {}}};
  return definition;
}

void expect_same_changes(const Zone& a, const Zone& b, model::UtcTime from, model::UtcTime to) {
  for (auto at = from; at < to;) {
    ASSERT_EQ(a.offset_at(at), b.offset_at(at)) << at.time_since_epoch().count();
    const auto next = a.next_change(at, to);
    ASSERT_EQ(next, b.next_change(at, to)) << at.time_since_epoch().count();
    at = next;
  }
}

TEST(ZoneDefinition, AYearlyGroupIsTheSameAsAnAnnualZone) {
  const auto zone = Zone::defined(western_europe());
  ASSERT_TRUE(zone);
  expect_same_changes(*zone, Zone::annual(testing::western_europe()).value(), utc(1990, 1, 1),
                      utc(2060, 1, 1));
  EXPECT_EQ(zone->windows_name(), "W. Europe Standard Time");
  EXPECT_EQ(zone->iana_name(), "");
  EXPECT_EQ(zone->annual_in(2031), testing::western_europe());
}

TEST(ZoneDefinition, TheOrderOfTransitionsDoesNotMatter) {
  ZoneDefinition definition = western_europe();
  std::swap(definition.groups[0].yearly[0], definition.groups[0].yearly[1]);
  expect_same_changes(Zone::defined(definition).value(), Zone::defined(western_europe()).value(),
                      utc(2020, 1, 1), utc(2035, 1, 1));
}

// The United States moved their switches in 2007.
TEST(ZoneDefinition, GroupsFollowEachOther) {
  ZoneDefinition definition;
  definition.id = "Eastern";
  definition.periods = {{"std", 300}, {"dlt", 240}};
  definition.groups = {{"old", {nth("dlt", 4, 1, 2), nth("std", 10, 5, 2)}, {}},
                       {"new", {nth("dlt", 3, 2, 2), nth("std", 11, 1, 2)}, {}}};
  definition.starts = {{true, "old", {}}, {true, "new", wall(2007, 1, 1)}};
  const Zone zone = Zone::defined(definition).value();
  expect_same_changes(zone, Zone::named("America/New_York").value(), utc(1990, 1, 1),
                      utc(2060, 1, 1));
  EXPECT_EQ(zone.windows_name(), "");
}

// Russia ended the switching in 2011 and moved back for good on 2014-10-26.
TEST(ZoneDefinition, PlainPeriodsFollowGroups) {
  ZoneDefinition definition;
  definition.periods = {{"msk", -180}, {"msd", -240}};
  definition.groups = {{"switching", {nth("msd", 3, 5, 2), nth("std", 10, 5, 3)}, {}},
                       {"summer", {}, "msd"}};
  definition.groups[0].yearly[1].to_period = "msk";
  definition.starts = {{true, "switching", {}},
                       {true, "summer", wall(2011, 3, 27, 2)},
                       {false, "msk", wall(2014, 10, 26, 2)}};
  const Zone zone = Zone::defined(definition).value();
  expect_same_changes(zone, Zone::named("Europe/Moscow").value(), utc(1997, 1, 1), utc(2060, 1, 1));
}

TEST(ZoneDefinition, DaysOfTheMonth) {
  ZoneDefinition definition = western_europe();
  auto& yearly = definition.groups[0].yearly;
  yearly[0] = nth("dlt", 3, 0, 0);
  yearly[0].day_of_month = 22;
  yearly[1] = nth("std", 9, 0, 0);
  yearly[1].day_of_month = 31;  // September has 30
  const Zone zone = Zone::defined(definition).value();
  EXPECT_EQ(zone.next_change(utc(2031, 1, 1), utc(2032, 1, 1)), utc(2031, 3, 21, 23));
  EXPECT_EQ(zone.next_change(utc(2031, 5, 1), utc(2032, 1, 1)), utc(2031, 9, 29, 22));
}

TEST(ZoneDefinition, WithoutPeriodsTheIdIsTheZone) {
  ZoneDefinition definition;
  definition.id = "W. Europe Standard Time";
  const Zone zone = Zone::defined(definition).value();
  EXPECT_EQ(zone.iana_name(), "Europe/Berlin");
  EXPECT_EQ(zone.offset_at(utc(2031, 7, 1)), 2h);

  definition.id = "Customized Time Zone";
  ASSERT_FALSE(Zone::defined(definition));
  EXPECT_EQ(Zone::defined(definition).error().kind(), model::ErrorKind::time_zone_invalid);
}

TEST(ZoneDefinition, WithoutStartsTheOnlyChoiceHoldsAlways) {
  ZoneDefinition definition = western_europe();
  definition.starts.clear();
  EXPECT_EQ(Zone::defined(definition).value().offset_at(utc(2031, 7, 1)), 2h);

  definition.groups.clear();
  definition.periods = {{"only", 480}};
  EXPECT_EQ(Zone::defined(definition).value().offset_at(utc(2031, 7, 1)), -8h);
}

TEST(ZoneDefinition, WhatIsRefused) {
  using Change = std::function<void(ZoneDefinition&)>;
  const std::pair<const char*, Change> cases[] = {
      {"a period that is missing", [](auto& d) { d.groups[0].yearly[0].to_period = "x"; }},
      {"a group that is missing", [](auto& d) { d.starts[0].to = "x"; }},
      {"a plain group without a period", [](auto& d) { d.groups[0].yearly.clear(); }},
      {"a start at a missing period",
       [](auto& d) {
         d.starts[0] = {false, "x", {}};
       }},
      {"two choices and no start",
       [](auto& d) {
         d.starts.clear();
         d.groups.clear();
       }},
      {"a period twice", [](auto& d) { d.periods[1].id = "std"; }},
      {"a group twice", [](auto& d) { d.groups.push_back(d.groups[0]); }},
      {"two beginnings", [](auto& d) { d.starts.push_back(d.starts[0]); }},
      {"groups without periods", [](auto& d) { d.periods.clear(); }},
      {"a bias beyond 24 h", [](auto& d) { d.periods[0].bias_minutes = -1441; }},
      {"month 0", [](auto& d) { d.groups[0].yearly[0].month = 0; }},
      {"month 13", [](auto& d) { d.groups[0].yearly[0].month = 13; }},
      {"order 6", [](auto& d) { d.groups[0].yearly[0].day_order = 6; }},
      {"no day", [](auto& d) { d.groups[0].yearly[0].day_order = 0; }},
      {"day 32", [](auto& d) { d.groups[0].yearly[0].day_of_month = 32; }},
      {"a time after midnight", [](auto& d) { d.groups[0].yearly[0].time_of_day = 25h; }},
      {"too many switches in a year",
       [](auto& d) { d.groups[0].yearly.resize(17, d.groups[0].yearly[0]); }},
      {"too many starts",
       [](auto& d) {
         d.starts.resize(501, {true, "0", wall(2020, 1, 1)});
       }},
  };
  for (const auto& [what, change] : cases) {
    ZoneDefinition definition = western_europe();
    change(definition);
    const auto zone = Zone::defined(definition);
    ASSERT_FALSE(zone) << what;
    EXPECT_EQ(zone.error().kind(), model::ErrorKind::time_zone_invalid) << what;
  }
}

TEST(ZoneDefinition, AsManyPartsAsAreAllowed) {
  ZoneDefinition definition = western_europe();
  definition.groups[0].yearly.resize(16, definition.groups[0].yearly[0]);
  definition.starts.resize(500, {true, "0", wall(2020, 1, 1)});
  EXPECT_TRUE(Zone::defined(definition));
}

}  // namespace
}  // namespace fb::wire
