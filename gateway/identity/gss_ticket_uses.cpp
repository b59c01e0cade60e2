// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/gss_ticket_uses.hpp"

namespace fb::identity {

GssTicketUses::Outcome GssTicketUses::record(const Digest& use, async::SteadyTime now) {
  return uses_.with([&](Uses& uses) {
    while (!uses.by_end.empty() && uses.by_end.front().first <= now) {
      uses.seen.erase(uses.by_end.front().second);
      uses.by_end.pop_front();
    }
    if (uses.seen.contains(use)) return Outcome::again;
    if (uses.seen.size() >= uses_max_) return Outcome::no_room;
    uses.seen.insert(use);
    uses.by_end.emplace_back(now + kKept, use);
    return Outcome::first;
  });
}

}  // namespace fb::identity
