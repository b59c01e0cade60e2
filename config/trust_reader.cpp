// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [tenant.federation_trust].
#include <algorithm>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"
#include "config/text_file.hpp"

namespace fb::config {
namespace {

constexpr std::size_t kTrustUriBytesMax = 256;

// Namespace and name of a SAML attribute, joined by a slash.
model::Result<std::string> parse_claim(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  const bool both = slash != text.npos && slash > 0 && slash + 1 < text.size();
  if (!both) return mistake("write the attribute's namespace, a slash, and its name");
  return parse_trust_uri(text);
}

DelegationClaims read_claims(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[tenant.federation_trust.claims]", context.problems);
  DelegationClaims claims;
  if (const auto text = reader.parsed("email", parse_claim)) claims.email = *text;
  if (const auto text = reader.parsed("action", parse_claim)) claims.action = *text;
  if (const auto text = reader.parsed("free_busy_offer", parse_trust_uri)) {
    claims.free_busy_offer = *text;
  }
  if (const auto text = reader.parsed("autodiscover_offer", parse_trust_uri)) {
    claims.autodiscover_offer = *text;
  }
  return claims;
}

// The files of a list, made absolute by the folder of the federation file.
std::vector<std::string> read_certificate_files(TableReader& reader, FederationContext& context) {
  std::vector<std::string> files;
  for (const auto& [text, place] : reader.texts("certificate_files", kIssuerCertificatesMax)) {
    const std::filesystem::path path = (context.folder / text).lexically_normal();
    if (const std::string trouble = trouble_with_file(path); !trouble.empty()) {
      context.problems.add(
          place, "\"certificate_files\" has " + in_quotes(text) + ": the file " + trouble);
      continue;
    }
    files.push_back(path.string());
  }
  return files;
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
  issuer.certificate_files = read_certificate_files(reader, context);
  if (const auto url = reader.parsed("metadata_url", parse_https_url)) issuer.metadata_url = *url;
  if (!issuer.metadata_url.empty() && !issuer.certificate_files.empty()) {
    reader.problem("metadata_url",
                   "and \"certificate_files\" exclude each other: pinned "
                   "certificates are not fetched");
  }
  issuer.sha1_signatures = reader.flag("sha1_signatures").value_or(false);
  return issuer;
}

}  // namespace

model::Result<std::string> parse_trust_uri(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (text.empty() || text.size() > kTrustUriBytesMax || !plain) {
    return mistake("write a domain, a URN or a URL of at most " +
                   std::to_string(kTrustUriBytesMax) + " ASCII characters without a space");
  }
  return std::string(text);
}

FederationTrust read_federation_trust(const toml::table& table, FederationContext& context,
                                      const Tenant& tenant) {
  TableReader reader(table, "[tenant.federation_trust]", context.problems);
  FederationTrust trust;
  if (const auto uri = reader.required("application_uri", parse_trust_uri)) {
    trust.application_uri = *uri;
    const Place place = reader.place_of_value("application_uri");
    if (const auto line = context.application_uris.before(*uri, place)) {
      context.problems.add(place,
                           twice("two tenants have the application URI " + in_quotes(*uri), *line));
    }
  }
  const auto issuers = reader.tables("token_issuer", kTokenIssuersMax);
  if (issuers.empty()) reader.missing("token_issuer", "somebody has to issue the tokens");
  Seen<std::string> uris;
  for (const toml::table* issuer : issuers) {
    trust.token_issuers.push_back(read_token_issuer(*issuer, context, uris));
  }
  trust.key = read_key_pair(reader, "key", "[tenant.federation_trust.key]", context);
  trust.next_key = read_key_pair(reader, "next_key", "[tenant.federation_trust.next_key]", context);
  if (trust.next_key && !trust.key) {
    reader.problem("next_key", "has no use without \"key\", which it is going to replace");
  }
  if (const auto domain = reader.parsed("default_domain", model::SmtpDomain::parse)) {
    const auto& accepted = tenant.accepted_domains;
    if (std::find(accepted.begin(), accepted.end(), *domain) == accepted.end()) {
      reader.problem("default_domain", "is " + in_quotes(domain->str()) +
                                           ", which is no accepted domain of the tenant");
    }
    trust.default_domain = *domain;
  }
  trust.proof_required = reader.flag("proof_required").value_or(false);
  if (const toml::table* claims = reader.table("claims")) {
    trust.claims = read_claims(*claims, context);
  }
  return trust;
}

}  // namespace fb::config
