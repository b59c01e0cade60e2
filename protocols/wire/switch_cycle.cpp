// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>

#include "protocols/wire/zone_rules.hpp"

namespace fb::wire {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::month;
using std::chrono::seconds;
using std::chrono::weekday;
using std::chrono::year;

bool is_of_kind(local_days date, model::SwitchDay kind) {
  const unsigned of_week = weekday{date}.c_encoding();
  switch (kind) {
    case model::SwitchDay::day:
      return true;
    case model::SwitchDay::weekday:
      return of_week != 0 && of_week != 6;
    case model::SwitchDay::weekend_day:
      return of_week == 0 || of_week == 6;
    case model::SwitchDay::sunday:
    case model::SwitchDay::monday:
    case model::SwitchDay::tuesday:
    case model::SwitchDay::wednesday:
    case model::SwitchDay::thursday:
    case model::SwitchDay::friday:
    case model::SwitchDay::saturday:
      break;
  }
  return of_week == static_cast<unsigned>(kind);
}

}  // namespace

bool SwitchDate::is_valid() const {
  if (month < 1 || month > 12) return false;
  if (day_of_month != 0) return day_of_month >= 1 && day_of_month <= 31;
  return day_order >= 1 && day_order <= 5 && day <= model::SwitchDay::weekend_day;
}

LocalTime SwitchDate::in(int in_year) const {
  const std::chrono::year_month in_month = year{in_year} / static_cast<int>(month);
  const local_days first{in_month / 1};
  const local_days last{in_month / std::chrono::last};
  if (day_of_month != 0) return std::min(first + days(day_of_month - 1), last);
  if (day_order == 5) {
    local_days date = last;
    while (!is_of_kind(date, day)) date -= days(1);
    return date;
  }
  int left = day_order;
  local_days date = first;
  while (!is_of_kind(date, day) || --left > 0) date += days(1);
  return date;
}

std::vector<ZoneStretch> SwitchCycle::around(int in_year) const {
  if (switches_.empty()) return {{.offset = fixed_offset_}};
  struct Dated {
    LocalTime wall;
    seconds offset_after;
  };
  std::vector<Dated> dated;
  const auto add = [&dated](const CycleSwitch& change, int of_year) {
    dated.push_back({change.date.in(of_year) + change.time_of_day, change.offset_after});
  };
  for (const CycleSwitch& change : switches_) {
    if (change.year) {
      add(change, *change.year);
      continue;
    }
    for (int of_year = in_year - 2; of_year <= in_year + 2; ++of_year) add(change, of_year);
  }
  std::stable_sort(dated.begin(), dated.end(),
                   [](const Dated& a, const Dated& b) { return a.wall < b.wall; });

  std::vector<ZoneStretch> stretches;
  stretches.push_back({.offset = dated.back().offset_after});
  for (const Dated& change : dated) {
    ZoneStretch& before = stretches.back();
    const model::UtcTime at{(change.wall - before.offset).time_since_epoch()};
    // A switch that would come before the one it follows never shows: rules that contradict
    // themselves must not make time run backwards.
    before.end = std::max(at, before.begin);
    stretches.push_back({.begin = before.end, .offset = change.offset_after});
  }
  return stretches;
}

ZoneStretch SwitchCycle::at(model::UtcTime at) const {
  const auto date = std::chrono::year_month_day{std::chrono::floor<days>(at)};
  const std::vector<ZoneStretch> stretches = around(static_cast<int>(date.year()));
  const auto holding = std::upper_bound(
      stretches.begin(), stretches.end(), at,
      [](model::UtcTime wanted, const ZoneStretch& stretch) { return wanted < stretch.end; });
  return holding == stretches.end() ? stretches.back() : *holding;
}

}  // namespace fb::wire
