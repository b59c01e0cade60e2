// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Reads the simulation from its TOML file, with every file that it names: keys, certificates,
// passwords, calendars. A file with mistakes is refused whole, with every mistake at its place.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "config/problem.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

struct LoadedWorld {
  std::unique_ptr<World> world;  // set exactly if there are no problems
  config::Problems problems;
};

LoadedWorld load_world(const std::filesystem::path& file);

}  // namespace fb::cloudsim
