// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/app/configuration.hpp"

#include <utility>

namespace fb::app {

config::Loaded<config::CloudCatalogue> load_clouds(const config::Settings& settings) {
  const std::string& file = settings.gateway.cloud_catalogue_file;
  if (file.empty()) return {config::built_in_cloud_catalogue(), {}};
  return config::load_cloud_catalogue(file);
}

config::Loaded<Configuration> load_configuration(const std::filesystem::path& settings_file,
                                                 std::uint64_t generation) {
  auto settings = config::load_settings(settings_file);
  if (!settings.value) return {std::nullopt, std::move(settings.problems)};

  auto clouds = load_clouds(*settings.value);
  if (!clouds.value) return {std::nullopt, std::move(clouds.problems)};

  // A registry that is there says by itself what counts.
  config::Loaded<config::Federation> federation{config::Federation{}, {}};
  const std::string& registry_file = settings.value->registry.file;
  if (registry_file.empty() || !std::filesystem::exists(registry_file)) {
    federation = config::load_federation(settings.value->gateway.federation_file, *clouds.value);
  }
  if (!federation.value) return {std::nullopt, std::move(federation.problems)};

  auto snapshot = std::make_shared<const config::Snapshot>(generation, std::move(*federation.value),
                                                           std::move(*clouds.value));
  return {Configuration{std::move(*settings.value), std::move(snapshot)}, {}};
}

}  // namespace fb::app
