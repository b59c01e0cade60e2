// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Named zones, judged by Python's zoneinfo: it reads the same tzdata with code that is not ours,
// and knows the rules that hold after the last year of the tables.
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <set>
#include <sstream>

#include "protocols/wire/zones.hpp"
#include "tests/unit/protocols/wire/zones_support.hpp"

namespace fb::wire {
namespace {

using namespace std::chrono_literals;
using testing::utc;

std::string output_of(const std::string& command) {
  const auto close = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  std::string out;
  char buffer[1 << 16];
  while (const std::size_t got = pipe ? std::fread(buffer, 1, sizeof buffer, pipe.get()) : 0) {
    out.append(buffer, got);
  }
  return out;
}

bool zoneinfo_is_here() {
  return output_of("/usr/bin/python3 -c 'import zoneinfo; print(1)' 2>&1") == "1\n";
}

std::set<std::string> judged_zones() {
  std::set<std::string> zones{
      "America/Los_Angeles", "Europe/Berlin",     "Australia/Lord_Howe", "Australia/Sydney",
      "America/Sao_Paulo",   "Africa/Casablanca", "Asia/Tehran",         "Etc/UTC",
      "Asia/Kathmandu",      "Antarctica/Troll",  "Pacific/Apia",        "Europe/Dublin",
      "Africa/El_Aaiun",     "Asia/Gaza",         "America/Nuuk",        "America/Scoresbysund",
      "Antarctica/Casey",    "Pacific/Easter",    "Pacific/Chatham",     "America/Ciudad_Juarez"};
  for (const NamedZone& zone : windows_zones()) zones.insert(zone.iana_name);
  return zones;
}

// Follows the lines of transitions.py; see there for their form.
void follow(const std::string& facts, model::UtcTime begin, model::UtcTime end, int& changes) {
  std::istringstream in(facts);
  std::optional<Zone> zone;
  std::string name;
  model::UtcTime at = begin;
  const auto finish = [&] {
    if (zone) {
      EXPECT_EQ(zone->next_change(at, end), end) << name << " has a change too many";
    }
  };
  for (char kind = 0; in >> kind;) {
    if (kind == 'Z') {
      finish();
      std::int64_t offset = 0;
      in >> name >> offset;
      auto named = Zone::named(name);
      ASSERT_TRUE(named) << name;
      zone = *named;
      at = begin;
      EXPECT_EQ(zone->offset_at(at).count(), offset) << name;
      continue;
    }
    std::int64_t first = 0;
    std::int64_t second = 0;
    in >> first >> second;
    if (kind == 'T') {
      const model::UtcTime change{std::chrono::seconds(first)};
      ASSERT_EQ(zone->next_change(at, end), change) << name;
      EXPECT_EQ(zone->offset_at(change).count(), second) << name;
      EXPECT_NE(zone->offset_at(change - 1s).count(), second) << name;
      EXPECT_EQ(zone->to_local(change).time_since_epoch().count(), first + second) << name;
      at = change;
      ++changes;
    } else {
      EXPECT_EQ(zone->to_utc(LocalTime(std::chrono::seconds(first))).time_since_epoch().count(),
                second)
          << name << " wall " << first;
    }
  }
  finish();
}

void judge(int first_year, int last_year, int changes_min) {
  if (!zoneinfo_is_here()) GTEST_SKIP() << "NOT TESTED: /usr/bin/python3 with zoneinfo is missing";
  std::string command = "/usr/bin/python3 " FB_SOURCE_DIR "/tests/golden/zones/transitions.py " +
                        std::to_string(first_year) + " " + std::to_string(last_year);
  for (const std::string& zone : judged_zones()) command += " " + zone;
  int changes = 0;
  follow(output_of(command), utc(first_year, 1, 1), utc(last_year + 1, 1, 1), changes);
  EXPECT_GE(changes, changes_min);
}

TEST(NamedZone, EveryChangeIsWhereZoneinfoHasIt) { judge(2020, 2036, 1500); }

TEST(NamedZone, TheTimeAfterTheTablesFollowsTheRules) { judge(2037, 2050, 1200); }

TEST(NamedZone, EveryWindowsNameIsAZone) {
  EXPECT_GE(windows_zones().size(), 139U);
  std::set<std::string> names;
  for (const NamedZone& entry : windows_zones()) {
    EXPECT_TRUE(names.insert(entry.windows_name).second) << entry.windows_name;
    const auto by_windows_name = Zone::named(entry.windows_name);
    ASSERT_TRUE(by_windows_name) << entry.windows_name;
    EXPECT_EQ(by_windows_name->windows_name(), entry.windows_name);
    EXPECT_EQ(by_windows_name->iana_name(), entry.iana_name);
    const auto by_iana_name = Zone::named(entry.iana_name);
    ASSERT_TRUE(by_iana_name) << entry.iana_name;
    EXPECT_EQ(by_iana_name->windows_name(), entry.windows_name);
  }
}

struct NameCase {
  const char* asked;
  const char* windows_name;
  const char* iana_name;
};

TEST(NamedZone, NamesBothWays) {
  const NameCase cases[] = {
      {"W. Europe Standard Time", "W. Europe Standard Time", "Europe/Berlin"},
      {"w. europe standard time", "W. Europe Standard Time", "Europe/Berlin"},
      {"Europe/Vienna", "W. Europe Standard Time", "Europe/Vienna"},
      {"Pacific Standard Time", "Pacific Standard Time", "America/Los_Angeles"},
      {"UTC", "UTC", "Etc/UTC"},
      {"Etc/UTC", "UTC", "Etc/UTC"},
      {"UTC-11", "UTC-11", "Etc/GMT+11"},
      {"Asia/Kolkata", "India Standard Time", "Asia/Kolkata"},
      // These left the zone that ICU still files them under.
      {"America/Chihuahua", "", "America/Chihuahua"},
      {"Asia/Almaty", "", "Asia/Almaty"},
      {"Antarctica/Troll", "", "Antarctica/Troll"},
  };
  for (const NameCase& c : cases) {
    const auto zone = Zone::named(c.asked);
    ASSERT_TRUE(zone) << c.asked;
    EXPECT_EQ(zone->windows_name(), c.windows_name) << c.asked;
    EXPECT_EQ(zone->iana_name(), c.iana_name) << c.asked;
  }
}

// What Windows itself says of zones whose default place has moved since ICU's table was made.
TEST(NamedZone, WindowsNamesKeepTheTimeThatWindowsGivesThem) {
  const std::pair<const char*, std::chrono::seconds> cases[] = {
      {"Mountain Standard Time (Mexico)", -7h},
      {"Central Standard Time (Mexico)", -6h},
      {"Central Asia Standard Time", 6h},
      {"Qyzylorda Standard Time", 5h},
      {"West Asia Standard Time", 5h},
      {"Pacific Standard Time (Mexico)", -7h},
      {"Jordan Standard Time", 3h},
      {"Syria Standard Time", 3h},
      {"Greenland Standard Time", -1h},
      {"Paraguay Standard Time", -3h},
  };
  for (const auto& [name, offset_in_july] : cases) {
    EXPECT_EQ(Zone::named(name).value().offset_at(utc(2026, 7, 6)), offset_in_july) << name;
  }
}

TEST(NamedZone, WhatIsNoName) {
  const std::string names[] = {"",
                               " ",
                               "Mars/Olympus",
                               "Customized Time Zone",
                               "tzone://Microsoft/Utc",
                               "localtime",
                               "right/Europe/Berlin",
                               "../../../etc/passwd",
                               "/usr/share/zoneinfo/Europe/Berlin",
                               "Europe/",
                               std::string("Europe/Berlin\0", 14),
                               std::string(100'000, 'a')};
  for (const std::string& name : names) {
    const auto zone = Zone::named(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().kind(), model::ErrorKind::time_zone_invalid) << name;
  }
}

}  // namespace
}  // namespace fb::wire
