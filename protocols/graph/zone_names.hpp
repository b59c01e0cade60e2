// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The zones that one message names, each looked up once.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "protocols/wire/zones.hpp"

namespace fb::graph {

class ZoneNames {
 public:
  static constexpr std::size_t kZonesMax = 32;  // different names in one message

  // Null where there is no such zone, or where the message names too many.
  const wire::Zone* find(std::string_view name) {
    const auto known = zones_.find(name);
    if (known != zones_.end()) return &known->second;
    if (zones_.size() == kZonesMax) return nullptr;
    auto zone = wire::Zone::named(name);
    if (!zone) return nullptr;
    return &zones_.emplace(name, std::move(*zone)).first->second;
  }

 private:
  std::map<std::string, wire::Zone, std::less<>> zones_;
};

}  // namespace fb::graph
