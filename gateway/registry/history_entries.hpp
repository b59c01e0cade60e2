// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The history entries of one revision. Of those beyond a limit only the number is kept, in one
// entry for each tenant, so that one large import does not push everything else out of the history.
#pragma once

#include <map>

#include "gateway/registry/registry.hpp"
#include "gateway/registry/sqlite.hpp"

namespace fb::registry {

class HistoryEntries {
 public:
  struct Stamp {
    std::uint64_t revision;
    std::chrono::sys_time<std::chrono::milliseconds> at;
    Actor actor;
  };

  HistoryEntries(Connection& connection, Stamp stamp, std::size_t entries_max)
      : connection_(connection), stamp_(std::move(stamp)), left_(entries_max) {}

  void add(Verb verb, Difference difference);
  void finish();

 private:
  struct Counts {
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t removed = 0;
  };

  Connection& connection_;
  Stamp stamp_;
  std::size_t left_;
  std::map<model::TenantKey, Counts> counted_{};
};

}  // namespace fb::registry
