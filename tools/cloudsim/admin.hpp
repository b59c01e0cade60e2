// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a test or a demo asks of the simulator itself, under the host "cloudsim.admin" and with the
// secret of the configuration: faults, the journal, and which keys sign.
#pragma once

#include "tools/cloudsim/faults.hpp"
#include "tools/cloudsim/journal.hpp"
#include "tools/cloudsim/key_ring.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/security_token_service.hpp"

namespace fb::cloudsim {

struct Administered {
  FaultPlan& faults;
  Journal& journal;
  KeyRing& keys;
  SecurityTokenService& tokens;
};

Reply administer(const Request& request, std::string_view secret, const Administered& state);

}  // namespace fb::cloudsim
