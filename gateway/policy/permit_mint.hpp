// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The one maker of permits and cache keys. Included by decide.cpp and by nobody else: the layer
// check refuses any other include but the one in tests/support.
#pragma once

#include "protocols/model/permit.hpp"

namespace fb::policy {

class PermitMint {
 public:
  static model::Permit permit(model::Grant grant, std::uint64_t generation);
};

}  // namespace fb::policy
