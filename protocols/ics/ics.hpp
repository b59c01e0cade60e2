// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// iCalendar (RFC 5545) as a calendar source: events with recurrence, exceptions, overrides and
// zones become busy blocks. Read only. libical reads properties and rules; the recurrences are
// worked out here (recurrence_rule.hpp says why). TRANSP and X-MICROSOFT-CDO-BUSYSTATUS decide the
// status, CLASS decides what is private.
//
// Nothing is lost in silence: a file with one line that decides when somebody is busy and cannot be
// read is refused as a whole, with the line. An occurrence in the hour that spring takes away is
// moved on by it, as calendars show it, where RFC 5545 would drop it.
//
// Beware: an all-day event is a day in the owner's zone, not a day in UTC. Zones come from the
// file's VTIMEZONE where it has one, else by name from the system's tzdata.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "protocols/model/availability.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::ics {

struct Limits {
  std::size_t bytes_max = 8 * 1024 * 1024;
  std::size_t components_max = 20'000;
  std::size_t blocks_max = 1000;  // per answer, as Exchange: result_too_big beyond it
  // Periods and occurrences looked at for one answer; reading the file may take 20 times as many.
  std::size_t expansions_max = 100'000;
};

class Calendar {
 public:
  // `owner_zone` gives floating times and all-day events their place in time.
  static model::Result<Calendar> parse(std::string_view text, const wire::Zone& owner_zone,
                                       const Limits& limits = {});

  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;
  ~Calendar();

  // Every entry that touches the window, whole, by begin. Cancelled and transparent entries are
  // left out, but entries that say "free" or "working elsewhere" by their status are kept.
  model::Result<std::vector<model::BusyBlock>> blocks(const model::TimeWindow& window) const;

 private:
  struct Parsed;
  explicit Calendar(std::unique_ptr<Parsed> parsed);
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace fb::ics
