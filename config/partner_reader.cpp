// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a tenant has to do with others: [[tenant.address_space]] and [[partner]].
#include <algorithm>
#include <array>
#include <utility>

#include "config/federation_context.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

using model::SmtpDomain;

constexpr std::string_view kSupportedMethod = "OrgWideFBToken";

// The other values that Add-AvailabilityAddressSpace knows or knew.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOtherMethods{{
    {"PerUserFB", "asks with the rights of a person, which this gateway does not honour"},
    {"OrgWideFB", "needs an account at the partner, which this version cannot use"},
    {"OrgWideFBBasic", "is an old name that may stand in exports but cannot be configured"},
    {"InternalProxy", "leads to another server of the same organisation"},
    {"PublicFolder", "is the free/busy of Exchange 2003"},
}};

void read_access_method(TableReader& reader, AddressSpace& space) {
  const auto method = reader.required_text("access_method");
  if (!method) return;
  space.access_method = *method;
  if (*method == kSupportedMethod) return;
  std::string sentence = "is " + in_quotes(*method);
  for (const auto& [name, why] : kOtherMethods) {
    if (name == *method) sentence += ", which " + std::string(why);
  }
  reader.problem("access_method", sentence + ": use OrgWideFBToken");
}

// What a token for a partner's gateway needs. Between two home tenants no token is sent.
void read_token_scope(TableReader& reader, FederationContext& context, const Tenant& tenant,
                      bool to_partner, AddressSpace& space) {
  if (const auto scope = reader.parsed("token_scope", parse_scope)) {
    space.token_scope = *scope;
    if (is_microsofts(*scope, context.clouds)) {
      reader.problem("token_scope", "is " + in_quotes(*scope) +
                                        ", which belongs to Microsoft: name an application of "
                                        "your own tenant");
    }
  }
  if (!to_partner) return;
  if (!reader.has("token_scope")) {
    reader.missing("token_scope", "it is what the organisation's token is asked for");
  }
  if (!tenant.application) {
    context.problems.add(reader.place(),
                         "an address space to a partner needs a token: add "
                         "[tenant.application]");
  }
}

std::optional<OrganizationTokenPins> read_pins(const toml::table& table,
                                               FederationContext& context) {
  TableReader reader(table, "[partner.organization_token]", context.problems);
  OrganizationTokenPins pins;
  if (const auto audience = reader.required_text("audience")) {
    pins.audience = *audience;
    if (!is_audience(*audience)) {
      reader.problem("audience", "is " + in_quotes(*audience) +
                                     ": an audience is the id or the URI of an application");
    } else if (is_microsofts(*audience, context.clouds)) {
      reader.problem("audience", "is " + in_quotes(*audience) +
                                     ", which belongs to Microsoft: a token for it is not meant "
                                     "for this gateway");
    }
  }
  if (!reader.has("client_ids")) reader.missing("client_ids");
  Seen<std::string> seen;
  for (const auto& [text, place] : reader.texts("client_ids", kClientIdsMax)) {
    const auto id = parse_guid(text);
    if (!id) {
      context.problems.add(place,
                           "\"client_ids\" has " + in_quotes(text) + ": " + id.error().detail());
      continue;
    }
    if (const auto line = seen.before(*id, place)) {
      context.problems.add(place, twice("\"client_ids\" has " + in_quotes(text) + " twice", *line));
    }
    pins.client_ids.push_back(*id);
  }
  if (reader.has_empty_list("client_ids")) {
    reader.problem("client_ids", "is empty: no token would be accepted");
  }
  if (const auto role = reader.required("role", parse_name)) pins.role = *role;
  pins.keys_file = read_path(reader, "keys_file", context, false);
  return pins;
}

}  // namespace

std::optional<AddressSpace> read_address_space(const toml::table& table, FederationContext& context,
                                               const Tenant& tenant) {
  TableReader reader(table, "[[tenant.address_space]]", context.problems);
  const auto domain = reader.required("forest_name", SmtpDomain::parse);
  if (domain && std::find(tenant.accepted_domains.begin(), tenant.accepted_domains.end(),
                          *domain) != tenant.accepted_domains.end()) {
    reader.problem("forest_name", "is " + in_quotes(domain->str()) +
                                      ", an accepted domain of the tenant itself: an address "
                                      "space leads to somebody else");
  }
  const auto target = reader.required(
      "target_tenant", [&](std::string_view text) { return context.known.refer(text); });
  const bool to_home = target && context.known.is_home(*target);
  const bool to_partner = target && context.known.is_partner(*target);
  if (target && !to_home && !to_partner) {
    reader.problem("target_tenant", "is " + target->str() +
                                        ", which is neither a [[partner]] nor a [[tenant]] of "
                                        "this file");
  }
  if (target && *target == tenant.key) {
    reader.problem("target_tenant",
                   "is the tenant itself: an address space leads to somebody else");
  }
  // Stands in for a target that is missing or wrong, so that the other keys are read all the same.
  AddressSpace space{.domain = domain.value_or(SmtpDomain::parse("unknown").value()),
                     .target_tenant = target.value_or(tenant.key)};
  read_access_method(reader, space);
  if (const auto url = reader.parsed("target_service_epr", parse_https_url)) {
    space.target_service_epr = *url;
  }
  if (const auto url = reader.parsed("target_autodiscover_epr", parse_https_url)) {
    space.target_autodiscover_epr = *url;
  }
  read_token_scope(reader, context, tenant, to_partner, space);
  if (!domain || !target) return std::nullopt;
  return space;
}

std::optional<Partner> read_partner(const toml::table& table, FederationContext& context) {
  TableReader reader(table, "[[partner]]", context.problems);
  const TenantIdentity identity = read_identity(reader, context, TenantRole::partner);
  std::optional<OrganizationTokenPins> pins;
  if (const toml::table* token = reader.table("organization_token")) {
    pins = read_pins(*token, context);
  }
  std::vector<std::string> hosts;
  for (const auto& [text, place] : reader.texts("autodiscover_hosts", kAutodiscoverHostsMax)) {
    if (auto host = parse_host_name(text)) {
      hosts.push_back(*std::move(host));
    } else {
      context.problems.add(
          place, "\"autodiscover_hosts\" has " + in_quotes(text) + ": " + host.error().detail());
    }
  }
  if (!identity.key) return std::nullopt;
  Partner partner{.name = identity.name, .key = *identity.key, .cloud = identity.cloud};
  partner.organization_token = std::move(pins);
  partner.autodiscover_hosts = std::move(hosts);
  return partner;
}

}  // namespace fb::config
