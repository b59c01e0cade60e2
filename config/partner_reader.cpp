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

model::Result<TokenForm> parse_token_form(std::string_view text) {
  if (text == "pft") return TokenForm::protected_forwarded;
  if (text == "bearer") return TokenForm::bearer;
  return mistake("the forms are pft and bearer");
}

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

std::optional<ForwardedAudience> read_forwarded_audience(const toml::table& table,
                                                         FederationContext& context) {
  TableReader reader(table, "[[partner.organization_token.forwarded_audience]]", context.problems);
  const auto audience = reader.required_text("audience");
  if (audience && (!is_audience(*audience) || is_microsofts(*audience, context.clouds))) {
    reader.problem("audience", "is " + in_quotes(*audience) +
                                   ": name the id or the URI of an application that is not "
                                   "Microsoft's");
  }
  const auto forwarder = reader.required("forwarder", parse_guid);
  if (!audience || !forwarder) return std::nullopt;
  return ForwardedAudience{std::string(*audience), *forwarder};
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
  pins.client_ids = read_guids(reader, "client_ids", kClientIdsMax);
  if (reader.has_empty_list("client_ids")) {
    reader.problem("client_ids", "is empty: no token would be accepted");
  }
  if (const auto role = reader.required("role", parse_name)) pins.role = *role;
  pins.keys_file = read_path(reader, "keys_file", context, false);
  pins.trusted_forwarders = read_guids(reader, "trusted_forwarders", kForwardersMax);
  if (reader.has_empty_list("trusted_forwarders")) {
    reader.problem("trusted_forwarders",
                   "is empty: leave it out, and the client_ids may forward for themselves");
  }
  for (const toml::table* entry : reader.tables("forwarded_audience", kForwardersMax)) {
    if (auto forwarded = read_forwarded_audience(*entry, context)) {
      pins.forwarded_audiences.push_back(*std::move(forwarded));
    }
  }
  return pins;
}

// Domains of a partner's users. One domain has one owner, or a name in a token proves nothing.
std::vector<SmtpDomain> read_domains(TableReader& reader, FederationContext& context) {
  std::vector<SmtpDomain> domains;
  for (const auto& [text, place] : reader.texts("domains", kUserDomainsMax)) {
    const std::string entry = "\"domains\" has " + in_quotes(text);
    const auto domain = SmtpDomain::parse(text);
    if (!domain) {
      context.problems.add(place, entry + ": " + domain.error().detail());
      continue;
    }
    if (const auto line = context.accepted_domains.seen(*domain)) {
      context.problems.add(place, twice(entry + ", an accepted domain of a home tenant", *line));
    }
    if (const auto line = context.partner_domains.before(*domain, place)) {
      context.problems.add(place, twice(entry + ", which belongs to one partner only", *line));
    }
    domains.push_back(*domain);
  }
  return domains;
}

std::vector<std::string> read_token_issuer_uris(TableReader& reader, FederationContext& context) {
  std::vector<std::string> uris;
  for (const auto& [text, place] : reader.texts("token_issuers", kTokenIssuersMax)) {
    if (auto uri = parse_trust_uri(text)) {
      uris.push_back(*std::move(uri));
    } else {
      context.problems.add(
          place, "\"token_issuers\" has " + in_quotes(text) + ": " + uri.error().detail());
    }
  }
  if (!uris.empty() && !reader.has("domains")) {
    reader.missing("domains", "a token names a person, who is the partner's by the domain only");
  }
  return uris;
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
    reader.problem("target_tenant", names_nobody(*target, context));
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
  if (const auto form = reader.parsed("token_form", parse_token_form)) space.token_form = *form;
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
  Partner partner{
      .name = identity.name, .key = identity.key.value_or(no_tenant()), .cloud = identity.cloud};
  partner.organization_token = std::move(pins);
  partner.autodiscover_hosts = read_hosts(reader, "autodiscover_hosts", kAutodiscoverHostsMax);
  partner.domains = read_domains(reader, context);
  partner.token_issuers = read_token_issuer_uris(reader, context);
  if (const toml::table* organization = reader.table("exchange_organization")) {
    partner.exchange_organization =
        read_exchange_organization(*organization, "[partner.exchange_organization]", context);
  }
  return identity.key ? std::optional<Partner>(std::move(partner)) : std::nullopt;
}

}  // namespace fb::config
