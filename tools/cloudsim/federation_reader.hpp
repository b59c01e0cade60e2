// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Reads [[federation]] of the simulation's file. Internal to the loader.
#pragma once

#include "tools/cloudsim/world_reader.hpp"

namespace fb::cloudsim {

inline constexpr std::size_t kFederationsMax = 4;
inline constexpr std::size_t kOrganizationsMax = 100;

void read_federation(const toml::table& table, const ConfigFolder& folder,
                     config::ProblemList& problems, World& world);

}  // namespace fb::cloudsim
