// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [tenant.federation_trust].
#include <algorithm>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

constexpr std::size_t kTrustUriBytesMax = 256;

// Exchange writes domains, URNs and URLs in these places and compares them as texts.
model::Result<std::string> parse_trust_uri(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (text.empty() || text.size() > kTrustUriBytesMax || !plain) {
    return mistake("write a domain, a URN or a URL of at most " +
                   std::to_string(kTrustUriBytesMax) + " ASCII characters without a space");
  }
  return std::string(text);
}

TokenIssuer read_token_issuer(const toml::table& table, FederationContext& context,
                              Seen<std::string>& uris) {
  TableReader reader(table, "[[tenant.federation_trust.token_issuer]]", context.problems);
  TokenIssuer issuer;
  if (const auto uri = reader.required("uri", parse_trust_uri)) {
    issuer.uri = *uri;
    if (const auto line = uris.before(issuer.uri, reader.place_of_value("uri"))) {
      context.problems.add(reader.place_of_value("uri"),
                           twice("the trust has two issuers " + in_quotes(issuer.uri), *line));
    }
  }
  if (const auto endpoint = reader.required("endpoint", parse_https_url)) {
    issuer.endpoint = *endpoint;
  }
  return issuer;
}

}  // namespace

FederationTrust read_federation_trust(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[tenant.federation_trust]", context.problems);
  FederationTrust trust;
  if (const auto uri = reader.required("application_uri", parse_trust_uri)) {
    trust.application_uri = *uri;
  }
  const auto issuers = reader.tables("token_issuer", kTokenIssuersMax);
  if (issuers.empty()) reader.missing("token_issuer", "somebody has to issue the tokens");
  Seen<std::string> uris;
  for (const toml::table* issuer : issuers) {
    trust.token_issuers.push_back(read_token_issuer(*issuer, context, uris));
  }
  return trust;
}

}  // namespace fb::config
