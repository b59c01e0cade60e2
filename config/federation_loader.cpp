// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/federation_context.hpp"
#include "config/load.hpp"

namespace fb::config {

Federation read_federation(const toml::table& root, FederationContext& context) {
  Federation federation;
  TableReader reader(root, "the file", context.problems);
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
  return federation;
}

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
    federation = read_federation(*root, context);
    const toml::node* tenants = root->get("tenant");
    if (tenants == nullptr || (tenants->is_array() && tenants->as_array()->empty())) {
      problems.add(Place{1, 1},
                   "\"tenant\" is missing in the file: a gateway serves at least one [[tenant]]");
    }
  }
  if (problems.empty()) loaded.value = std::move(federation);
  loaded.problems = std::move(problems).take();
  return loaded;
}

}  // namespace fb::config
