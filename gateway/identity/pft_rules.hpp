// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the two tokens of a protected forwarded token prove together, if both signatures are good:
// a partner's organisation, and nobody else. Pure: no key, no I/O, no clock.
//
// The access token is judged by what is pinned for the partner. The actor token has to come from
// the same tenant of the same authority, be meant for us, and belong to an application that may
// forward.
#pragma once

#include <chrono>

#include "config/snapshot.hpp"
#include "gateway/identity/expected_signer.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

struct ForwardedPromise {
  model::Caller caller;
  ExpectedSigner access_signer;
  ExpectedSigner actor_signer;
  model::UtcTime ends;  // the earlier "exp"
};

// Errors: unauthenticated; the rule is "pft.access.<check>" or "pft.actor.<check>" for what is
// wrong with one token, and "pft.<check>" for what does not fit together.
model::Result<ForwardedPromise> judge_forwarded(const oauth::CompactToken& access,
                                                const oauth::CompactToken& actor,
                                                const config::Snapshot& snapshot,
                                                model::UtcTime now,
                                                std::chrono::seconds clock_skew);

}  // namespace fb::identity
