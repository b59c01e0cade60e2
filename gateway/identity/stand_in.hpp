// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An operator who tests sharing asks in the place of somebody else. This is the one way round a
// credential, so it is for gateway/admin alone, which has proved the operator and that the operator
// may operate the tenant of the person; the layer check refuses any other include.
#pragma once

#include "protocols/model/caller.hpp"

namespace fb::identity {

model::AuthenticatedCaller stand_in_for(model::Caller caller);

}  // namespace fb::identity
