// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/availability.hpp"

#include <array>

namespace fb::model {
namespace {

constexpr std::array<std::string_view, 3> kPaths{"own-tenant", "availability-address-space",
                                                 "organization-relationship"};
constexpr std::array<std::string_view, 6> kCacheStates{"none",  "fetched",  "cached",
                                                       "stale", "negative", "joined"};

}  // namespace

std::string_view name(SharingPath path) { return kPaths[static_cast<std::size_t>(path)]; }

std::string_view name(CacheState state) { return kCacheStates[static_cast<std::size_t>(state)]; }

void cut_to(DetailLevel level, bool across_organisations, Availability& availability) {
  availability.level = least(availability.level, level);
  for (BusyBlock& block : availability.blocks) {
    if (availability.level < DetailLevel::limited_details) {
      block.details.reset();
      continue;
    }
    if (!block.details) continue;
    if (block.details->is_private) {
      block.details->subject.clear();
      block.details->location.clear();
    }
    if (block.details->is_private || across_organisations) block.details->id.clear();
  }
}

}  // namespace fb::model
