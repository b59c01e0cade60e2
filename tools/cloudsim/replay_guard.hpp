// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Remembers the assertions that were used until they end, so that none is used twice.
#pragma once

#include <map>
#include <string>

#include "protocols/model/time_window.hpp"

namespace fb::cloudsim {

class ReplayGuard {
 public:
  static constexpr std::size_t kEntriesMax = 100'000;

  enum class Verdict { fresh, seen, full };

  explicit ReplayGuard(std::size_t entries_max = kEntriesMax) : entries_max_(entries_max) {}

  // Remembers a fresh one until `ends`.
  Verdict note(const std::string& id, model::UtcTime ends, model::UtcTime now);

 private:
  std::size_t entries_max_;
  std::map<std::string, model::UtcTime> until_;
};

}  // namespace fb::cloudsim
