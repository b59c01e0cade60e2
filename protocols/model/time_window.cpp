// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/time_window.hpp"

namespace fb::model {
namespace {

using std::chrono::sys_days;

constexpr UtcTime kEarliest = sys_days{std::chrono::January / 1 / 1900};
constexpr UtcTime kLatest = sys_days{std::chrono::January / 1 / 2200};

}  // namespace

Result<TimeWindow> TimeWindow::span(UtcTime begin, UtcTime end) {
  if (begin >= end)
    return Error::of(ErrorKind::window_invalid, "the window must end after it begins");
  if (begin < kEarliest || end > kLatest) {
    return Error::of(ErrorKind::window_invalid,
                     "the window must lie between the years 1900 and 2200");
  }
  return TimeWindow(begin, end);
}

Result<TimeWindow> TimeWindow::make(UtcTime begin, UtcTime end) {
  // In this order no sum can overflow, whatever a decoder hands in.
  if (begin < end && begin < kLatest && end > begin + std::chrono::days(kDaysMax)) {
    return Error::of(ErrorKind::window_too_long,
                     "the window is longer than " + std::to_string(kDaysMax) + " days");
  }
  return span(begin, end);
}

Result<SlotLength> SlotLength::of_minutes(std::int64_t minutes) {
  if (minutes < kMinutesMin || minutes > kMinutesMax) {
    return Error::of(ErrorKind::interval_invalid,
                     "the interval must be between 5 and 1440 minutes");
  }
  return SlotLength(std::chrono::minutes(minutes));
}

std::size_t SlotLength::slots_in(const TimeWindow& window) const {
  const auto slot = std::chrono::seconds(length_);
  return static_cast<std::size_t>((window.length() + slot - std::chrono::seconds(1)) / slot);
}

}  // namespace fb::model
