// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/entry.hpp"

#include <algorithm>

#include "protocols/ics/content_lines.hpp"

namespace fb::ics {
namespace {

using model::FreeBusyStatus;
using model::Result;
using model::Status;
using model::UtcTime;
using std::chrono::days;
using std::chrono::seconds;
using wire::LocalTime;

// A zone can be this far from UTC on either side, and a change of it comes on top.
constexpr seconds kSlack = std::chrono::hours(26);
// Where a rule is followed to find its last occurrence.
constexpr LocalTime kLastWall = std::chrono::local_days{std::chrono::January / 2 / 2200};

std::optional<FreeBusyStatus> status_of(const WrittenEvent& event) {
  if (event.is_cancelled) return std::nullopt;
  if (event.microsoft_status) return event.microsoft_status;
  if (event.is_transparent) return std::nullopt;
  return event.is_tentative ? FreeBusyStatus::tentative : FreeBusyStatus::busy;
}

// The same occurrence has the same id in every answer, and nothing can be read from it: FNV-1a of
// the event's UID and the time at which the occurrence was first planned.
std::string id_of(const std::string& uid, UtcTime planned) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto mix = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ULL; };
  for (const char c : uid) mix(static_cast<unsigned char>(c));
  const auto at = static_cast<std::uint64_t>(planned.time_since_epoch().count());
  for (int shift = 0; shift < 64; shift += 8) mix(static_cast<unsigned char>(at >> shift));
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (int shift = 60; shift >= 0; shift -= 4) id += kHex[(hash >> shift) & 15];
  return id;
}

}  // namespace

void Exclusions::add(const WrittenTime& time, bool entry_is_all_day, UtcTime instant) {
  if (time.is_date || entry_is_all_day) {
    this->days.push_back(std::chrono::floor<std::chrono::days>(time.wall));
  } else {
    instants.push_back(instant);
  }
}

void Exclusions::sort() {
  std::sort(instants.begin(), instants.end());
  std::sort(days.begin(), days.end());
}

bool Exclusions::cover(LocalTime wall, UtcTime instant) const {
  return std::binary_search(instants.begin(), instants.end(), instant) ||
         std::binary_search(days.begin(), days.end(), std::chrono::floor<std::chrono::days>(wall));
}

Entry::Entry(const WrittenEvent& event, wire::Zone zone)
    : uid_(event.uid),
      zone_(std::move(zone)),
      all_day_(event.start->is_date),
      start_(event.start->wall),
      begin_(zone_.to_utc(start_)),
      status_(status_of(event)),
      details_(event.details) {
  details_.is_recurring = !event.rules.empty() || !event.extra.empty() || event.replaces;
  details_.is_exception = event.replaces.has_value();
}

Result<Entry> Entry::make(const WrittenEvent& event, FileZones& zones, WorkBudget& budget) {
  auto zone = zones.zone_of(*event.start, event.line, budget);
  if (!zone) return zone.error();
  Entry entry(event, std::move(*zone));
  if (auto set = entry.set_length(event, zones, budget); !set) return set.error();
  if (auto added = entry.add_rules(event.rules, event.line, budget, entry.rules_); !added) {
    return added.error();
  }
  if (auto added = entry.add_rules(event.excluded_rules, event.line, budget, entry.excluded_rules_);
      !added) {
    return added.error();
  }
  if (auto added = entry.add_extras(event, zones, budget); !added) return added.error();
  return entry;
}

Status Entry::set_length(const WrittenEvent& event, FileZones& zones, WorkBudget& budget) {
  if (event.duration) {
    length_ = *event.duration;
    return {};
  }
  if (!event.end) {
    length_.days = days(all_day_ ? 1 : 0);
    return {};
  }
  if (event.end->wall < start_ && event.end->is_date == all_day_ &&
      event.end->zone_id == event.start->zone_id && event.end->is_utc == event.start->is_utc) {
    return broken_at(event.line, "this event ends before it begins");
  }
  if (all_day_ && event.end->is_date) {
    // Some programs write an all-day event that ends on the day on which it begins.
    length_.days = std::max(days(1), std::chrono::floor<days>(event.end->wall - start_));
    return {};
  }
  const auto zone = zones.zone_of(*event.end, event.line, budget);
  if (!zone) return zone.error();
  length_.exact = zone->to_utc(event.end->wall) - begin_;
  if (length_.exact < seconds(0)) {
    return broken_at(event.line, "this event ends before it begins");
  }
  return {};
}

// Turns UNTIL into an instant, and COUNT into the last occurrence, so that an answer need not count
// from the beginning.
Status Entry::add_rules(const std::vector<RecurrenceRule>& rules, std::size_t line,
                        WorkBudget& budget, std::vector<Rule>& out) const {
  for (const RecurrenceRule& written : rules) {
    Rule rule{written, {}};
    if (all_day_) {
      rule.rule.by_hour.clear();
      rule.rule.by_minute.clear();
      rule.rule.by_second.clear();
    }
    if (written.until) {
      const LocalTime until = *written.until;
      if (written.until_is_date) {
        rule.until = zone_.to_utc(until + days(1)) - seconds(1);
      } else {
        rule.until = written.until_is_utc ? UtcTime(until.time_since_epoch()) : zone_.to_utc(until);
      }
    }
    if (written.count) {
      LocalTime last = start_;
      const bool done = for_each_occurrence(rule.rule, start_, start_, kLastWall, budget,
                                            [&last](LocalTime wall) {
                                              last = wall;
                                              return true;
                                            });
      if (!done) return broken_at(line, "this event has too many occurrences to be counted");
      rule.until = zone_.to_utc(last);
      rule.rule.count.reset();
    }
    out.push_back(std::move(rule));
  }
  return {};
}

Status Entry::add_extras(const WrittenEvent& event, FileZones& zones, WorkBudget& budget) {
  for (const WrittenPeriod& written : event.extra) {
    WrittenTime at = written.begin;
    if (at.is_date && !all_day_) {
      // A day alone means the usual time on that day.
      at = *event.start;
      at.wall = std::chrono::floor<days>(written.begin.wall) +
                (start_ - std::chrono::floor<days>(start_));
    }
    const auto zone = zones.zone_of(at, event.line, budget);
    if (!zone) return zone.error();
    Extra extra{at.wall, zone->to_utc(at.wall), {}};
    if (written.end) extra.end = zone->to_utc(written.end->wall);
    if (written.duration) {
      extra.end = zone->to_utc(at.wall + written.duration->days) + written.duration->exact;
    }
    if (extra.end && *extra.end < extra.begin) {
      return broken_at(event.line, "an occurrence of this event ends before it begins");
    }
    extra_.push_back(extra);
  }
  for (const WrittenTime& excluded : event.excluded) {
    const auto zone = zones.zone_of(excluded, event.line, budget);
    if (!zone) return zone.error();
    exclusions_.add(excluded, all_day_, zone->to_utc(excluded.wall));
  }
  exclusions_.sort();
  if (event.replaces) {
    const auto zone = zones.zone_of(*event.replaces, event.line, budget);
    if (!zone) return zone.error();
    replaces_ = zone->to_utc(event.replaces->wall);
  }
  return {};
}

UtcTime Entry::end_of(LocalTime wall, UtcTime begin) const {
  if (length_.days == days(0)) return begin + length_.exact;
  return zone_.to_utc(wall + length_.days) + length_.exact;
}

model::BusyBlock Entry::block(UtcTime begin, UtcTime end) const {
  model::BusyBlock block{begin, end, *status_, details_};
  block.details->id = id_of(uid_, replaces_.value_or(begin));
  return block;
}

bool Entry::collect(const std::vector<Rule>& rules, const model::TimeWindow& window,
                    WorkBudget& budget, std::vector<Extra>& out) const {
  const LocalTime from{(window.begin() - kSlack - length_.days - length_.exact).time_since_epoch()};
  for (const Rule& rule : rules) {
    const UtcTime last = std::min(window.end(), rule.until.value_or(window.end()));
    const LocalTime to{(last + kSlack).time_since_epoch()};
    const auto take = [&](LocalTime wall) {
      const UtcTime begin = zone_.to_utc(wall);
      if (begin <= last) out.push_back({wall, begin, {}});
      return true;
    };
    if (!for_each_occurrence(rule.rule, start_, from, to, budget, take)) return false;
  }
  return true;
}

bool Entry::for_each_block(const model::TimeWindow& window, WorkBudget& budget,
                           const std::function<bool(model::BusyBlock)>& take) const {
  if (!is_shown()) return true;
  if (!recurs()) {
    if (!budget.spend(1)) return false;
    const UtcTime end = end_of(start_, begin_);
    if (window.touches(begin_, end) && !exclusions_.cover(start_, begin_)) take(block(begin_, end));
    return true;
  }
  // The recurrence set is DTSTART, what the rules say and RDATE, less the exclusions.
  std::vector<Extra> occurrences{{start_, begin_, {}}};
  occurrences.insert(occurrences.end(), extra_.begin(), extra_.end());
  if (!collect(rules_, window, budget, occurrences)) return false;
  std::vector<Extra> excluded;
  if (!collect(excluded_rules_, window, budget, excluded)) return false;
  const auto earlier = [](const Extra& a, const Extra& b) { return a.begin < b.begin; };
  std::stable_sort(occurrences.begin(), occurrences.end(), earlier);
  std::sort(excluded.begin(), excluded.end(), earlier);
  const auto repeated = std::unique(
      occurrences.begin(), occurrences.end(),
      [](const Extra& a, const Extra& b) { return a.begin == b.begin && a.end == b.end; });
  occurrences.erase(repeated, occurrences.end());
  for (const Extra& occurrence : occurrences) {
    const UtcTime end = occurrence.end.value_or(end_of(occurrence.wall, occurrence.begin));
    if (!window.touches(occurrence.begin, end)) continue;
    if (exclusions_.cover(occurrence.wall, occurrence.begin)) continue;
    const bool is_excluded =
        std::binary_search(excluded.begin(), excluded.end(), occurrence, earlier);
    if (!is_excluded && !take(block(occurrence.begin, end))) return true;
  }
  return true;
}

}  // namespace fb::ics
