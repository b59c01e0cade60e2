// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A complete simulation in a folder of its own: what load_world reads, and what the tests of the
// services ask. Two tenants: contoso in Commercial with a mailbox on premises, fabrikam in GCC
// High.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tools/cloudsim/load_world.hpp"

namespace fb::cloudsim::test {

class WorldFolder {
 public:
  WorldFolder();
  ~WorldFolder();
  WorldFolder(const WorldFolder&) = delete;
  WorldFolder& operator=(const WorldFolder&) = delete;

  // The configuration with one text put in the place of another, which must be there once.
  static std::string config_with(std::string_view from, std::string_view to);
  static std::string config() { return config_with("", ""); }

  void write(const std::string& name, std::string_view text) const;
  LoadedWorld load(const std::string& config) const;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace fb::cloudsim::test
