// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <unordered_map>

#include "protocols/ics/content_lines.hpp"
#include "protocols/ics/entry.hpp"
#include "protocols/ics/ics.hpp"

namespace fb::ics {
namespace {

using model::BusyBlock;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

// Zones are spelled out and counted series are followed once, while reading; an answer is much
// cheaper. So reading may do so many times the work of an answer.
constexpr std::size_t kReadingFactor = 20;

Result<std::vector<BusyBlock>> blocks_of(const std::vector<WrittenBusyTime>& busy_times) {
  std::vector<BusyBlock> blocks;
  for (const WrittenBusyTime& busy : busy_times) {
    // RFC 5545, 3.8.2.6: always UTC.
    const model::UtcTime begin{busy.period.begin.wall.time_since_epoch()};
    model::UtcTime end = begin;
    if (busy.period.end) end = model::UtcTime(busy.period.end->wall.time_since_epoch());
    if (busy.period.duration) end += busy.period.duration->days + busy.period.duration->exact;
    if (end < begin || !busy.period.begin.is_utc) {
      return Error::of(ErrorKind::peer_broken,
                       "a busy time is not in UTC or ends before it begins");
    }
    blocks.push_back({begin, end, busy.status, {}});
  }
  return blocks;
}

}  // namespace

struct Calendar::Parsed {
  Limits limits;
  std::vector<Entry> entries;
  std::vector<BusyBlock> busy_times;
};

namespace {

// An override takes the place of one occurrence of the series with the same UID.
Status apply_overrides(const WrittenCalendar& written, FileZones& zones, WorkBudget& budget,
                       std::vector<Entry>& entries) {
  std::unordered_multimap<std::string, std::size_t> series;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!written.events[i].replaces) series.emplace(written.events[i].uid, i);
  }
  for (const WrittenEvent& event : written.events) {
    if (!event.replaces) continue;
    const auto zone = zones.zone_of(*event.replaces, event.line, budget);
    if (!zone) return zone.error();
    const auto [first, last] = series.equal_range(event.uid);
    for (auto it = first; it != last; ++it) {
      Entry& entry = entries[it->second];
      entry.exclusions().add(*event.replaces, entry.is_all_day(),
                             zone->to_utc(event.replaces->wall));
    }
  }
  for (Entry& entry : entries) entry.exclusions().sort();
  return {};
}

}  // namespace

Result<Calendar> Calendar::parse(std::string_view text, const wire::Zone& owner_zone,
                                 const Limits& limits) {
  if (text.size() > limits.bytes_max) {
    return Error::of(ErrorKind::peer_broken,
                     "the calendar is larger than " + std::to_string(limits.bytes_max) + " bytes");
  }
  auto written = read_calendar(text, limits.components_max);
  if (!written) return written.error();
  auto parsed = std::make_unique<Parsed>();
  parsed->limits = limits;
  WorkBudget budget(limits.expansions_max * kReadingFactor);
  FileZones zones(written->zones, owner_zone);
  for (const WrittenEvent& event : written->events) {
    auto entry = Entry::make(event, zones, budget);
    if (!entry) return entry.error();
    parsed->entries.push_back(std::move(*entry));
  }
  if (auto applied = apply_overrides(*written, zones, budget, parsed->entries); !applied) {
    return applied.error();
  }
  auto busy_times = blocks_of(written->busy_times);
  if (!busy_times) return busy_times.error();
  parsed->busy_times = std::move(*busy_times);
  return Calendar(std::move(parsed));
}

Calendar::Calendar(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;
Calendar::~Calendar() = default;

Result<std::vector<BusyBlock>> Calendar::blocks(const model::TimeWindow& window) const {
  const std::size_t blocks_max = parsed_->limits.blocks_max;
  std::vector<BusyBlock> blocks;
  for (const BusyBlock& busy : parsed_->busy_times) {
    if (window.touches(busy.begin, busy.end)) blocks.push_back(busy);
  }
  WorkBudget budget(parsed_->limits.expansions_max);
  for (const Entry& entry : parsed_->entries) {
    const bool done = entry.for_each_block(window, budget, [&](BusyBlock block) {
      blocks.push_back(std::move(block));
      return blocks.size() <= blocks_max;
    });
    if (!done) {
      return Error::of(ErrorKind::result_too_big,
                       "the calendar's recurrences take too much work in that window");
    }
    if (blocks.size() > blocks_max) break;
  }
  if (blocks.size() > blocks_max) {
    return Error::of(
        ErrorKind::result_too_big,
        "the calendar has more than " + std::to_string(blocks_max) + " entries in that window");
  }
  std::stable_sort(blocks.begin(), blocks.end(), [](const BusyBlock& a, const BusyBlock& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  return blocks;
}

}  // namespace fb::ics
