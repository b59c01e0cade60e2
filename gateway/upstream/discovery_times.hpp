// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How long discovery looks and how long it remembers; the [discovery] table of the settings.
#pragma once

#include <chrono>

namespace fb::upstream {

struct DiscoveryTimes {
  std::chrono::milliseconds timeout{10'000};
  std::chrono::seconds found{24 * 60 * 60};
  std::chrono::seconds not_found{300};
};

}  // namespace fb::upstream
