// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a test or a demo asks of the simulator itself, under the host "cloudsim.admin" and with the
// secret of the configuration: faults, the journal, which keys sign, and
// what changes in a directory.
#pragma once

#include "tools/cloudsim/directory.hpp"
#include "tools/cloudsim/faults.hpp"
#include "tools/cloudsim/journal.hpp"
#include "tools/cloudsim/key_ring.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/security_token_service.hpp"

namespace fb::cloudsim {

struct Administered {
  const World& world;
  FaultPlan& faults;
  Journal& journal;
  KeyRing& keys;
  SecurityTokenService& tokens;
  Directory& directory;
};

Reply administer(const Request& request, std::string_view secret, const Administered& state);

}  // namespace fb::cloudsim
