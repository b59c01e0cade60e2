// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/stand_in.hpp"

#include <utility>

#include "gateway/identity/caller_mint.hpp"

namespace fb::identity {

model::AuthenticatedCaller stand_in_for(model::Caller caller) {
  return CallerMint::prove(std::move(caller));
}

}  // namespace fb::identity
