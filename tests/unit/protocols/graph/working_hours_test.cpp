// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/working_hours.hpp"

#include <boost/json/parse.hpp>

#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

constexpr std::string_view kCustom = R"({
  "daysOfWeek":["monday","Friday"],"startTime":"08:15:00.0000000","endTime":"17:00:00.0000000",
  "timeZone":{"@odata.type":"#microsoft.graph.customTimeZone",
    "bias":480,"name":"Customized Time Zone",
    "standardOffset":{"time":"02:00:00.0000000",
      "dayOccurrence":1,"dayOfWeek":"sunday","month":11,"year":0},
    "daylightOffset":{"daylightBias":-60,"time":"02:00:00.0000000",
      "dayOccurrence":2,"dayOfWeek":"sunday","month":3,"year":0}}})";

model::AnnualZone pacific() {
  using std::chrono::hours;
  return {480, model::ZoneSwitch{0, hours(2), 11, 1, model::SwitchDay::sunday, {}},
          model::ZoneSwitch{-60, hours(2), 3, 2, model::SwitchDay::sunday, {}}};
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const std::size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return out.replace(at, from.size(), to);
}

TEST(GraphWorkingHours, ReadsACustomZone) {
  const auto hours = read_working_hours(boost::json::parse(kCustom), 2031);
  ASSERT_TRUE(hours.has_value());
  EXPECT_EQ(hours->zone, pacific());
  ASSERT_EQ(hours->periods.size(), 1u);
  EXPECT_EQ(hours->periods[0], (model::WorkingPeriod{0b0100010, 8 * 60 + 15, 17 * 60}));
}

TEST(GraphWorkingHours, ReadsANamedZoneForTheYear) {
  const auto json =
      boost::json::parse(R"({"DaysOfWeek":[],"StartTime":"09:00:00","EndTime":"09:00:00",
      "TimeZone":{"Name":"Pacific Standard Time"}})");
  const auto hours = read_working_hours(json, 2026);
  ASSERT_TRUE(hours.has_value());
  EXPECT_EQ(hours->zone, pacific());
  EXPECT_EQ(hours->periods[0].days, 0);
}

TEST(GraphWorkingHours, AZoneWithoutSwitchesNeedsNone) {
  const auto json = boost::json::parse(R"({"daysOfWeek":["monday"],"startTime":"09:00:00",
      "endTime":"17:00:00","timeZone":{"bias":-330,"standardOffset":{"month":0,"year":0},
      "daylightOffset":{"month":0,"daylightBias":0}}})");
  const auto hours = read_working_hours(json, 2031);
  ASSERT_TRUE(hours.has_value());
  EXPECT_EQ(hours->zone, (model::AnnualZone{-330, {}, {}}));
}

TEST(GraphWorkingHours, ASwitchOfOneYearBecomesADate) {
  std::string text = replaced(kCustom, R"("month":11,"year":0)", R"("month":11,"year":2031)");
  text = replaced(text, R"("month":3,"year":0)", R"("month":3,"year":2031)");
  const auto hours = read_working_hours(boost::json::parse(text), 2031);
  ASSERT_TRUE(hours.has_value());
  EXPECT_EQ(hours->zone.standard->year, 2031);
  EXPECT_EQ(hours->zone.standard->day_order, 2);  // the first Sunday of November 2031
  EXPECT_EQ(hours->zone.daylight->day_order, 9);  // the second of March

  std::string out;
  ASSERT_TRUE(append_working_hours(*hours, out));
  EXPECT_EQ(read_working_hours(boost::json::parse(out), 2031), hours);
}

TEST(GraphWorkingHours, WhatCannotBeReadIsLeftOut) {
  struct Change {
    std::string_view from;
    std::string_view to;
  };
  ASSERT_TRUE(read_working_hours(boost::json::parse(kCustom), 2031).has_value());
  for (const Change& change : {
           Change{"\"monday\"", "\"weekday\""},
           Change{"\"monday\"", "1"},
           Change{"[\"monday\",\"Friday\"]", "null"},
           Change{"08:15:00.0000000", "8 o'clock"},
           Change{"08:15:00.0000000", "17:01:00"},
           Change{"\"endTime\"", "\"until\""},
           Change{"\"timeZone\"", "\"zone\""},
           Change{"\"bias\":480", "\"bias\":48000"},
           Change{"\"bias\":480", "\"bias\":\"480\""},
           Change{"\"bias\":480,\"name\":\"Customized Time Zone\"",
                  "\"name\":\"Customized Time Zone\""},
           Change{"\"dayOccurrence\":1", "\"dayOccurrence\":6"},
           Change{"\"dayOccurrence\":1,\"dayOfWeek\":\"sunday\"",
                  "\"dayOccurrence\":1,\"dayOfWeek\":\"day\""},
           Change{"\"standardOffset\"", "\"other\""},
       }) {
    EXPECT_EQ(
        read_working_hours(boost::json::parse(replaced(kCustom, change.from, change.to)), 2031),
        std::nullopt)
        << change.from << " -> " << change.to;
  }
  EXPECT_EQ(read_working_hours(boost::json::parse("[]"), 2031), std::nullopt);
}

TEST(GraphWorkingHours, ComeBackFromWhatIsWritten) {
  const model::WorkingHours hours[] = {
      {pacific(), {{0b0111110, 480, 1020}}},
      {{}, {{0b1111111, 0, 1439}}},
      {{-330, {}, {}}, {{1, 540, 540}}},
  };
  for (const model::WorkingHours& each : hours) {
    std::string out;
    ASSERT_TRUE(append_working_hours(each, out));
    EXPECT_EQ(read_working_hours(boost::json::parse(out), 2031), each) << out;
  }
}

TEST(GraphWorkingHours, ABiasOfStandardTimeIsFoldedIn) {
  model::AnnualZone zone = pacific();
  zone.standard->bias_minutes = 15;
  std::string out;
  ASSERT_TRUE(append_working_hours({zone, {{1, 0, 60}}}, out));
  const auto read = read_working_hours(boost::json::parse(out), 2031);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->zone.bias_minutes, 495);
  EXPECT_EQ(read->zone.daylight->bias_minutes, -75);
}

TEST(GraphWorkingHours, MidnightAtTheEndOfTheDayHasNoTimeOfDay) {
  std::string out;
  ASSERT_TRUE(append_working_hours({{}, {{1, 0, 1440}}}, out));
  EXPECT_NE(out.find(R"("endTime":"23:59:00.0000000")"), std::string::npos) << out;
}

TEST(GraphWorkingHours, WhatGraphHasNoWordForIsLeftOut) {
  std::string out = "before";
  EXPECT_FALSE(append_working_hours({{}, {}}, out));
  model::AnnualZone zone = pacific();
  zone.daylight->day = model::SwitchDay::weekday;
  EXPECT_FALSE(append_working_hours({zone, {{1, 0, 60}}}, out));
  EXPECT_EQ(out, "before");
}

}  // namespace
}  // namespace fb::graph
