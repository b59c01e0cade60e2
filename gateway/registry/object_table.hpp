// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The objects that are not recipients, each a row with its body, and what has departed of all
// objects. Failures stay with the connection.
#pragma once

#include <functional>
#include <vector>

#include "config/federation_objects.hpp"
#include "gateway/registry/sqlite.hpp"

namespace fb::registry {

// A gateway that has not looked for longer than this many removals reads everything again.
inline constexpr std::int64_t kDepartedMax = 100'000;

struct ObjectRow {
  config::Object object;
  std::uint64_t revision = 0;
};

std::uint64_t revision_of(Connection& connection);
void set_revision(Connection& connection, std::uint64_t revision);

void put_object(Connection& connection, const ObjectRow& row);
void remove_object(Connection& connection, const config::ObjectId& id);
// What was changed after `revision`, in the order of listings.
void for_objects_since(Connection& connection, std::uint64_t revision,
                       const std::function<void(ObjectRow)>& visit);

// Where a page of objects begins and what is in it.
struct ObjectRange {
  int kind_from = 0;  // as stored
  int kind_to = 0;    // with it
  std::string tenant{};
  std::string identity{};
  // Kind, tenant and identity of the object before the first, with the kind as stored.
  int after_kind = 0;
  std::string after_tenant{};
  std::string after_identity{};
};
std::vector<ObjectRow> objects_in(Connection& connection, const ObjectRange& range,
                                  std::size_t limit);

void note_departed(Connection& connection, const config::ObjectId& id, std::uint64_t revision);
void note_arrived(Connection& connection, const config::ObjectId& id);
void prune_departed(Connection& connection, std::int64_t rows_max = kDepartedMax);
// False where that far back is not known any more.
bool for_departed_since(Connection& connection, std::uint64_t revision,
                        const std::function<void(config::ObjectId)>& visit);

}  // namespace fb::registry
