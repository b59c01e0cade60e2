// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The only readers of the time. Everything that depends on time takes a Clock, and waits through
// it, so that a test can run a day in a millisecond.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "protocols/model/time_window.hpp"

namespace fb::async {

using SteadyTime = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual model::UtcTime utc_now() const = 0;
  virtual SteadyTime now() const = 0;
  // Resumes on the caller's executor at that time, or at once if it is past. Cancellable.
  virtual boost::asio::awaitable<void> wait_until(SteadyTime at) = 0;
};

// The machine's clocks.
Clock& real_clock();

// A point in time that travels with a request and is never re-invented: an upstream gets the
// smaller of its own limit and what is left.
struct Deadline {
  SteadyTime at;

  static Deadline after(const Clock& clock, std::chrono::milliseconds length) {
    return {clock.now() + length};
  }
  Deadline sooner(Deadline other) const { return {at < other.at ? at : other.at}; }
  bool passed(const Clock& clock) const { return clock.now() >= at; }
};

}  // namespace fb::async
