// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Reads the two files of configuration. A file with mistakes is refused whole, with every mistake
// listed at its place; nothing is repaired and no default hides an unknown key. Relative paths in a
// file are relative to that file. Files named by a setting (password, hash, key) are read here, so
// that a missing one is a problem with a place.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/cloud_catalogue.hpp"
#include "config/federation.hpp"
#include "config/problem.hpp"
#include "config/settings.hpp"

namespace fb::config {

template <class T>
struct Loaded {
  std::optional<T> value;  // set exactly if there are no problems
  Problems problems;
};

Loaded<Settings> load_settings(const std::filesystem::path& file);
Loaded<Federation> load_federation(const std::filesystem::path& file, const CloudCatalogue& clouds);
Loaded<CloudCatalogue> load_cloud_catalogue(const std::filesystem::path& file);

// The catalogue that is compiled in.
const CloudCatalogue& built_in_cloud_catalogue();

// Made from the schema: the reference page and a commented example of freebusyd.toml.
std::string settings_reference_page();
std::string settings_example();
// The settings in force, in the form of the file. What is a secret is told to be set, not what it
// is.
std::string effective_settings(const Settings& settings);

}  // namespace fb::config
