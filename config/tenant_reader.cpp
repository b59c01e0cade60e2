// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// [[tenant]] with its directory.
#include <algorithm>
#include <utility>

#include "config/federation_context.hpp"
#include "config/federation_objects.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

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

void read_recipients(TableReader& reader, FederationContext& context, Tenant& tenant) {
  const auto mailboxes = reader.tables("mailbox", kMailboxesMax);
  tenant.mailboxes.reserve(mailboxes.size());
  for (const toml::table* table : mailboxes) {
    if (auto mailbox = read_mailbox(*table, context.problems, tenant)) {
      tenant.mailboxes.push_back(*std::move(mailbox));
    }
  }
  for (const ContactKind kind :
       {ContactKind::mail_contact, ContactKind::mail_user, ContactKind::guest}) {
    const auto contacts = reader.tables(table_key(kind), kContactsMax);
    tenant.contacts.reserve(tenant.contacts.size() + contacts.size());
    for (const toml::table* table : contacts) {
      if (auto contact = read_contact(*table, context.problems, tenant, kind)) {
        tenant.contacts.push_back(*std::move(contact));
      }
    }
  }
  for (const toml::table* table : reader.tables("group", kGroupsMax)) {
    if (auto group = read_group(*table, context.problems, tenant)) {
      tenant.groups.push_back(*std::move(group));
    }
  }
}

void read_directory_sources(TableReader& reader, FederationContext& context, Tenant& tenant) {
  Seen<std::string> names;
  for (const toml::table* table : reader.tables("directory_source", kDirectorySourcesMax)) {
    auto source = read_directory_source(*table, context, tenant);
    if (!source) continue;
    const Place place = place_of(*table);
    if (const auto first = names.before(source->name, place)) {
      context.problems.add(
          place,
          twice("the tenant has two directory sources called " + in_quotes(source->name), *first));
    }
    tenant.directory_sources.push_back(*std::move(source));
  }
}

void read_organization_relationships(TableReader& reader, FederationContext& context,
                                     Tenant& tenant) {
  RelationshipsOfTenant others;
  for (const toml::table* table :
       reader.tables("organization_relationship", kOrganizationRelationshipsMax)) {
    if (auto relationship = read_organization_relationship(*table, context, tenant, others)) {
      tenant.organization_relationships.push_back(*std::move(relationship));
    }
  }
}

void read_address_spaces(TableReader& reader, FederationContext& context, Tenant& tenant) {
  Seen<SmtpDomain> forests;
  for (const toml::table* table : reader.tables("address_space", kAddressSpacesMax)) {
    auto space = read_address_space(*table, context, tenant);
    if (!space) continue;
    if (const auto first = forests.before(space->domain, place_of(*table))) {
      context.problems.add(
          place_of(*table),
          twice("the tenant has two address spaces for " + in_quotes(space->domain.str()), *first));
    }
    tenant.address_spaces.push_back(*std::move(space));
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
  read_recipients(reader, context, tenant);
  if (const toml::table* table = reader.table("federation_trust")) {
    tenant.federation_trust = read_federation_trust(*table, context, tenant);
  }
  for (const toml::table* table : reader.tables("account", kAccountsMax)) {
    if (auto account = read_account(*table, context, tenant)) {
      tenant.accounts.push_back(*std::move(account));
    }
  }
  read_address_spaces(reader, context, tenant);
  read_organization_relationships(reader, context, tenant);
  read_directory_sources(reader, context, tenant);
}

const Tenant* open_tenant(const model::TenantKey& key, const Surroundings& around) {
  const bool open = std::find(around.open.begin(), around.open.end(), key) != around.open.end();
  return open ? around.stored.tenant(key) : nullptr;
}

void read_objects_alone(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[[tenant]]", context.problems);
  const auto key = read_key(reader, context, TenantRole::home);
  const Tenant* const stored = key ? open_tenant(*key, *context.around) : nullptr;
  if (stored == nullptr) {
    for (const auto& entry : table) reader.node(entry.first.str());
    if (!key) return;
    reader.problem("tenant_id", "names " + key->str() +
                                    ", whose objects stand here without the tenant itself, and it "
                                    "is not among those that are stored and may be changed: write "
                                    "the tenant with all its keys");
    return;
  }
  if (table.size() == 2) {
    reader.problem("tenant_id", "names " + key->str() +
                                    ", of which nothing is said here: write its objects below, "
                                    "or take it out");
  }
  Tenant tenant = *stored;
  if (const toml::table* config = reader.table("availability_config")) {
    read_availability_config(*config, context, tenant);
  }
  read_recipients(reader, context, tenant);
  read_address_spaces(reader, context, tenant);
  read_organization_relationships(reader, context, tenant);
}

}  // namespace

std::optional<Tenant> read_tenant(const toml::table& table, FederationContext& context) {
  if (context.around != nullptr && has_objects_alone(table)) {
    read_objects_alone(table, context);
    return std::nullopt;
  }
  TableReader reader(table, "[[tenant]]", context.problems);
  const TenantIdentity identity = read_identity(reader, context, TenantRole::home);
  Tenant tenant{
      .name = identity.name, .key = identity.key.value_or(no_tenant()), .cloud = identity.cloud};
  read_accepted_domains(reader, context, tenant);
  tenant.require_contact = reader.flag("require_contact").value_or(true);
  tenant.resolve_hidden_contacts = reader.flag("resolve_hidden_contacts").value_or(true);
  tenant.resolve_hidden_guests = reader.flag("resolve_hidden_guests").value_or(false);
  read_parts(reader, context, tenant);
  if (!identity.key) return std::nullopt;
  return tenant;
}

}  // namespace fb::config
