// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The shape of a time zone as calendars exchange it: a bias and at most two switches a year. Only
// data; the arithmetic is in protocols/wire/zones. A zone name alone is not a zone: what a name
// means changes from year to year.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace fb::model {

// The days that a switch rule can name.
enum class SwitchDay : std::uint8_t {
  sunday,
  monday,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  day,
  weekday,
  weekend_day,
};

struct ZoneSwitch {
  int bias_minutes = 0;                 // added to the zone's bias from this switch on
  std::chrono::seconds time_of_day{0};  // local wall time in force before the switch
  int month = 0;                        // 1-12
  int day_order = 0;  // 1-5, where 5 is the last; with a year: the day of the month
  SwitchDay day = SwitchDay::sunday;
  std::optional<int> year;  // a single date instead of a yearly rule

  bool operator==(const ZoneSwitch&) const = default;
};

// UTC = local + bias: west is positive. Without switches the offset never changes.
struct AnnualZone {
  int bias_minutes = 0;
  std::optional<ZoneSwitch> standard;
  std::optional<ZoneSwitch> daylight;

  bool operator==(const AnnualZone&) const = default;
};

}  // namespace fb::model
