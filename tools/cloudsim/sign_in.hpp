// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The sign-in service of the simulated clouds: OpenID metadata in both versions, signing keys, and
// the version 2.0 token endpoint for client credentials with a certificate. There are no users, no
// secrets and no version 1 tokens; whoever asks for those is refused.
#pragma once

#include "tools/cloudsim/key_ring.hpp"
#include "tools/cloudsim/message.hpp"
#include "tools/cloudsim/replay_guard.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

class SignIn {
 public:
  SignIn(const World& world, const KeyRing& keys) : world_(world), keys_(keys) {}

  Answer answer(const Request& request, model::UtcTime now);

 private:
  Answer token(const Request& request, const TenantInCloud& at, model::UtcTime now);

  const World& world_;
  const KeyRing& keys_;
  ReplayGuard used_;
};

}  // namespace fb::cloudsim
