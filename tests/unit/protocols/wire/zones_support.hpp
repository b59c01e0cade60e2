// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <chrono>
#include <string>

#include "protocols/wire/zones.hpp"

namespace fb::wire::testing {

inline LocalTime wall(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) {
  return std::chrono::local_days{std::chrono::year{year} / month / day} + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

inline model::UtcTime utc(int year, int month, int day, int hour = 0, int minute = 0,
                          int second = 0) {
  return model::UtcTime{wall(year, month, day, hour, minute, second).time_since_epoch()};
}

inline model::ZoneSwitch yearly(int bias_minutes, int month, int order, model::SwitchDay day,
                                int hour) {
  model::ZoneSwitch change;
  change.bias_minutes = bias_minutes;
  change.month = month;
  change.day_order = order;
  change.day = day;
  change.time_of_day = std::chrono::hours(hour);
  return change;
}

inline model::AnnualZone pacific() {
  return {480, yearly(0, 11, 1, model::SwitchDay::sunday, 2),
          yearly(-60, 3, 2, model::SwitchDay::sunday, 2)};
}

inline model::AnnualZone western_europe() {
  return {-60, yearly(0, 10, 5, model::SwitchDay::sunday, 3),
          yearly(-60, 3, 5, model::SwitchDay::sunday, 2)};
}

inline model::AnnualZone sydney() {
  return {-600, yearly(0, 4, 1, model::SwitchDay::sunday, 3),
          yearly(-60, 10, 1, model::SwitchDay::sunday, 2)};
}

}  // namespace fb::wire::testing
