// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the file holds, in memory, at one revision: the objects' texts, the federation that they
// make, and a directory for each home tenant. Never changed once made; a later one is made from an
// earlier one and what the file says has changed since, be it by this process or by another.
#pragma once

#include <filesystem>
#include <map>
#include <memory>

#include "config/directory.hpp"
#include "config/federation_objects.hpp"
#include "config/snapshot.hpp"
#include "gateway/registry/object_table.hpp"
#include "gateway/registry/sqlite.hpp"

namespace fb::registry {

// More changed recipients than this, and their tenants' directories are built anew.
inline constexpr std::int64_t kEditedRecipientsMax = 20'000;

struct ObjectText {
  std::string body;
  std::uint64_t revision;
};
using ObjectTexts = std::map<config::ObjectId, ObjectText>;

struct State {
  std::uint64_t revision = 0;
  std::shared_ptr<const ObjectTexts> objects = std::make_shared<ObjectTexts>();
  std::shared_ptr<const config::Federation> federation = std::make_shared<config::Federation>();
  config::Directories directories{};
};

// What makes texts a federation.
struct Reading {
  std::filesystem::path folder;  // relative paths in bodies are relative to it
  config::CloudCatalogue clouds;
};

// A mistake where the objects are no federation.
Outcome<std::shared_ptr<const config::Federation>> federation_from(const ObjectTexts& objects,
                                                                   const Reading& reading);

// The state that the connection's transaction sees. `federation` where it was read already; a state
// before that has none is read again, whatever has changed.
Outcome<std::shared_ptr<const State>> state_after(
    const State& before, Connection& connection, const Reading& reading,
    std::shared_ptr<const config::Federation> federation = nullptr);

std::shared_ptr<const config::Snapshot> snapshot_of(const State& state, std::uint64_t generation,
                                                    const config::CloudCatalogue& clouds);

// Several problems in one sentence: the first, and how many more.
Refused mistake(config::Problems problems);

}  // namespace fb::registry
