// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The caller's wall clock. The zone is asked once per stretch of equal offset.
#pragma once

#include "protocols/wire/zones.hpp"

namespace fb::ews {

// Beware: keeps a reference to the zone.
class WallClock {
 public:
  explicit WallClock(const wire::Zone& zone) : zone_(zone) {}

  wire::LocalTime operator()(model::UtcTime at) {
    if (at < begin_ || at >= end_) {
      constexpr std::chrono::days kLookAhead{400};
      begin_ = at;
      end_ = zone_.next_change(at, at + kLookAhead);
      offset_ = zone_.offset_at(at);
    }
    return wire::LocalTime(at.time_since_epoch() + offset_);
  }

 private:
  const wire::Zone& zone_;
  model::UtcTime begin_ = model::UtcTime::max();
  model::UtcTime end_ = model::UtcTime::min();
  std::chrono::seconds offset_{0};
};

}  // namespace fb::ews
