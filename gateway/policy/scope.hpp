// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// FreeBusyAccessScope: is a mailbox in a group of its tenant, groups in groups included? A group
// that does not exist has nobody in it.
#pragma once

#include "config/snapshot.hpp"
#include "gateway/policy/recipient_resolver.hpp"

namespace fb::policy {

// Members that are looked at for one mailbox, in all groups together. Exchange's own advice is to
// keep the group of a scope below this size.
inline constexpr std::size_t kScopeMembersMax = 10'000;

enum class ScopeVerdict : std::uint8_t { inside, outside, no_such_group, too_big };

ScopeVerdict in_scope(const config::Snapshot& snapshot, const config::Tenant& tenant,
                      const model::SmtpAddress& group, const OwnMailbox& mailbox);

}  // namespace fb::policy
