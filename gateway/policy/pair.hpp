// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// May one cloud ask the other along a path? What the cloud catalogue says of the pair, and whether
// the other side's Exchange Online still has EWS.
#pragma once

#include <string_view>

#include "gateway/policy/trace.hpp"
#include "protocols/model/result.hpp"

namespace fb::policy {

// Not recorded in the trace: a pair that is refused ends one path and may be a mere loser on the
// other.
model::Status pair_allowed(const config::Snapshot& snapshot, const model::TenantKey& from,
                           const model::TenantKey& to, model::SharingPath path);

// Refused where the endpoint is Exchange Online's own, EWS has ended in that cloud, and the day is
// known. A gateway of the other side goes on to answer. `endpoint` may be empty: nobody knows then
// what Autodiscover will find.
model::Status ews_still_there(const Inquiry& inquiry, const model::TenantKey& target,
                              std::string_view endpoint);

}  // namespace fb::policy
