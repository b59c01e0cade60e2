// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/registry/object_table.hpp"

#include <utility>

#include "gateway/registry/stored_values.hpp"

namespace fb::registry {
namespace {

config::ObjectId id_in(Connection& connection, const Statement& row) {
  return {kind_of(connection, row.integer(0)), tenant_of(connection, row.view(1)), row.text(2)};
}

ObjectRow object_in(Connection& connection, const Statement& row) {
  return {{id_in(connection, row), row.text(4)}, row.number(3)};
}

}  // namespace

std::uint64_t revision_of(Connection& connection) {
  return static_cast<std::uint64_t>(connection.integer("SELECT revision FROM registry"));
}

void set_revision(Connection& connection, std::uint64_t revision) {
  connection.run("UPDATE registry SET revision = ?", revision);
}

void put_object(Connection& connection, const ObjectRow& row) {
  connection.run("INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?)", stored(row.object.id.kind),
                 stored(row.object.id.tenant), row.object.id.identity, row.revision,
                 row.object.body);
  note_arrived(connection, row.object.id);
}

void remove_object(Connection& connection, const config::ObjectId& id) {
  connection.run("DELETE FROM object WHERE kind = ? AND tenant = ? AND identity = ?",
                 stored(id.kind), stored(id.tenant), id.identity);
}

void for_objects_since(Connection& connection, std::uint64_t revision,
                       const std::function<void(ObjectRow)>& visit) {
  Statement rows = connection.prepare(
      "SELECT kind, tenant, identity, revision, body FROM object WHERE revision > ?"
      " ORDER BY kind, tenant, identity");
  rows.bind(revision);
  while (rows.step()) visit(object_in(connection, rows));
}

std::vector<ObjectRow> objects_in(Connection& connection, const ObjectRange& range,
                                  std::size_t limit) {
  Statement rows = connection.prepare(
      "SELECT kind, tenant, identity, revision, body FROM object"
      " WHERE (kind, tenant, identity) > (?1, ?2, ?3) AND kind BETWEEN ?4 AND ?5"
      " AND (?6 = '' OR tenant = ?6) AND (?7 = '' OR identity = ?7)"
      " ORDER BY kind, tenant, identity LIMIT ?8");
  rows.bind(range.after_kind, range.after_tenant, range.after_identity, range.kind_from,
            range.kind_to, range.tenant, range.identity, limit);
  std::vector<ObjectRow> found;
  while (rows.step()) found.push_back(object_in(connection, rows));
  return found;
}

void note_departed(Connection& connection, const config::ObjectId& id, std::uint64_t revision) {
  connection.run("INSERT OR REPLACE INTO departed VALUES (?, ?, ?, ?)", stored(id.kind),
                 stored(id.tenant), id.identity, revision);
}

void note_arrived(Connection& connection, const config::ObjectId& id) {
  connection.run("DELETE FROM departed WHERE kind = ? AND tenant = ? AND identity = ?",
                 stored(id.kind), stored(id.tenant), id.identity);
}

void prune_departed(Connection& connection, std::int64_t rows_max) {
  std::uint64_t pruned = 0;
  {
    Statement row =
        connection.prepare("SELECT revision FROM departed ORDER BY revision DESC LIMIT 1 OFFSET ?");
    row.bind(rows_max);
    if (!row.step()) return;
    pruned = row.number(0);
  }
  connection.run("DELETE FROM departed WHERE revision <= ?", pruned);
  connection.run("UPDATE registry SET departed_pruned = ?", pruned);
}

bool for_departed_since(Connection& connection, std::uint64_t revision,
                        const std::function<void(config::ObjectId)>& visit) {
  const auto pruned =
      static_cast<std::uint64_t>(connection.integer("SELECT departed_pruned FROM registry"));
  if (revision < pruned) return false;
  Statement rows =
      connection.prepare("SELECT kind, tenant, identity FROM departed WHERE revision > ?");
  rows.bind(revision);
  while (rows.step()) visit(id_in(connection, rows));
  return true;
}

}  // namespace fb::registry
