// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a calendar file says, in plain values, before anything is known about zones. libical reads
// the properties; structure and limits are kept here, because libical repairs what it cannot read
// and we must not lose an entry: a line that decides when somebody is busy is either read or
// refused with its number.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/ics/recurrence_rule.hpp"
#include "protocols/model/free_busy.hpp"
#include "protocols/model/result.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::ics {

// A date or time as written. `zone_id` is empty for dates, UTC and floating times.
struct WrittenTime {
  wire::LocalTime wall;
  bool is_date = false;
  bool is_utc = false;
  std::string zone_id;
};

// Days are days of the wall clock, the rest is exact (RFC 5545, 3.3.6).
struct WrittenDuration {
  std::chrono::days days{0};
  std::chrono::seconds exact{0};
};

struct WrittenPeriod {
  WrittenTime begin;
  std::optional<WrittenTime> end;
  std::optional<WrittenDuration> duration;
};

struct WrittenEvent {
  std::size_t line = 0;
  std::string uid;
  std::optional<WrittenTime> start;
  std::optional<WrittenTime> end;
  std::optional<WrittenDuration> duration;
  std::vector<RecurrenceRule> rules;
  std::vector<RecurrenceRule> excluded_rules;
  std::vector<WrittenPeriod> extra;
  std::vector<WrittenTime> excluded;
  std::optional<WrittenTime> replaces;
  bool is_cancelled = false;
  bool is_tentative = false;
  bool is_transparent = false;
  std::optional<model::FreeBusyStatus> microsoft_status;
  model::BlockDetails details;
};

struct WrittenBusyTime {
  WrittenPeriod period;
  model::FreeBusyStatus status = model::FreeBusyStatus::busy;
};

struct WrittenObservance {
  std::size_t line = 0;
  std::optional<WrittenTime> start;
  std::optional<std::chrono::seconds> offset_from;
  std::optional<std::chrono::seconds> offset_to;
  std::vector<RecurrenceRule> rules;
  std::vector<WrittenPeriod> extra;
};

struct WrittenZone {
  std::size_t line = 0;
  std::vector<WrittenObservance> observances;
};

struct WrittenCalendar {
  std::vector<WrittenEvent> events;
  std::vector<WrittenBusyTime> busy_times;
  std::map<std::string, WrittenZone> zones;
};

// peer_broken with the line where the text is no whole calendar.
model::Result<WrittenCalendar> read_calendar(std::string_view text, std::size_t components_max);

}  // namespace fb::ics
