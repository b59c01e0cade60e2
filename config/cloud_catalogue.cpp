// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/cloud_catalogue.hpp"

#include <algorithm>
#include <array>

namespace fb::config {
namespace {

constexpr std::array<std::string_view, 3> kVerdicts{"supported", "unconfirmed", "refused"};

}  // namespace

std::string_view name(PairVerdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

const Cloud* CloudCatalogue::cloud(std::string_view name) const {
  const auto found = std::find_if(clouds.begin(), clouds.end(),
                                  [&](const Cloud& cloud) { return cloud.name == name; });
  return found == clouds.end() ? nullptr : &*found;
}

const CloudPair* CloudCatalogue::pair(std::string_view from, std::string_view to,
                                      model::SharingPath path) const {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const CloudPair& pair) {
    return pair.from == from && pair.to == to && pair.path == path;
  });
  return found == pairs.end() ? nullptr : &*found;
}

}  // namespace fb::config
