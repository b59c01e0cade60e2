// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The files of configuration, read together: the settings name the federation file and the cloud
// catalogue.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "config/load.hpp"
#include "config/snapshot.hpp"

namespace fb::app {

struct Configuration {
  config::Settings settings;
  std::shared_ptr<const config::Snapshot> snapshot;
};

// The catalogue that the settings name, or the one that is built in.
config::Loaded<config::CloudCatalogue> load_clouds(const config::Settings& settings);

// Every mistake of every file that could be read.
config::Loaded<Configuration> load_configuration(const std::filesystem::path& settings_file,
                                                 std::uint64_t generation);

}  // namespace fb::app
