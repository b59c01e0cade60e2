// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/time_zones.hpp"

#include <pugixml.hpp>

#include "protocols/wire/xml.hpp"
#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {
namespace {

using model::AnnualZone;
using model::SwitchDay;

model::Result<AnnualZone> annual(const std::string& xml) {
  const auto document = wire::XmlDocument::parse(xml);
  return read_annual_zone(document.value().root());
}

model::Result<wire::ZoneDefinition> definition(const std::string& xml) {
  const auto document = wire::XmlDocument::parse(xml);
  return read_zone_definition(document.value().root());
}

TEST(TimeZones, BodyFormIsReadWhole) {
  const AnnualZone zone = annual(west_europe()).value();
  EXPECT_EQ(zone.bias_minutes, -60);
  ASSERT_TRUE(zone.standard && zone.daylight);
  EXPECT_EQ(*zone.standard,
            (model::ZoneSwitch{0, std::chrono::hours(3), 10, 5, SwitchDay::sunday, {}}));
  EXPECT_EQ(*zone.daylight,
            (model::ZoneSwitch{-60, std::chrono::hours(2), 3, 5, SwitchDay::sunday, {}}));
}

TEST(TimeZones, BodyFormsWithoutDaylightSaving) {
  const std::string forms[] = {
      std::string(kUtcZone),
      zone_xml(0, ""),
      zone_xml(0, switch_xml("StandardTime", 0, "03:00:00", 5, 10)),
      zone_xml(0, switch_xml("DaylightTime", -60, "03:00:00", 5, 3)),
      zone_xml(0, switch_xml("StandardTime", 0, "00:00:00", 0, 0) +
                      switch_xml("DaylightTime", -60, "02:00:00", 1, 3)),
      zone_xml(0, switch_xml("StandardTime", 0, "", 0, 0, "") +
                      switch_xml("DaylightTime", 0, "", 0, 0, "")),
      zone_xml(0, switch_xml("StandardTime", 0, "00:00:00", 1, 1) +
                      switch_xml("DaylightTime", 0, "00:00:00", 1, 1)),
      zone_xml(0, switch_xml("StandardTime", 0, "02:00:00", 1, 3) +
                      switch_xml("DaylightTime", 0, "02:00:00", 1, 10)),
  };
  for (const std::string& form : forms) {
    const auto zone = wire::Zone::annual(annual(form).value());
    ASSERT_TRUE(zone.has_value()) << form;
    for (const char* at : {"2031-01-15T00:00:00Z", "2031-07-15T00:00:00Z"})
      EXPECT_EQ(zone->offset_at(utc(at)).count(), 0) << form;
  }
}

TEST(TimeZones, BodyFormWithAYearIsASingleDate) {
  const std::string year = "<t:Year>2031</t:Year>";
  const AnnualZone zone =
      annual(zone_xml(60, switch_xml("StandardTime", 0, "02:00:00", 26, 10, year) +
                              switch_xml("DaylightTime", -60, "01:00:00", 30, 3, year)))
          .value();
  ASSERT_TRUE(zone.standard && zone.daylight);
  EXPECT_EQ(zone.standard->year, 2031);
  EXPECT_EQ(zone.standard->day_order, 26);
  EXPECT_EQ(zone.daylight->day_order, 30);
}

TEST(TimeZones, BodyFormsThatAreRefused) {
  const std::string daylight = switch_xml("DaylightTime", -60, "02:00:00", 2, 3);
  const std::string table[] = {
      "<t:TimeZone/>",
      replaced(pacific(), "<t:Bias>480</t:Bias>", "<t:Bias>west</t:Bias>"),
      replaced(pacific(), "<t:Bias>480</t:Bias>", "<t:Bias>100000</t:Bias>"),
      replaced(pacific(), "<t:Bias>0</t:Bias>", ""),
      replaced(pacific(), "<t:Month>11</t:Month>", ""),
      replaced(pacific(), "<t:DayOrder>1</t:DayOrder>", "<t:DayOrder>one</t:DayOrder>"),
      replaced(pacific(), "02:00:00", "2 am"),
      replaced(pacific(), "<t:DayOfWeek>Sunday</t:DayOfWeek>", "<t:DayOfWeek>Funday</t:DayOfWeek>"),
      replaced(pacific(), "<t:DayOfWeek>Sunday</t:DayOfWeek>", ""),
      zone_xml(480, switch_xml("StandardTime", 0, "02:00:00", 1, 11, "<t:Year>soon</t:Year>") +
                        daylight),
  };
  for (const std::string& xml : table) {
    const auto zone = annual(xml);
    ASSERT_TRUE(zone.has_error()) << xml;
    EXPECT_EQ(zone.error().kind(), model::ErrorKind::time_zone_invalid);
  }
  // Numbers that are none of a calendar are found when the zone is made.
  const std::string out_of_range[] = {
      replaced(pacific(), "<t:Month>11</t:Month>", "<t:Month>13</t:Month>"),
      replaced(pacific(), "<t:DayOrder>1</t:DayOrder>", "<t:DayOrder>6</t:DayOrder>"),
      replaced(pacific(), "<t:DayOrder>1</t:DayOrder>", "<t:DayOrder>-1</t:DayOrder>"),
      replaced(pacific(), "<t:Bias>480</t:Bias>", "<t:Bias>1500</t:Bias>"),
      zone_xml(480,
               switch_xml("StandardTime", 0, "02:00:00", 1, 11, "<t:Year>0</t:Year>") + daylight),
  };
  for (const std::string& xml : out_of_range) {
    RequestParts parts;
    parts.zone = xml;
    EXPECT_EQ(refusal(parts.str()), "time_zone_invalid") << xml;
  }
}

constexpr std::string_view kEurope =
    "<t:TimeZoneDefinition Id='x' Name='y'>"
    "<t:Periods><t:Period Bias='-PT60M' Name='Standard' Id='S'/>"
    "<t:Period Bias='-PT120M' Name='Daylight' Id='D'/></t:Periods>"
    "<t:TransitionsGroups><t:TransitionsGroup Id='0'>"
    "<t:RecurringDayTransition><t:To Kind='Period'>D</t:To><t:TimeOffset>PT120M</t:TimeOffset>"
    "<t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence>"
    "</t:RecurringDayTransition>"
    "<t:RecurringDateTransition><t:To Kind='Period'>S</t:To><t:TimeOffset>PT3H</t:TimeOffset>"
    "<t:Month>10</t:Month><t:Day>26</t:Day></t:RecurringDateTransition>"
    "</t:TransitionsGroup>"
    "<t:TransitionsGroup Id='1'><t:Transition><t:To Kind='Period'>S</t:To></t:Transition>"
    "</t:TransitionsGroup></t:TransitionsGroups>"
    "<t:Transitions><t:AbsoluteDateTransition><t:To Kind='Group'>0</t:To>"
    "<t:DateTime>2030-01-01T00:00:00</t:DateTime></t:AbsoluteDateTransition>"
    "<t:Transition><t:To Kind='Group'>1</t:To></t:Transition></t:Transitions>"
    "</t:TimeZoneDefinition>";

std::string europe() {
  return replaced(std::string(kEurope), "<t:TimeZoneDefinition",
                  "<t:TimeZoneDefinition xmlns:t='urn:t'");
}

TEST(TimeZones, DefinitionIsReadInAnyOrder) {
  const wire::ZoneDefinition zone = definition(europe()).value();
  EXPECT_EQ(zone.id, "x");
  ASSERT_EQ(zone.periods.size(), 2U);
  EXPECT_EQ(zone.periods[1].bias_minutes, -120);
  ASSERT_EQ(zone.groups.size(), 2U);
  ASSERT_EQ(zone.groups[0].yearly.size(), 2U);
  EXPECT_EQ(zone.groups[0].yearly[0].day_order, 5);
  EXPECT_EQ(zone.groups[0].yearly[1].day_of_month, 26);
  EXPECT_EQ(zone.groups[1].only_period, "S");
  const auto made = wire::Zone::defined(zone);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->offset_at(utc("2029-07-01T00:00:00Z")), std::chrono::hours(1));
  EXPECT_EQ(made->offset_at(utc("2031-07-01T00:00:00Z")), std::chrono::hours(2));
  EXPECT_EQ(made->offset_at(utc("2031-10-26T01:00:00Z")), std::chrono::hours(1));
}

TEST(TimeZones, DefinitionsThatAreRefused) {
  const std::string table[] = {
      replaced(europe(), "Bias='-PT60M'", ""),
      replaced(europe(), "-PT60M", "-PT25H"),
      replaced(europe(), "-PT60M", "P999999999D"),
      replaced(europe(), "<t:TimeOffset>PT120M</t:TimeOffset>", ""),
      replaced(europe(), "<t:Month>3</t:Month>", ""),
      replaced(europe(), "<t:Occurrence>-1</t:Occurrence>", ""),
      replaced(europe(), "<t:DayOfWeek>Sunday</t:DayOfWeek>", ""),
      replaced(europe(), "<t:Day>26</t:Day>", ""),
      replaced(europe(), "<t:DateTime>2030-01-01T00:00:00</t:DateTime>", ""),
  };
  for (const std::string& xml : table) {
    const auto zone = definition(xml);
    ASSERT_TRUE(zone.has_error()) << xml;
    EXPECT_EQ(zone.error().kind(), model::ErrorKind::time_zone_invalid);
  }
}

TEST(TimeZones, WrittenZonesReadBack) {
  for (const std::string& xml : {pacific(), west_europe(), lord_howe(), zone_xml(-345, "")}) {
    const AnnualZone zone = annual(xml).value();
    std::string out = "<TimeZone>";
    append_annual_zone(zone, out);
    out += "</TimeZone>";
    EXPECT_EQ(count_of(out, "<StandardTime>"), 1U);
    EXPECT_EQ(count_of(out, "<DaylightTime>"), 1U);
    EXPECT_EQ(annual(out).value(), zone) << out;
  }
}

}  // namespace
}  // namespace fb::ews
