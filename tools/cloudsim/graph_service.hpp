// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Microsoft Graph of the simulated clouds, for applications: getSchedule, and delta queries of
// contacts and users. A call is refused as a whole for its token, its role or its anchor mailbox; a
// mailbox that is unknown or closed fails alone.
#pragma once

#include "tools/cloudsim/directory.hpp"
#include "tools/cloudsim/key_ring.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

class GraphService {
 public:
  GraphService(const World& world, const KeyRing& keys, const Directory& directory)
      : world_(world), keys_(keys), directory_(directory) {}

  Answer answer(const Request& request, model::UtcTime now) const;

 private:
  const World& world_;
  const KeyRing& keys_;
  const Directory& directory_;
};

// The error object of Graph, for faults too.
Reply graph_error(const Request& request, unsigned status, std::string_view code,
                  std::string_view message, model::UtcTime now);

}  // namespace fb::cloudsim
