// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The one maker of AuthenticatedCaller. Included by the authenticators of this folder and by nobody
// else: the layer check refuses any other include but the one in tests/support.
#pragma once

#include "protocols/model/caller.hpp"

namespace fb::identity {

class CallerMint {
 public:
  static model::AuthenticatedCaller prove(model::Caller caller) {
    return model::AuthenticatedCaller(model::CallerPasskey{}, std::move(caller));
  }
};

}  // namespace fb::identity
