// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/history_table.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "gateway/registry/stored_values.hpp"

namespace fb::registry {
namespace {

HistoryEntry read(Connection& connection, const Statement& row) {
  const std::chrono::sys_time<std::chrono::milliseconds> at{
      std::chrono::milliseconds(row.integer(1))};
  return {row.number(0),
          at,
          {row.text(2), row.text(3)},
          verb_of(connection, row.integer(4)),
          {{kind_of(connection, row.integer(5)), tenant_of(connection, row.view(6)), row.text(7)},
           row.text(8),
           row.text(9)}};
}

}  // namespace

void add_history(Connection& connection, const HistoryEntry& entry) {
  const config::ObjectId& id = entry.difference.id;
  connection.run(
      "INSERT INTO history(revision, at_ms, actor, via, verb, kind, tenant, identity, before,"
      " after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      entry.revision, entry.at.time_since_epoch().count(), entry.actor.name, entry.actor.via,
      stored(entry.verb), stored(id.kind), stored(id.tenant), id.identity, entry.difference.before,
      entry.difference.after);
}

void trim_history(Connection& connection, std::uint32_t entries_max) {
  connection.run("DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", entries_max);
}

HistoryPage history_page(Connection& connection, const HistoryQuery& query) {
  const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kPageMax);
  const std::uint64_t before =
      query.before == 0 ? static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
                        : query.before;
  HistoryPage page{{}, 0};
  Statement rows = connection.prepare(
      "SELECT revision, at_ms, actor, via, verb, kind, tenant, identity, before, after"
      " FROM history WHERE revision < ?1 AND (?2 = 0 OR kind = ?2) AND (?3 = '' OR tenant = ?3)"
      " AND (?4 = '' OR identity = ?4) ORDER BY id DESC");
  rows.bind(before, query.kind ? stored(*query.kind) : 0,
            query.tenant ? stored(*query.tenant) : std::string(), query.identity);
  bool more = false;
  while (rows.step()) {
    const std::uint64_t revision = rows.number(0);
    const bool begins = page.entries.empty() || page.entries.back().revision != revision;
    if (begins && page.entries.size() >= limit) {
      more = true;
      break;
    }
    page.entries.push_back(read(connection, rows));
  }
  if (page.entries.size() > limit) {
    // The last revision did not fit; it is left for the next page unless it is the only one.
    const std::uint64_t last = page.entries.back().revision;
    if (page.entries.front().revision != last) {
      std::erase_if(page.entries, [&](const auto& entry) { return entry.revision == last; });
      more = true;
    }
  }
  if (more) page.next = page.entries.back().revision;
  return page;
}

}  // namespace fb::registry
