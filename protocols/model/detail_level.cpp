// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/detail_level.hpp"

#include <array>
#include <utility>

namespace fb::model {
namespace {

constexpr std::array<std::string_view, 3> kNames{"None", "AvailabilityOnly", "LimitedDetails"};

}  // namespace

std::string_view name(DetailLevel level) { return kNames[static_cast<std::size_t>(level)]; }

std::optional<DetailLevel> detail_level_named(std::string_view wanted) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == wanted) return static_cast<DetailLevel>(i);
  }
  return std::nullopt;
}

}  // namespace fb::model
