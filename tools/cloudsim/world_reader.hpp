// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The parts that load_world is made of. Internal to the loader.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/table_reader.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

inline constexpr std::size_t kConfigBytesMax = 1024 * 1024;
inline constexpr std::size_t kKeyFileBytesMax = 64 * 1024;
inline constexpr std::size_t kCloudsMax = 16;
inline constexpr std::size_t kTenantsMax = 100;
inline constexpr std::size_t kEntriesMax = 10'000;  // of any other list

// Where relative paths begin.
struct ConfigFolder {
  std::filesystem::path path;

  std::filesystem::path at(std::string_view file) const { return path / file; }
};

// The text of a file that `key` names; nothing, and a problem, where it cannot be had.
std::optional<std::string> read_named_file(config::TableReader& in, std::string_view key,
                                           config::PlacedText file, const ConfigFolder& folder);
// A password or a token: the file without its last line break, at least one character.
std::string read_secret(config::TableReader& in, std::string_view key, const ConfigFolder& folder);

// A host name in lower case, without a port.
model::Result<std::string> read_host(std::string_view text);
model::Result<std::string> read_guid(std::string_view text);

// A contact or a user of a tenant's directory.
void read_directory_object(const toml::table& table, DirectoryFeed feed,
                           config::ProblemList& problems, Tenant& tenant);

void read_tenant(const toml::table& table, const ConfigFolder& folder,
                 config::ProblemList& problems, Cloud& cloud);

}  // namespace fb::cloudsim
