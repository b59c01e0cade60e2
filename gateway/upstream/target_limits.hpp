// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How many questions one target gets at the same time, from all threads together: servers count the
// requests of an account or of an application, and refuse what is above their number. Whoever finds
// no seat waits in line for it, first come first served; the line has an end.
//
// Not a limit on connections: gateway/net has those, per thread.
//
// Beware: neither a seat nor a wait for one may outlive the limits. Waiting is for coroutines on
// single-threaded executors.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "cache/store/guarded.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/wake_up.hpp"
#include "protocols/model/result.hpp"

namespace fb::upstream {

struct TargetLimitSizes {
  std::size_t requests_max = 20;  // of one target
  std::size_t waiting_max = 512;  // of one target
};

class TargetLimits {
 public:
  // The right to ask, given back when it goes.
  class Seat {
   public:
    Seat(Seat&& other) noexcept
        : limits_(std::exchange(other.limits_, nullptr)), target_(std::move(other.target_)) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
      if (limits_ != nullptr) limits_->leave(target_);
    }

   private:
    friend class TargetLimits;
    Seat(TargetLimits& limits, std::string target) : limits_(&limits), target_(std::move(target)) {}
    TargetLimits* limits_;
    std::string target_;
  };

  TargetLimits(TargetLimitSizes sizes, async::Clock& clock) : sizes_(sizes), clock_(clock) {}

  // `most` lowers the number for a target that takes less than the settings say. Errors:
  // server_busy where the line is full, deadline_passed.
  boost::asio::awaitable<model::Result<Seat>> take(std::string target, std::size_t most,
                                                   async::Deadline deadline);

  std::size_t targets() const;  // that somebody asks or waits for

 private:
  struct Waiter {
    std::shared_ptr<async::WakeUp> wake_up;
    bool seated = false;  // with the lock held
  };
  struct Target {
    std::size_t seated = 0;
    std::deque<std::shared_ptr<Waiter>> line;
  };
  using Targets = std::unordered_map<std::string, Target>;
  class Place;

  void leave(const std::string& target);

  const TargetLimitSizes sizes_;
  async::Clock& clock_;
  cache::Guarded<Targets> targets_;
};

}  // namespace fb::upstream
