// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [[tenant]] with its directory.
#include <algorithm>
#include <utility>

#include "config/federation_context.hpp"
#include "config/nearest.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

using model::SmtpAddress;
using model::SmtpDomain;

void read_accepted_domains(TableReader& reader, FederationContext& context, Tenant& tenant) {
  if (!reader.has("accepted_domains")) reader.missing("accepted_domains");
  if (reader.has_empty_list("accepted_domains")) {
    reader.problem("accepted_domains", "is empty: a tenant has at least one mail domain");
  }
  for (const auto& [text, place] : reader.texts("accepted_domains", kAcceptedDomainsMax)) {
    const auto domain = SmtpDomain::parse(text);
    if (!domain) {
      context.problems.add(
          place, "\"accepted_domains\" has " + in_quotes(text) + ": " + domain.error().detail());
      continue;
    }
    if (const auto line = context.accepted_domains.before(*domain, place)) {
      context.problems.add(place, twice("\"accepted_domains\" has " + in_quotes(text) +
                                            ", which belongs to one tenant only",
                                        *line));
    }
    tenant.accepted_domains.push_back(*domain);
  }
}

void read_availability_config(const toml::table& table, FederationContext& context,
                              Tenant& tenant) {
  TableReader reader(table, "[tenant.availability_config]", context.problems);
  Seen<model::TenantKey> seen;
  for (const auto& [text, place] : reader.texts("allowed_tenant_ids", kAllowedTenantIdsMax)) {
    const auto key = context.known.refer(text);
    if (!key) {
      context.problems.add(
          place, "\"allowed_tenant_ids\" has " + in_quotes(text) + ": " + key.error().detail());
      continue;
    }
    if (const auto line = seen.before(*key, place)) {
      context.problems.add(
          place, twice("\"allowed_tenant_ids\" has " + in_quotes(text) + " twice", *line));
    }
    tenant.allowed_tenants.push_back(*key);
  }
}

Application read_application(const toml::table& table, std::string_view title,
                             FederationContext& context) {
  TableReader reader(table, title, context.problems);
  Application application;
  if (const auto id = reader.required("client_id", parse_guid)) application.client_id = *id;
  application.certificate_file = read_path(reader, "certificate_file", context, true);
  application.private_key_file = read_hidden_path(reader, "private_key_file", context, true);
  const auto thumbprint = reader.text("thumbprint");
  if (thumbprint && *thumbprint != "sha256" && *thumbprint != "sha1") {
    reader.problem("thumbprint", "is " + in_quotes(*thumbprint) + ": write sha256 or sha1");
  }
  application.sha1_thumbprint = thumbprint == "sha1";
  application.next_key = read_key_pair(reader, "next_key", "the next key pair", context);
  return application;
}

void read_sources(TableReader& reader, FederationContext& context, Tenant& tenant) {
  Seen<std::string> names;
  for (const toml::table* table : reader.tables("source", kSourcesMax)) {
    auto source = read_source(*table, context);
    if (!source) continue;
    const Place place = place_of(*table);
    if (const auto line = names.before(source->name, place)) {
      context.problems.add(
          place, twice("the tenant has two sources called " + in_quotes(source->name), *line));
    }
    if (source->kind == SourceKind::graph && !tenant.application) {
      context.problems.add(place,
                           "a source of kind \"graph\" needs a token: add "
                           "[tenant.application]");
    }
    tenant.sources.push_back(*std::move(source));
  }
}

bool has_source(const Tenant& tenant, std::string_view name) {
  return std::any_of(tenant.sources.begin(), tenant.sources.end(),
                     [&](const CalendarSource& source) { return source.name == name; });
}

// The name of a source; an unknown one is reported with the nearest known one.
std::string read_source_name(TableReader& reader, std::string_view key, const Tenant& tenant) {
  const auto name = reader.text(key);
  if (!name) return {};
  if (!has_source(tenant, *name)) {
    std::vector<std::string_view> names;
    for (const CalendarSource& source : tenant.sources) names.push_back(source.name);
    const std::string_view meant = nearest(*name, names);
    std::string sentence = "is " + in_quotes(*name) + ", which is no source of the tenant";
    if (!meant.empty()) sentence += ": did you mean \"" + std::string(meant) + "\"?";
    reader.problem(key, sentence);
  }
  return std::string(*name);
}

void read_mailboxes(TableReader& tenant_reader, FederationContext& context, Tenant& tenant) {
  const auto tables = tenant_reader.tables("mailbox", kMailboxesMax);
  tenant.mailboxes.reserve(tables.size());
  for (const toml::table* table : tables) {
    TableReader reader(*table, "[[tenant.mailbox]]", context.problems);
    const auto address = reader.required("address", SmtpAddress::parse);
    if (address && !accepts(tenant, *address)) {
      reader.problem("address", "is " + in_quotes(address->str()) +
                                    ", whose domain is no accepted domain of the tenant");
    }
    auto proxies = read_addresses(reader, "proxy_addresses", kProxyAddressesPerRecipientMax);
    std::string source = read_source_name(reader, "source", tenant);
    if (!reader.has("source")) {
      source = tenant.default_source;
      if (source.empty()) reader.missing("source", "the tenant has no default_source either");
    }
    if (address) tenant.mailboxes.push_back({*address, std::move(proxies), std::move(source)});
  }
}

void read_contacts(TableReader& tenant_reader, FederationContext& context, Tenant& tenant) {
  const auto tables = tenant_reader.tables("mail_contact", kContactsMax);
  tenant.contacts.reserve(tables.size());
  for (const toml::table* table : tables) {
    TableReader reader(*table, "[[tenant.mail_contact]]", context.problems);
    const auto name = reader.required("name", parse_display_name);
    const auto address = reader.required("external_address", SmtpAddress::parse);
    if (address && accepts(tenant, *address)) {
      reader.problem("external_address", "is " + in_quotes(address->str()) +
                                             ", in an accepted domain of the tenant itself: a "
                                             "contact is somebody elsewhere");
    }
    auto proxies = read_addresses(reader, "proxy_addresses", kProxyAddressesPerRecipientMax);
    const bool hidden = reader.flag("hidden_from_address_lists").value_or(false);
    if (name && address) {
      tenant.contacts.push_back({*name, *address, std::move(proxies), hidden});
    }
  }
}

// Everything below a tenant, in the order in which one part needs another.
void read_parts(TableReader& reader, FederationContext& context, Tenant& tenant) {
  if (const toml::table* table = reader.table("availability_config")) {
    read_availability_config(*table, context, tenant);
  }
  if (const toml::table* table = reader.table("application")) {
    tenant.application = read_application(*table, "[tenant.application]", context);
  }
  if (const toml::table* table = reader.table("forwarder")) {
    tenant.forwarder = read_application(*table, "[tenant.forwarder]", context);
  }
  if (const toml::table* table = reader.table("exchange_organization")) {
    tenant.exchange_organization =
        read_exchange_organization(*table, "[tenant.exchange_organization]", context);
  }
  if (const toml::table* table = reader.table("bearer")) {
    tenant.bearer = read_bearer(*table, context);
  }
  read_sources(reader, context, tenant);
  tenant.default_source = read_source_name(reader, "default_source", tenant);
  read_mailboxes(reader, context, tenant);
  read_contacts(reader, context, tenant);
  for (const toml::table* table : reader.tables("group", kGroupsMax)) {
    if (auto group = read_group(*table, context, tenant)) {
      tenant.groups.push_back(*std::move(group));
    }
  }
  if (const toml::table* table = reader.table("federation_trust")) {
    tenant.federation_trust = read_federation_trust(*table, context, tenant);
  }
  for (const toml::table* table : reader.tables("account", kAccountsMax)) {
    if (auto account = read_account(*table, context, tenant)) {
      tenant.accounts.push_back(*std::move(account));
    }
  }
  Seen<SmtpDomain> forests;
  for (const toml::table* table : reader.tables("address_space", kAddressSpacesMax)) {
    auto space = read_address_space(*table, context, tenant);
    if (!space) continue;
    if (const auto line = forests.before(space->domain, place_of(*table))) {
      context.problems.add(
          place_of(*table),
          twice("the tenant has two address spaces for " + in_quotes(space->domain.str()), *line));
    }
    tenant.address_spaces.push_back(*std::move(space));
  }
}

}  // namespace

std::optional<Tenant> read_tenant(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[[tenant]]", context.problems);
  const TenantIdentity identity = read_identity(reader, context, TenantRole::home);
  Tenant tenant{
      .name = identity.name, .key = identity.key.value_or(no_tenant()), .cloud = identity.cloud};
  read_accepted_domains(reader, context, tenant);
  tenant.require_contact = reader.flag("require_contact").value_or(true);
  tenant.resolve_hidden_contacts = reader.flag("resolve_hidden_contacts").value_or(true);
  read_parts(reader, context, tenant);
  if (!identity.key) return std::nullopt;
  return tenant;
}

}  // namespace fb::config
