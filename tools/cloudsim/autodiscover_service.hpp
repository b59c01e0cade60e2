// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A server that answers Autodiscover in SOAP (GetUserSettings), POX and JSON, and refuses what a
// real one refuses. It reads and writes the messages with code of its own.
#pragma once

#include "tools/cloudsim/key_ring.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

class AutodiscoverService {
 public:
  AutodiscoverService(const World& world, const KeyRing& keys) : world_(world), keys_(keys) {}

  Answer answer(const Request& request, model::UtcTime now) const;

 private:
  bool signed_in(const Request& request, const AutodiscoverServer& server, model::UtcTime now,
                 Answer& answer) const;

  const World& world_;
  const KeyRing& keys_;
};

// ServerBusy, for faults.
Reply autodiscover_busy(const Request& request);

}  // namespace fb::cloudsim
