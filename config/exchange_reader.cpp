// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who calls with the tokens of Exchange servers, [tenant.exchange_organization] and
// [partner.exchange_organization], and as what we call Exchange servers ourselves.
#include <algorithm>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

// Entra's own principal, which issues actor tokens for every tenant.
constexpr std::string_view kAuthorityPrincipal = "00000001-0000-0000-c000-000000000000";

// A realm is the id of a tenant or a domain; it is compared as a text.
model::Result<std::string> parse_realm(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
  if (text.empty() || text.size() > kNameBytesMax || !plain) {
    return mistake("a realm is the id of a tenant or a domain, in lower case");
  }
  return std::string(text);
}

}  // namespace

std::vector<std::string> read_guids(TableReader& reader, std::string_view key,
                                    std::size_t count_max) {
  std::vector<std::string> ids;
  Seen<std::string> seen;
  for (const auto& [text, place] : reader.texts(key, count_max)) {
    const std::string entry = in_quotes(key) + " has " + in_quotes(text);
    const auto id = parse_guid(text);
    if (!id) {
      reader.problems().add(place, entry + ": " + id.error().detail());
      continue;
    }
    if (const auto line = seen.before(*id, place)) {
      reader.problems().add(place, twice(entry + " twice", *line));
    }
    ids.push_back(*id);
  }
  return ids;
}

std::vector<std::string> read_hosts(TableReader& reader, std::string_view key,
                                    std::size_t count_max) {
  std::vector<std::string> hosts;
  for (const auto& [text, place] : reader.texts(key, count_max)) {
    if (auto host = parse_host_name(text)) {
      hosts.push_back(*std::move(host));
    } else {
      reader.problems().add(
          place, in_quotes(key) + " has " + in_quotes(text) + ": " + host.error().detail());
    }
  }
  return hosts;
}

std::optional<KeyPairFiles> read_key_pair(TableReader& parent, std::string_view key,
                                          std::string_view title, FederationContext& context) {
  const toml::table* const table = parent.table(key);
  if (table == nullptr) return std::nullopt;
  TableReader reader(*table, title, context.problems);
  KeyPairFiles pair;
  pair.certificate_file = read_path(reader, "certificate_file", context, true);
  pair.private_key_file = read_hidden_path(reader, "private_key_file", context, true);
  return pair;
}

ExchangeOrganization read_exchange_organization(const toml::table& table, std::string_view title,
                                                FederationContext& context) {
  TableReader reader(table, title, context.problems);
  ExchangeOrganization organization;
  if (const auto id = reader.parsed("client_id", parse_guid)) organization.client_id = *id;
  organization.audience_hosts = read_hosts(reader, "audience_hosts", kAudienceHostsMax);
  if (organization.audience_hosts.empty() && !reader.has("audience_hosts")) {
    reader.missing("audience_hosts", "it has the names under which Exchange reaches this gateway");
  } else if (reader.has_empty_list("audience_hosts")) {
    reader.problem("audience_hosts", "is empty: no token would be accepted");
  }
  organization.actor_app_ids = read_guids(reader, "actor_app_ids", kActorsMax);
  if (!reader.has("actor_app_ids")) {
    reader.missing("actor_app_ids", "it has the applications that may speak for the organisation");
  } else if (reader.has_empty_list("actor_app_ids")) {
    reader.problem("actor_app_ids", "is empty: no token would be accepted");
  }
  organization.token_issuers = read_guids(reader, "token_issuers", kActorsMax);
  if (!reader.has("token_issuers")) organization.token_issuers.emplace_back(kAuthorityPrincipal);
  if (reader.has_empty_list("token_issuers")) {
    reader.problem("token_issuers", "is empty: no token would be accepted");
  }
  organization.user_tokens = reader.flag("user_tokens").value_or(true);
  organization.keys_file = read_path(reader, "keys_file", context, false);
  return organization;
}

ExchangeApplication read_exchange_application(const toml::table& table,
                                              FederationContext& context) {
  TableReader reader(table, "[tenant.source.exchange_application]", context.problems);
  ExchangeApplication application;
  if (const auto id = reader.required("client_id", parse_guid)) application.client_id = *id;
  if (const auto realm = reader.required("realm", parse_realm)) application.realm = *realm;
  if (const auto scope = reader.parsed("scope", parse_scope)) application.scope = *scope;
  const auto key =
      read_key_pair(reader, "key", "[tenant.source.exchange_application.key]", context);
  if (key) application.key = *key;
  if (!key && application.scope.empty()) {
    reader.missing("key", "it signs the token; or give a scope, and the authority signs it");
  }
  if (const auto user = reader.parsed("user", model::SmtpAddress::parse)) application.user = *user;
  return application;
}

}  // namespace fb::config
