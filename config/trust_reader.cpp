// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [tenant.federation_trust].
#include "config/federation_context.hpp"
#include "config/syntax.hpp"

namespace fb::config {

FederationTrust read_federation_trust(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[tenant.federation_trust]", context.problems);
  FederationTrust trust;
  if (const auto uri = reader.required_text("application_uri")) trust.application_uri = *uri;
  const auto issuers = reader.tables("token_issuer", kTokenIssuersMax);
  if (issuers.empty()) reader.missing("token_issuer", "somebody has to issue the tokens");
  for (const toml::table* issuer_table : issuers) {
    TableReader issuer(*issuer_table, "[[tenant.federation_trust.token_issuer]]", context.problems);
    TokenIssuer read;
    if (const auto uri = issuer.required_text("uri")) read.uri = *uri;
    if (const auto endpoint = issuer.required("endpoint", parse_https_url)) {
      read.endpoint = *endpoint;
    }
    trust.token_issuers.push_back(std::move(read));
  }
  return trust;
}

}  // namespace fb::config
