// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/federation_context.hpp"
#include "config/load.hpp"

namespace fb::config {

Loaded<Federation> load_federation(const std::filesystem::path& file,
                                   const CloudCatalogue& clouds) {
  ProblemList problems(file.string());
  Loaded<Federation> loaded;
  Federation federation;
  if (const auto root = read_toml_file(file, kFederationFileBytesMax, problems)) {
    FederationContext context{.clouds = clouds,
                              .folder = std::filesystem::absolute(file).parent_path(),
                              .problems = problems,
                              .known = KnownTenants(*root)};
    TableReader reader(*root, "the file", problems);
    reader.node("version");
    for (const toml::table* table : reader.tables("tenant", kTenantsPerFileMax)) {
      if (auto tenant = read_tenant(*table, context)) {
        federation.tenants.push_back(*std::move(tenant));
      }
    }
    for (const toml::table* table : reader.tables("partner", kPartnersPerFileMax)) {
      if (auto partner = read_partner(*table, context)) {
        federation.partners.push_back(*std::move(partner));
      }
    }
    const toml::array* tenants = (*root)["tenant"].as_array();
    if (!reader.has("tenant") || (tenants != nullptr && tenants->empty())) {
      reader.missing("tenant", "a gateway serves at least one [[tenant]]");
    }
  }
  if (problems.empty()) loaded.value = std::move(federation);
  loaded.problems = std::move(problems).take();
  return loaded;
}

}  // namespace fb::config
