// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The one timer of a connection or of an exchange. Moving its deadline later costs a store to
// memory, not a timer operation: the watch wakes now and then, looks, and sleeps again.
//
// Beware: one executor only, and the function must not destroy the watch.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>

#include "gateway/async/clock.hpp"

namespace fb::net {

class DeadlineWatch {
 public:
  // `sleep_max`: no longer than the shortest time that is commonly armed, or that arming has to
  // wake the watch. `on_passed` runs once for each deadline that passes.
  DeadlineWatch(boost::asio::any_io_executor executor, async::Clock& clock,
                std::chrono::nanoseconds sleep_max, std::function<void()> on_passed);
  ~DeadlineWatch();
  DeadlineWatch(const DeadlineWatch&) = delete;
  DeadlineWatch& operator=(const DeadlineWatch&) = delete;

  void arm(async::SteadyTime at);  // forgets that an earlier deadline passed
  void disarm();
  bool passed() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace fb::net
