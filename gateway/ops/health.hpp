// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whether the gateway should get traffic. Live as long as it answers at all; ready from the first
// accepted connection until the stop begins. A partner that is down never makes the gateway
// unready.
#pragma once

#include <atomic>

namespace fb::ops {

class Health {
 public:
  void set_ready(bool ready) { ready_.store(ready, std::memory_order_relaxed); }
  bool ready() const { return ready_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> ready_{false};
};

}  // namespace fb::ops
