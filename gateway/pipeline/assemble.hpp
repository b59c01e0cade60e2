// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Step 11: puts what was decided and what was fetched back into the order of the question. Whatever
// happened before, the reply has one entry per asked mailbox, and no entry shows more than its
// permit and the caller's wish.
#pragma once

#include <optional>
#include <vector>

#include "gateway/pipeline/cached_fetch.hpp"
#include "protocols/model/availability.hpp"
#include "protocols/model/permit.hpp"

namespace fb::pipeline {

using Decision = model::Result<model::Permit>;

// `fetched[i]` is set exactly where `decisions[i]` holds a permit.
model::AvailabilityReply assemble(const model::AvailabilityRequest& request,
                                  const std::vector<Decision>& decisions,
                                  std::vector<std::optional<Fetched>> fetched);

}  // namespace fb::pipeline
