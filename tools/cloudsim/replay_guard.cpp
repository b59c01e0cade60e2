// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/replay_guard.hpp"

namespace fb::cloudsim {

ReplayGuard::Verdict ReplayGuard::note(const std::string& id, model::UtcTime ends,
                                       model::UtcTime now) {
  const auto found = until_.find(id);
  if (found != until_.end() && found->second > now) return Verdict::seen;
  if (found == until_.end() && until_.size() >= entries_max_) {
    std::erase_if(until_, [&](const auto& entry) { return entry.second <= now; });
    if (until_.size() >= entries_max_) return Verdict::full;
  }
  until_[id] = ends;
  return Verdict::fresh;
}

}  // namespace fb::cloudsim
