// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The sign-in service of the simulated clouds: OpenID metadata, signing keys, and the token
// endpoint for client credentials with a certificate, each in both versions. Which version a token
// has is the resource's choice, as in reality. There are no users and no secrets; whoever asks for
// those is refused.
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
  Answer token(const Request& request, const TenantInCloud& at, int version, model::UtcTime now);

  const World& world_;
  const KeyRing& keys_;
  ReplayGuard used_;
};

}  // namespace fb::cloudsim
