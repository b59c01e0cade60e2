// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A recurrence rule (RFC 5545, 3.3.10) and its occurrences, in wall time of the event's zone.
//
// libical reads rules, but does not expand them: the iterator of the version that we build with
// forgets daily rules with a negative BYMONTHDAY, and looks for the first match of a rule that
// never matches until the year 20000. Here every step is counted.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::ics {

enum class Frequency : std::uint8_t { secondly, minutely, hourly, daily, weekly, monthly, yearly };

struct RecurrenceRule {
  struct Day {
    int nth = 0;  // of the month or year, from the end if negative; 0 = every
    std::chrono::weekday weekday;
  };

  Frequency frequency = Frequency::daily;
  int interval = 1;
  std::optional<int> count;
  // The last moment; with `until_is_utc` it is no wall time. A date means the whole day.
  std::optional<wire::LocalTime> until;
  bool until_is_utc = false;
  bool until_is_date = false;
  std::chrono::weekday week_start = std::chrono::Monday;

  // In ascending order, without repetitions.
  std::vector<int> by_second;
  std::vector<int> by_minute;
  std::vector<int> by_hour;
  std::vector<Day> by_day;
  std::vector<int> by_month_day;
  std::vector<int> by_year_day;
  std::vector<int> by_week;
  std::vector<int> by_month;
  std::vector<int> by_position;

  // None where the text is no rule, or says what RFC 5545 forbids.
  static std::optional<RecurrenceRule> parse(std::string_view text);
};

// How many periods and occurrences may still be looked at.
class WorkBudget {
 public:
  explicit WorkBudget(std::size_t steps) : left_(steps) {}
  bool spend(std::size_t steps) {
    if (steps > left_) return false;
    left_ -= steps;
    return true;
  }

 private:
  std::size_t left_;
};

// Calls `take` for every occurrence in [from, to], in order, until it returns false. `start` is the
// event's DTSTART; occurrences before it are none. The rule's COUNT is kept, its UNTIL is the
// caller's business. False where the budget did not suffice.
bool for_each_occurrence(const RecurrenceRule& rule, wire::LocalTime start, wire::LocalTime from,
                         wire::LocalTime to, WorkBudget& budget,
                         const std::function<bool(wire::LocalTime)>& take);

}  // namespace fb::ics
