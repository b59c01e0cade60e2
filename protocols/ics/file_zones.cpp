// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/file_zones.hpp"

#include <algorithm>

#include "protocols/ics/content_lines.hpp"

namespace fb::ics {
namespace {

using model::Error;
using model::Result;
using std::chrono::seconds;
using wire::LocalTime;
using wire::Zone;

// No window reaches beyond these years, and a zone's rules are spelled out between them.
constexpr LocalTime kFirstWall = std::chrono::local_days{std::chrono::January / 1 / 1900};
constexpr LocalTime kLastWall = std::chrono::local_days{std::chrono::January / 2 / 2200};

struct Onset {
  model::UtcTime at;
  seconds offset_before;
  seconds offset;
};

// Outlook and Mozilla write names with a path in front; the zone is at its end.
Result<Zone> zone_named(const std::string& id) {
  if (id == "tzone://Microsoft/Utc") return Zone::utc();
  auto zone = Zone::named(id);
  if (zone || id.empty() || id.front() != '/') return zone;
  for (std::size_t slash = id.find('/', 1); slash != std::string::npos;
       slash = id.find('/', slash + 1)) {
    auto of_rest = Zone::named(id.substr(slash + 1));
    if (of_rest) return of_rest;
  }
  return zone;
}

// When an observance begins, each time, by the clock before it.
Result<std::vector<LocalTime>> onsets_of(const WrittenObservance& observance, WorkBudget& budget) {
  std::vector<LocalTime> walls{observance.start->wall};
  for (const WrittenPeriod& extra : observance.extra) walls.push_back(extra.begin.wall);
  for (const RecurrenceRule& rule : observance.rules) {
    std::optional<LocalTime> last = rule.until;
    if (last && rule.until_is_utc) *last += *observance.offset_from;
    if (last && rule.until_is_date) *last += std::chrono::days(1) - seconds(1);
    const bool done = for_each_occurrence(rule, observance.start->wall, kFirstWall,
                                          std::min(last.value_or(kLastWall), kLastWall), budget,
                                          [&walls](LocalTime wall) {
                                            walls.push_back(wall);
                                            return walls.size() <= Zone::kChangesMax;
                                          });
    if (!done || walls.size() > Zone::kChangesMax) {
      return broken_at(observance.line, "this time zone changes too often");
    }
  }
  return walls;
}

Result<Zone> spelled_out(const WrittenZone& written, WorkBudget& budget) {
  std::vector<Onset> onsets;
  for (const WrittenObservance& observance : written.observances) {
    if (!observance.start || observance.start->is_date || !observance.offset_from ||
        !observance.offset_to) {
      return broken_at(observance.line, "this part of a time zone lacks its beginning or offsets");
    }
    const auto walls = onsets_of(observance, budget);
    if (!walls) return walls.error();
    for (const LocalTime wall : *walls) {
      const model::UtcTime at{(wall - *observance.offset_from).time_since_epoch()};
      onsets.push_back({at, *observance.offset_from, *observance.offset_to});
    }
  }
  if (onsets.empty()) return broken_at(written.line, "this time zone says nothing");
  std::stable_sort(onsets.begin(), onsets.end(),
                   [](const Onset& a, const Onset& b) { return a.at < b.at; });
  std::vector<wire::OffsetChange> changes;
  for (const Onset& onset : onsets) changes.push_back({onset.at, onset.offset});
  const auto zone = Zone::tabulated(onsets.front().offset_before, changes);
  if (!zone) return broken_at(written.line, zone.error().detail());
  return *zone;
}

}  // namespace

Result<Zone> FileZones::find(const std::string& id, std::size_t line, WorkBudget& budget) {
  const auto written = written_.find(id);
  if (written != written_.end()) return spelled_out(written->second, budget);
  auto zone = zone_named(id);
  if (zone || zone.error().kind() != model::ErrorKind::time_zone_invalid) return zone;
  return broken_at(line, "the time zone is neither in the file nor known by its name");
}

Result<Zone> FileZones::zone_of(const WrittenTime& time, std::size_t line, WorkBudget& budget) {
  if (time.is_utc) return Zone::utc();
  if (time.is_date || time.zone_id.empty()) return owner_;
  const auto known = found_.find(time.zone_id);
  if (known != found_.end()) return known->second;
  auto zone = find(time.zone_id, line, budget);
  if (zone) found_.emplace(time.zone_id, *zone);
  return zone;
}

}  // namespace fb::ics
