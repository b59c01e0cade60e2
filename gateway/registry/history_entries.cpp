// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/history_entries.hpp"

#include <utility>

#include "gateway/registry/history_table.hpp"

namespace fb::registry {

void HistoryEntries::add(Verb verb, Difference difference) {
  if (left_ > 0) {
    --left_;
    add_history(connection_,
                {stamp_.revision, stamp_.at, stamp_.actor, verb, std::move(difference)});
    return;
  }
  Counts& counts = counted_[difference.id.tenant];
  if (difference.before.empty()) {
    ++counts.added;
  } else if (difference.after.empty()) {
    ++counts.removed;
  } else {
    ++counts.changed;
  }
}

void HistoryEntries::finish() {
  for (const auto& [tenant, counts] : counted_) {
    // A body, as that of any other entry, of the tenant itself.
    Difference summary{{config::ObjectKind::tenant, tenant, ""}, "", ""};
    summary.after = "also_added = " + std::to_string(counts.added) +
                    "\nalso_changed = " + std::to_string(counts.changed) +
                    "\nalso_removed = " + std::to_string(counts.removed) + "\n";
    add_history(connection_,
                {stamp_.revision, stamp_.at, stamp_.actor, Verb::put, std::move(summary)});
  }
  counted_.clear();
}

}  // namespace fb::registry
