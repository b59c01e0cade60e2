// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The yearly form of every Windows zone, as EWS carries it, beside what Python's zoneinfo says of
// each second around every change from 2020 to 2035. Two switches cannot say every year; which
// years those are is worked out from zoneinfo's changes alone, and each difference has to lie in
// one of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>

#include "protocols/wire/zones.hpp"
#include "tests/unit/protocols/wire/zones_support.hpp"

namespace fb::wire {
namespace {

using namespace std::chrono_literals;
using model::UtcTime;

constexpr int kFirstYear = 2020;
constexpr int kLastYear = 2035;

struct Judged {
  std::chrono::seconds first{0};                                  // from the first year on
  std::vector<std::pair<UtcTime, std::chrono::seconds>> changes;  // in order

  std::chrono::seconds offset_at(UtcTime at) const {
    std::chrono::seconds offset = first;
    for (const auto& [when, then] : changes) {
      if (when <= at) offset = then;
    }
    return offset;
  }
};

std::map<std::string, Judged> said_by_zoneinfo() {
  // A year on each side, so that the first and the last year are whole in every zone.
  std::string command = "/usr/bin/python3 " FB_SOURCE_DIR "/tests/golden/zones/transitions.py " +
                        std::to_string(kFirstYear - 1) + " " + std::to_string(kLastYear + 1);
  for (const NamedZone& zone : windows_zones()) command += " " + zone.iana_name;
  const auto close = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t got = pipe ? std::fread(buffer, 1, sizeof buffer, pipe.get()) : 0)
    text.append(buffer, got);
  std::map<std::string, Judged> zones;
  Judged* zone = nullptr;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    char kind = 0;
    fields >> kind;
    if (kind == 'Z') {
      std::string name;
      std::int64_t offset = 0;
      fields >> name >> offset;
      zone = &zones[name];
      zone->first = std::chrono::seconds(offset);
    } else if (kind == 'T' && zone != nullptr) {
      std::int64_t at = 0;
      std::int64_t offset = 0;
      fields >> at >> offset;
      zone->changes.emplace_back(UtcTime(std::chrono::seconds(at)), std::chrono::seconds(offset));
    }
  }
  return zones;
}

UtcTime new_year(const Judged& zone, int year) {
  const UtcTime utc = testing::utc(year, 1, 1);
  return utc - zone.offset_at(utc - zone.offset_at(utc));
}

// Two switches say "one offset, another for a while, the first again", or a single change.
bool two_switches_can_say(const Judged& zone, UtcTime begin, UtcTime end) {
  const auto changes = std::count_if(zone.changes.begin(), zone.changes.end(), [&](auto& change) {
    return change.first > begin && change.first < end;
  });
  return changes < 2 || (changes == 2 && zone.offset_at(begin) == zone.offset_at(end - 1s));
}

// The seconds at which a difference would show: both sides of each change of either.
std::vector<UtcTime> probes(const Judged& zone, const Zone& form, UtcTime begin, UtcTime end) {
  std::vector<UtcTime> at{begin, end - 1s};
  const auto add = [&](UtcTime change) {
    for (const UtcTime probe : {change - 1s, change}) {
      if (probe >= begin && probe < end) at.push_back(probe);
    }
  };
  for (const auto& change : zone.changes) add(change.first);
  for (UtcTime change = form.next_change(begin, end); change < end;
       change = form.next_change(change, end))
    add(change);
  return at;
}

TEST(WindowsZones, YearlyFormsAreWhatZoneinfoSaysInEveryYearThatTheyCanSay) {
  const auto zones = said_by_zoneinfo();
  if (zones.empty()) GTEST_SKIP() << "NOT TESTED: /usr/bin/python3 with zoneinfo is missing";
  std::size_t compared = 0;
  std::string explained;
  for (const NamedZone& entry : windows_zones()) {
    const Judged& judged = zones.at(entry.iana_name);
    const Zone zone = Zone::named(entry.windows_name).value();
    for (int year = kFirstYear; year <= kLastYear; ++year) {
      const auto form = Zone::annual(zone.annual_in(year));
      ASSERT_TRUE(form.has_value()) << entry.windows_name << " " << year;
      const UtcTime begin = new_year(judged, year);
      const UtcTime end = new_year(judged, year + 1);
      const bool can_say = two_switches_can_say(judged, begin, end);
      bool differs = false;
      for (const UtcTime at : probes(judged, *form, begin, end)) {
        ++compared;
        // The named zone itself is right whatever the year is like.
        ASSERT_EQ(zone.offset_at(at), judged.offset_at(at)) << entry.windows_name << " " << year;
        differs = differs || form->offset_at(at) != judged.offset_at(at);
      }
      EXPECT_FALSE(differs && can_say) << entry.windows_name << " " << year;
      if (differs) explained += " " + entry.windows_name + " " + std::to_string(year) + ";";
    }
  }
  EXPECT_GT(compared, 139U * 16 * 2);
  std::printf("%zu seconds compared; years with more changes than two switches can say:%s\n",
              compared, explained.empty() ? " none" : explained.c_str());
}

}  // namespace
}  // namespace fb::wire
