// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who changed what, when, what was before and what after. Only ever added to, and cut at its old
// end. Failures stay with the connection.
#pragma once

#include "gateway/registry/registry.hpp"
#include "gateway/registry/sqlite.hpp"

namespace fb::registry {

void add_history(Connection& connection, const HistoryEntry& entry);
void trim_history(Connection& connection, std::uint32_t entries_max);
// A revision is never cut in two: a page ends before one that does not fit, or holds one that is
// longer than the page.
HistoryPage history_page(Connection& connection, const HistoryQuery& query);

}  // namespace fb::registry
