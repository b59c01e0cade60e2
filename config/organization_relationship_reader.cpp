// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [[tenant.organization_relationship]]: the parameters of New-OrganizationRelationship, with
// Exchange's own limits.
#include <algorithm>
#include <array>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;
using model::SmtpDomain;

constexpr std::array<std::string_view, 3> kMailTipsLevels{"All", "Limited", "None"};
constexpr std::array<std::string_view, 4> kMoveCapabilities{"Inbound", "Outbound", "RemoteInbound",
                                                            "RemoteOutbound"};

model::Result<std::string> parse_relationship_name(std::string_view text) {
  // A byte that continues a character of UTF-8 is no character of its own.
  const auto characters = static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
  if (text.empty() || characters > kRelationshipNameCharactersMax) {
    return mistake("a name has 1 to " + std::to_string(kRelationshipNameCharactersMax) +
                   " characters");
  }
  return std::string(text);
}

model::Result<model::DetailLevel> parse_free_busy_level(std::string_view text) {
  if (const auto level = model::detail_level_named(text)) return *level;
  return mistake("the levels are None, AvailabilityOnly and LimitedDetails");
}

model::Result<std::string> parse_mail_tips_level(std::string_view text) {
  if (std::find(kMailTipsLevels.begin(), kMailTipsLevels.end(), text) != kMailTipsLevels.end()) {
    return std::string(text);
  }
  return mistake("the levels are All, Limited and None");
}

model::Result<std::string> parse_move_capability(std::string_view text) {
  const auto& known = kMoveCapabilities;
  if (std::find(known.begin(), known.end(), text) != known.end()) return std::string(text);
  return mistake("the capabilities are Inbound, Outbound, RemoteInbound and RemoteOutbound");
}

model::Result<CacheScope> parse_cache_scope(std::string_view text) {
  if (text == "user") return CacheScope::user;
  if (text == "organization") return CacheScope::organization;
  return mistake("the scopes are user and organization");
}

template <class T, class U>
void assign(std::optional<T> from, U& to) {
  if (from) to = *std::move(from);
}

// A domain in two relationships would leave it to chance which of them decides.
void read_domain_names(TableReader& reader, const Tenant& tenant, RelationshipsOfTenant& others,
                       OrganizationRelationship& to) {
  if (!reader.has("domain_names")) {
    reader.missing("domain_names", "it has the mail domains of the others");
  } else if (reader.has_empty_list("domain_names")) {
    reader.problem("domain_names", "is empty: the relationship would be with nobody");
  }
  for (const auto& [text, place] : reader.texts("domain_names", kRelationshipDomainsMax)) {
    const std::string entry = "\"domain_names\" has " + in_quotes(text);
    const auto domain = SmtpDomain::parse(text);
    if (!domain) {
      reader.problems().add(place, entry + ": " + domain.error().detail());
      continue;
    }
    const auto& own = tenant.accepted_domains;
    if (std::find(own.begin(), own.end(), *domain) != own.end()) {
      reader.problems().add(place, entry + ", an accepted domain of the tenant itself");
    }
    if (const auto first = others.domains.before(*domain, place)) {
      reader.problems().add(
          place, twice(entry + ", which stands in one relationship only, and once", *first));
      continue;
    }
    to.domain_names.push_back(*domain);
  }
}

std::optional<model::TenantKey> read_target(TableReader& reader, FederationContext& context,
                                            const Tenant& tenant) {
  const auto target = reader.required(
      "target_tenant", [&](std::string_view text) { return context.known.refer(text); });
  if (!target) return target;
  if (*target == tenant.key) {
    reader.problem("target_tenant", "is the tenant itself: a relationship is with somebody else");
  } else if (!context.known.is_home(*target) && !context.known.is_partner(*target)) {
    reader.problem("target_tenant", names_nobody(*target, context));
  }
  return target;
}

// A scope is a group of the tenant. That there is one with this address is seen when somebody asks:
// groups come and go with the directory.
void read_scope_group(TableReader& reader, std::string_view key, const Tenant& tenant,
                      std::optional<SmtpAddress>& to) {
  to = reader.parsed(key, SmtpAddress::parse);
  if (to && !accepts(tenant, *to)) {
    reader.problem(key, "is " + in_quotes(to->str()) +
                            ", whose domain is no accepted domain of the tenant: the scope is a "
                            "group of the tenant");
  }
}

void read_token_issuers(TableReader& reader, OrganizationRelationship& to) {
  Seen<std::string> seen;
  for (const auto& [text, place] : reader.texts("token_issuers", kTokenIssuersMax)) {
    const std::string entry = "\"token_issuers\" has " + in_quotes(text);
    auto uri = parse_trust_uri(text);
    if (!uri) {
      reader.problems().add(place, entry + ": " + uri.error().detail());
      continue;
    }
    if (const auto first = seen.before(*uri, place)) {
      reader.problems().add(place, twice(entry + " twice", *first));
      continue;
    }
    to.token_issuers.push_back(*std::move(uri));
  }
}

// What it takes to ask somebody outside: a name to ask the token for, and a key to ask it with.
void check_asking(TableReader& reader, const Tenant& tenant, bool to_partner, bool asks,
                  const OrganizationRelationship& relationship) {
  if (!to_partner) return;
  if (relationship.target_application_uri.empty() && !reader.has("target_application_uri")) {
    reader.missing("target_application_uri", "it is what the partner's tokens are asked for");
  }
  if (asks && !(tenant.federation_trust && tenant.federation_trust->key)) {
    reader.problems().add(reader.place(),
                          "to ask a partner through this relationship takes a delegation token: "
                          "add [tenant.federation_trust] with a key, or write "
                          "free_busy_access_enabled = false");
  }
}

// Kept and shown, and without effect on free/busy.
void read_other_features(TableReader& reader, const Tenant& tenant, OrganizationRelationship& to) {
  assign(reader.parsed("target_owa_url", parse_https_url), to.target_owa_url);
  to.organization_contact = reader.parsed("organization_contact", SmtpAddress::parse);
  assign(reader.flag("mail_tips_access_enabled"), to.mail_tips_access_enabled);
  assign(reader.parsed("mail_tips_access_level", parse_mail_tips_level), to.mail_tips_access_level);
  read_scope_group(reader, "mail_tips_access_scope", tenant, to.mail_tips_access_scope);
  assign(reader.flag("delivery_report_enabled"), to.delivery_report_enabled);
  assign(reader.flag("archive_access_enabled"), to.archive_access_enabled);
  assign(reader.flag("photos_enabled"), to.photos_enabled);
  assign(reader.flag("mailbox_move_enabled"), to.mailbox_move_enabled);
  assign(reader.parsed("mailbox_move_capability", parse_move_capability),
         to.mailbox_move_capability);
  for (const auto& [text, place] :
       reader.texts("mailbox_move_published_scopes", kMailboxMoveScopesMax)) {
    to.mailbox_move_published_scopes.emplace_back(text);
  }
  assign(reader.parsed("oauth_application_id", parse_guid), to.oauth_application_id);
}

}  // namespace

std::optional<OrganizationRelationship> read_organization_relationship(
    const toml::table& table, FederationContext& context, const Tenant& tenant,
    RelationshipsOfTenant& others) {
  TableReader reader(table, "[[tenant.organization_relationship]]", context.problems);
  const auto name = reader.required("name", parse_relationship_name);
  if (name) {
    const Place place = reader.place_of_value("name");
    if (const auto first = others.names.before(ascii_lower(*name), place)) {
      reader.problem("name", twice("is " + in_quotes(*name) +
                                       ", which another relationship of the tenant is called",
                                   *first));
    }
  }
  const auto target = read_target(reader, context, tenant);
  // Stands in for a target that is missing or wrong, so that the other keys are read all the same.
  OrganizationRelationship read{.name = name.value_or(std::string()),
                                .target_tenant = target.value_or(tenant.key)};
  read_domain_names(reader, tenant, others, read);
  assign(reader.flag("enabled"), read.enabled);
  assign(reader.flag("free_busy_access_enabled"), read.free_busy_access_enabled);
  assign(reader.parsed("free_busy_access_level", parse_free_busy_level),
         read.free_busy_access_level);
  read_scope_group(reader, "free_busy_access_scope", tenant, read.free_busy_access_scope);
  assign(reader.parsed("target_application_uri", parse_trust_uri), read.target_application_uri);
  assign(reader.parsed("target_autodiscover_epr", parse_https_url), read.target_autodiscover_epr);
  assign(reader.parsed("target_sharing_epr", parse_https_url), read.target_sharing_epr);
  read_token_issuers(reader, read);
  assign(reader.parsed("cache_scope", parse_cache_scope), read.cache_scope);
  read_other_features(reader, tenant, read);
  const bool to_partner = target && context.known.is_partner(*target);
  check_asking(reader, tenant, to_partner, read.enabled && read.free_busy_access_enabled, read);
  if (!name || !target) return std::nullopt;
  return read;
}

}  // namespace fb::config
