// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Time as the program knows it: UTC, whole seconds, half-open windows. Wall time and zones exist
// only in decoders and encoders.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

#include "protocols/model/result.hpp"

namespace fb::model {

using UtcTime = std::chrono::sys_seconds;

class TimeWindow {
 public:
  static constexpr int kDaysMax = 62;

  // [begin, end), begin < end, years 1900-2200. `make` refuses a longer window than kDaysMax with
  // window_too_long and anything else wrong with window_invalid; `span` has no upper bound and is
  // for data that we already hold.
  static Result<TimeWindow> make(UtcTime begin, UtcTime end);
  static Result<TimeWindow> span(UtcTime begin, UtcTime end);

  UtcTime begin() const { return begin_; }
  UtcTime end() const { return end_; }
  std::chrono::seconds length() const { return end_ - begin_; }

  // True if [begin, end) shares time with this window. An instant (begin == end) touches the window
  // that contains it.
  bool touches(UtcTime begin, UtcTime end) const {
    return begin == end ? begin >= begin_ && begin < end_ : begin < end_ && end > begin_;
  }
  bool contains(UtcTime at) const { return at >= begin_ && at < end_; }

  bool operator==(const TimeWindow&) const = default;

 private:
  TimeWindow(UtcTime begin, UtcTime end) : begin_(begin), end_(end) {}
  UtcTime begin_;
  UtcTime end_;
};

// The length of one slot of a merged view. [MS-OXWAVLS] 3.1.4.1.3.13 allows 5 to 1440 minutes.
class SlotLength {
 public:
  static constexpr int kMinutesMin = 5;
  static constexpr int kMinutesMax = 1440;

  static Result<SlotLength> of_minutes(std::int64_t minutes);
  static SlotLength half_hour() { return SlotLength(std::chrono::minutes(30)); }
  static SlotLength finest() { return SlotLength(std::chrono::minutes(kMinutesMin)); }

  std::chrono::minutes length() const { return length_; }
  // A window that is no multiple of the slot ends in a shorter slot, so this rounds up
  // ([MS-ASCMD] 2.2.3.107; the EWS documentation is silent).
  std::size_t slots_in(const TimeWindow& window) const;

  bool operator==(const SlotLength&) const = default;

 private:
  explicit SlotLength(std::chrono::minutes length) : length_(length) {}
  std::chrono::minutes length_;
};

}  // namespace fb::model
