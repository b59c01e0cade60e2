// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/iso8601.hpp"

#include <gtest/gtest.h>

namespace fb::wire {
namespace {

using namespace std::chrono;
using namespace std::string_view_literals;

std::string wall(local_seconds at) {
  std::string out;
  append_wall_time(at, out);
  return out;
}

TEST(Iso8601, ReadsDateTimesOfRealPeers) {
  struct Row {
    std::string_view text;
    std::string_view wall;
    std::optional<seconds> offset;
  };
  const Row table[] = {
      {"2031-05-06T08:00:00", "2031-05-06T08:00:00", {}},
      {"2031-05-06T08:00:00Z", "2031-05-06T08:00:00", 0s},
      {"2031-05-06T08:00:00.1234567Z", "2031-05-06T08:00:00", 0s},
      {"2031-05-06T08:00:00.9", "2031-05-06T08:00:00", {}},
      {"2031-05-06T08:00:00+01:00", "2031-05-06T08:00:00", 3600s},
      {"2031-05-06T08:00:00-0730", "2031-05-06T08:00:00", -27000s},
      {"2031-05-06T08:00:00+14:00", "2031-05-06T08:00:00", 50400s},
      {"2032-02-29T23:59:59", "2032-02-29T23:59:59", {}},
      {"2031-12-31T24:00:00", "2032-01-01T00:00:00", {}},
      {"0001-01-01T00:00:00", "0001-01-01T00:00:00", {}},
      {"9999-12-31T23:59:59", "9999-12-31T23:59:59", {}},
  };
  for (const Row& row : table) {
    const auto read = read_date_time(row.text);
    ASSERT_TRUE(read.has_value()) << row.text;
    EXPECT_EQ(wall(read->wall), row.wall) << row.text;
    EXPECT_EQ(read->offset, row.offset) << row.text;
  }
}

TEST(Iso8601, RefusesOtherDateTimes) {
  const std::string_view table[] = {
      "",
      "2031-05-06",
      "2031-05-06T08:00",
      "2031-05-06 08:00:00",
      "2031-13-06T08:00:00",
      "2031-00-06T08:00:00",
      "2031-02-29T08:00:00",
      "2031-05-06T24:00:01",
      "2031-05-06T08:60:00",
      "2031-05-06T08:00:60",
      "2031-05-06T08:00:00.",
      "2031-05-06T08:00:00z",
      "2031-05-06T08:00:00+01",
      "2031-05-06T08:00:00+14:01",
      "2031-05-06T08:00:00+01:60",
      "2031-05-06T08:00:00Z ",
      "2031-05-06T08:00:00ZZ",
      "-2031-05-06T08:00:00",
      "12031-05-06T08:00:00",
      "2031-05-06T0a:00:00",
      "0000-02-29T23:59:59",
      "9999-12-31T24:00:00",
  };
  for (const std::string_view text : table) EXPECT_TRUE(read_date_time(text).has_error()) << text;
}

TEST(Iso8601, ReadsTimesOfDay) {
  EXPECT_EQ(read_time_of_day("00:00:00").value(), 0s);
  EXPECT_EQ(read_time_of_day("23:59:59.999").value(), 86399s);
  EXPECT_EQ(read_time_of_day("02:30:15.0000000").value(), 9015s);
  for (const std::string_view text : {"24:00:00"sv, "2:00:00"sv, "02:00"sv, "02:00:00Z"sv, ""sv})
    EXPECT_TRUE(read_time_of_day(text).has_error()) << text;
}

TEST(Iso8601, ReadsDurations) {
  const std::pair<std::string_view, seconds> table[] = {
      {"-PT60M", -3600s},     {"PT8H", 28800s},
      {"P1DT30M", 88200s},    {"PT0S", 0s},
      {"P2D", 172800s},       {"PT1H2M3S", 3723s},
      {"PT2H0M0S", 7200s},    {"PT1.5S", 1s},
      {"-P1DT1H", -90000s},   {"PT999999999S", 999999999s},
      {"PT7H52M58S", 28378s},
  };
  for (const auto& [text, expected] : table) {
    const auto read = read_duration(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(*read, expected) << text;
  }
  const std::string_view refused[] = {
      "",       "P",      "PT",    "PT1",   "P1",    "1H",     "P1H",          "PT1M2H",
      "PT1H1H", "P1Y",    "P1M",   "P1W",   "P1DT",  "PT1.5H", "+PT1H",        "PT-1H",
      "PT1H ",  "--PT1H", "P1D1D", "PTT1H", "PT.5S", "PT1.S",  "PT1234567890S"};
  for (const std::string_view text : refused) EXPECT_TRUE(read_duration(text).has_error()) << text;
}

TEST(Iso8601, WritesExactly) {
  std::string out = "at ";
  append_utc_time(sys_days(year(2031) / 5 / 6) + 8h + 5min + 9s, out);
  EXPECT_EQ(out, "at 2031-05-06T08:05:09Z");
  EXPECT_EQ(wall(local_days(year(1) / 1 / 1)), "0001-01-01T00:00:00");
  EXPECT_EQ(wall(local_days(year(1) / 1 / 1) - 1s), "0001-01-01T00:00:00");
  EXPECT_EQ(wall(local_days(year(9999) / 12 / 31) + 86399s), "9999-12-31T23:59:59");
  EXPECT_EQ(wall(local_days(year(9999) / 12 / 31) + 86400s), "9999-12-31T23:59:59");
  EXPECT_EQ(wall(local_days(year(1969) / 12 / 31) + 86399s), "1969-12-31T23:59:59");
}

TEST(Iso8601, EveryHourOfAFewYearsReadsBack) {
  for (local_seconds at = local_days(year(2027) / 12 / 30); at < local_days(year(2029) / 1 / 2);
       at += 3599s) {
    ASSERT_EQ(read_date_time(wall(at)).value().wall, at);
  }
}

}  // namespace
}  // namespace fb::wire
