// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the readers of one federation file share: the catalogue, the tenants that the file knows,
// and what must not be said twice in it. Only for the loader.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/cloud_catalogue.hpp"
#include "config/federation.hpp"
#include "config/table_reader.hpp"
#include "protocols/model/identifiers.hpp"

namespace fb::config {

inline constexpr std::size_t kMailboxMoveScopesMax = 100;  // of one organization relationship
// Of a directory source.
inline constexpr std::chrono::seconds kDirectoryEveryMin{60};
inline constexpr std::chrono::seconds kDirectoryEveryMax{30 * 24 * 3600};
inline constexpr std::uint32_t kDirectoryRemovalsMax = 1'000'000;
inline constexpr std::uint32_t kLdapPageSizeMax = 10'000;

// Remembers where a value stood first.
template <class Value>
class Seen {
 public:
  // The place of the first one, or nothing if this is the first.
  std::optional<Place> before(const Value& value, Place place) {
    const auto [entry, is_new] = places_.emplace(value, place);
    if (is_new) return std::nullopt;
    return entry->second;
  }
  // The same without remembering.
  std::optional<Place> seen(const Value& value) const {
    const auto found = places_.find(value);
    if (found == places_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::unordered_map<Value, Place> places_;
};

struct Surroundings;  // config/federation_objects.hpp

// The tenants and partners of the file, known before their details are read.
class KnownTenants {
 public:
  KnownTenants() = default;
  // Takes what can be read and leaves complaints to the readers.
  explicit KnownTenants(const toml::table& root);

  // Whom the text does not have. What it says of the others counts.
  void add(const Federation& stored);

  bool is_home(const model::TenantKey& key) const;
  bool is_partner(const model::TenantKey& key) const;

  // "authority/guid", or a bare GUID that exactly one tenant or partner has.
  model::Result<model::TenantKey> refer(std::string_view text) const;

 private:
  std::unordered_map<model::TenantKey, bool> home_by_key_;
};

struct FederationContext {
  const CloudCatalogue& clouds;
  std::filesystem::path folder;
  ProblemList& problems;
  KnownTenants known{};
  Seen<model::TenantKey> keys{};
  Seen<std::string> names{};
  Seen<std::string> account_names{};  // in lower case
  Seen<model::SmtpDomain> accepted_domains{};
  Seen<model::SmtpDomain> partner_domains{};
  Seen<std::string> application_uris{};
  Seen<std::string> credentials{};  // of accounts: fingerprints, principals, digests of tokens
  // What is stored, where the text may be a part of it. Null: the text is the whole.
  const Surroundings* around = nullptr;
};

// "... (the first is in line 7)", with the name of the text where texts have names.
std::string twice(std::string_view what, const Place& first);

// The rest of a sentence about a key that names nobody.
std::string names_nobody(const model::TenantKey& target, const FederationContext& context);

// Whether a [[tenant]] is written for its objects alone: of its own keys it has only those that say
// which one it is.
bool has_objects_alone(const toml::table& tenant);

// Keys that tenants and partners have in common.
struct TenantIdentity {
  std::string name;
  std::optional<model::TenantKey> key;  // nothing where it cannot be read
  std::string cloud;
};
enum class TenantRole : std::uint8_t { home, partner };
// Stands in for a key that cannot be read, so that the rest is checked all the same.
model::TenantKey no_tenant();
TenantIdentity read_identity(TableReader& reader, FederationContext& context, TenantRole role);
std::optional<model::TenantKey> read_key(TableReader& reader, FederationContext& context,
                                         TenantRole role);

// The path of a readable file, made absolute by the folder of the federation file. `hidden`: the
// text may be a secret that was written in place of a file name.
std::string read_path(TableReader& reader, std::string_view key, FederationContext& context,
                      bool required);
std::string read_hidden_path(TableReader& reader, std::string_view key, FederationContext& context,
                             bool required);
// The one line in the file that the key names.
std::optional<Secret> read_secret(TableReader& reader, std::string_view key,
                                  FederationContext& context);

// Audiences and scopes that belong to Microsoft's own services are never ours.
bool is_microsofts(std::string_view audience, const CloudCatalogue& clouds);
// A text that is an audience: "api://<app id>", an application id or a URL.
bool is_audience(std::string_view text);
model::Result<std::string> parse_scope(std::string_view text);

// The file itself: tenants, then partners.
Federation read_federation(const toml::table& root, FederationContext& context);

// Recipients, which need nothing of the file but their tenant.
std::optional<Mailbox> read_mailbox(const toml::table& table, ProblemList& problems,
                                    const Tenant& tenant);
std::optional<MailContact> read_contact(const toml::table& table, ProblemList& problems,
                                        const Tenant& tenant, ContactKind kind);
std::optional<Group> read_group(const toml::table& table, ProblemList& problems,
                                const Tenant& tenant);
// "mail_contact", "mail_user", "guest": the key of their tables.
std::string_view table_key(ContactKind kind);

// The other tables of the file. Of a tenant that has_objects_alone() nothing comes back: its
// objects are read with the stored tenant.
std::optional<Tenant> read_tenant(const toml::table& table, FederationContext& context);
std::optional<Partner> read_partner(const toml::table& table, FederationContext& context);
std::optional<CalendarSource> read_source(const toml::table& table, FederationContext& context);
std::optional<Account> read_account(const toml::table& table, FederationContext& context,
                                    const Tenant& tenant);
// What no two relationships of one tenant share.
struct RelationshipsOfTenant {
  Seen<std::string> names{};  // in lower case
  Seen<model::SmtpDomain> domains{};
};
std::optional<OrganizationRelationship> read_organization_relationship(
    const toml::table& table, FederationContext& context, const Tenant& tenant,
    RelationshipsOfTenant& others);
std::optional<DirectorySource> read_directory_source(const toml::table& table,
                                                     FederationContext& context,
                                                     const Tenant& tenant);
FederationTrust read_federation_trust(const toml::table& table, FederationContext& context,
                                      const Tenant& tenant);
ExchangeOrganization read_exchange_organization(const toml::table& table, std::string_view title,
                                                FederationContext& context);
ExchangeApplication read_exchange_application(const toml::table& table, FederationContext& context);
BearerRules read_bearer(const toml::table& table, FederationContext& context);
std::optional<AddressSpace> read_address_space(const toml::table& table, FederationContext& context,
                                               const Tenant& tenant);

// A certificate with its private key, where the key names such a table.
std::optional<KeyPairFiles> read_key_pair(TableReader& parent, std::string_view key,
                                          std::string_view title, FederationContext& context);

// Lists; what cannot be read is reported and left out. Ids and host names come in lower case.
std::vector<std::string> read_guids(TableReader& reader, std::string_view key,
                                    std::size_t count_max);
std::vector<std::string> read_hosts(TableReader& reader, std::string_view key,
                                    std::size_t count_max);
// A URI of a federation trust: Exchange writes domains, URNs and URLs there.
model::Result<std::string> parse_trust_uri(std::string_view text);

// A list of addresses; what cannot be read is reported and left out.
std::vector<model::SmtpAddress> read_addresses(TableReader& reader, std::string_view key,
                                               std::size_t count_max);

// The name of a source of the tenant; an unknown one is reported with the nearest known one.
std::string read_source_name(TableReader& reader, std::string_view key, const Tenant& tenant);

// What is read in place of an unknown kind or way, on which it depends which keys there are: all,
// so that none of them is called unknown.
void pass_over(TableReader& reader, std::span<const std::string_view> keys);

// Whether the address lies in an accepted domain.
bool accepts(const Tenant& tenant, const model::SmtpAddress& address);

}  // namespace fb::config
