// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One calendar, asked for one stretch of time after the other. All questions together cost no more
// than one walk over the calendar.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "protocols/model/availability.hpp"

namespace fb::suggestions {

// The meeting that is being moved.
struct CurrentMeeting {
  model::UtcTime begin;
  std::chrono::minutes length;
};

class CalendarSweep {
 public:
  // Somebody of whom nothing is known.
  CalendarSweep() = default;
  // What the data does not say of `window` is no_data.
  CalendarSweep(const model::Availability& availability, const model::TimeWindow& window,
                const std::optional<CurrentMeeting>& current);

  // The strongest status in [begin, end), which lies in the window. `begin` never goes back.
  model::FreeBusyStatus strongest(model::UtcTime begin, model::UtcTime end);

 private:
  struct Span {
    model::UtcTime begin;
    model::UtcTime end;
  };
  // The times of one status, apart from each other and in order.
  struct Lane {
    std::vector<Span> spans;
    std::size_t next = 0;
  };
  static constexpr std::size_t kLanes = model::kFreeBusyStatusCount - 1;

  void add(const model::BusyBlock& block);

  std::array<Lane, kLanes> lanes_;  // the strongest status first; free has none
  bool known_ = false;
};

}  // namespace fb::suggestions
