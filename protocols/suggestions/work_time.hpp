// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whether a stretch of time lies in somebody's working hours, by that person's own clock.
#pragma once

#include <optional>
#include <vector>

#include "protocols/model/free_busy.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::suggestions {

class WorkTime {
 public:
  // Nothing where the hours say nothing: a zone that cannot be, or no period in which anybody
  // works.
  static std::optional<WorkTime> of(const model::WorkingHours& hours);

  // Every moment of [begin, end) lies in a period, or in several that follow each other without a
  // gap, over midnight too. At most a week. Cheapest where `begin` does not go back.
  bool covers(model::UtcTime begin, model::UtcTime end);

 private:
  // Seconds since the beginning of a Sunday, over two weeks, so that no span is cut by the week's
  // end.
  struct Span {
    std::int64_t begin;
    std::int64_t end;
  };

  WorkTime(wire::Zone zone, std::vector<Span> spans)
      : zone_(std::move(zone)), spans_(std::move(spans)) {}
  void look_at(model::UtcTime at);

  wire::Zone zone_;
  std::vector<Span> spans_;
  // The stretch of equal offset that was looked at last.
  model::UtcTime stretch_begin_ = model::UtcTime::max();
  model::UtcTime stretch_end_ = model::UtcTime::min();
  std::chrono::seconds offset_{0};
};

}  // namespace fb::suggestions
