// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/autodiscover_answers.hpp"

#include <algorithm>
#include <array>

namespace fb::front {
namespace {

using autodiscover::Code;
using autodiscover::SettingsAnswer;
using config::Snapshot;
using config::Tenant;
using model::Caller;
using model::CallerKind;
using model::SmtpAddress;
using model::SmtpDomain;

// Versions that our EWS answers by; the newest is the last.
constexpr std::string_view kEwsSupportedSchemas =
    "Exchange2007, Exchange2007_SP1, Exchange2010, Exchange2010_SP1, Exchange2010_SP2, "
    "Exchange2013, Exchange2013_SP1, Exchange2015, Exchange2016";
constexpr std::string_view kEwsVersion = "15.01.2507.006";

bool is_home(CallerKind kind) {
  return kind == CallerKind::home_user || kind == CallerKind::home_server ||
         kind == CallerKind::home_script;
}

bool accepts(const Tenant& tenant, const SmtpDomain& domain) {
  const auto& domains = tenant.accepted_domains;
  return std::find(domains.begin(), domains.end(), domain) != domains.end();
}

bool has_address_space(const Tenant& tenant, const SmtpDomain& domain) {
  return std::any_of(tenant.address_spaces.begin(), tenant.address_spaces.end(),
                     [&](const config::AddressSpace& space) { return space.domain == domain; });
}

bool allows(const Tenant& tenant, const model::TenantKey& asking) {
  const auto& allowed = tenant.allowed_tenants;
  return std::find(allowed.begin(), allowed.end(), asking) != allowed.end();
}

bool lists(const config::OrganizationRelationship& relationship, const SmtpDomain& domain) {
  const auto& domains = relationship.domain_names;
  return std::find(domains.begin(), domains.end(), domain) != domains.end();
}

bool has_relationship(const Tenant& tenant, const SmtpDomain& domain) {
  const auto& all = tenant.organization_relationships;
  return std::any_of(all.begin(), all.end(), [&](const auto& relationship) {
    return relationship.enabled && lists(relationship, domain);
  });
}

// Whether the relationship of that home tenant is the one that this user of a partner comes along.
bool is_about(const Caller& user, const Tenant& tenant,
              const config::OrganizationRelationship& relationship) {
  if (user.delegation && user.delegation->addressed_to != tenant.key) return false;
  return relationship.enabled && relationship.target_tenant == user.tenant && user.user &&
         lists(relationship, user.user->domain());
}

bool receives(const Tenant& tenant, const Caller& user) {
  const auto& all = tenant.organization_relationships;
  return std::any_of(all.begin(), all.end(), [&](const auto& relationship) {
    return is_about(user, tenant, relationship);
  });
}

bool may_know(const Caller& caller, const Tenant& tenant,
              const config::OrganizationRelationship& relationship) {
  if (is_home(caller.kind)) return caller.tenant == tenant.key;
  if (caller.kind == CallerKind::partner_user) return is_about(caller, tenant, relationship);
  return relationship.enabled && relationship.target_tenant == caller.tenant;
}

bool is_in_a_relationship(const Tenant& tenant) {
  const auto& all = tenant.organization_relationships;
  return !tenant.address_spaces.empty() || !tenant.allowed_tenants.empty() ||
         std::any_of(all.begin(), all.end(), [](const auto& each) { return each.enabled; });
}

autodiscover::OrganizationRelationship written(
    const config::OrganizationRelationship& relationship) {
  autodiscover::OrganizationRelationship out;
  out.name = relationship.name;
  out.domains = relationship.domain_names;
  out.free_busy_access_enabled = relationship.enabled && relationship.free_busy_access_enabled;
  out.free_busy_access_level = model::name(relationship.free_busy_access_level);
  out.target_application_uri = relationship.target_application_uri;
  out.target_autodiscover_epr = relationship.target_autodiscover_epr;
  out.target_sharing_epr = relationship.target_sharing_epr;
  return out;
}

// What a directory says of a person and ours does not. A client that asks for all of them takes an
// empty one, but not an error, as an answer.
constexpr std::array<std::string_view, 4> kEmptySettings{"UserDisplayName", "UserDN", "MailboxDN",
                                                         "UserDeploymentId"};

std::string_view user_setting(std::string_view name, const SmtpAddress& asked,
                              std::string_view ews_url) {
  if (name == "ExternalEwsUrl" || name == "InternalEwsUrl") return ews_url;
  if (name == "ExternalEwsVersion") return kEwsVersion;
  if (name == "EwsSupportedSchemas") return kEwsSupportedSchemas;
  if (name == "AutoDiscoverSMTPAddress") return asked.str();
  return {};
}

std::string_view domain_setting(std::string_view name, std::string_view ews_url) {
  if (name == "ExternalEwsUrl") return ews_url;
  if (name == "ExternalEwsVersion") return kEwsVersion;
  return {};
}

// `known` says whether the setting exists at all.
void add_setting(const std::string& name, std::string_view value, bool known,
                 SettingsAnswer& answer) {
  if (!value.empty()) {
    answer.settings.push_back({name, std::string(value)});
  } else {
    answer.errors.push_back({known ? Code::setting_is_not_available : Code::invalid_setting, name});
  }
}

SettingsAnswer refused(Code code) {
  SettingsAnswer answer;
  answer.code = code;
  return answer;
}

}  // namespace

bool leads_through_us(const Snapshot& snapshot, const Caller& caller, const SmtpDomain& domain) {
  if (is_home(caller.kind)) {
    const Tenant* tenant = snapshot.federation().tenant(caller.tenant);
    return tenant != nullptr && (accepts(*tenant, domain) || has_address_space(*tenant, domain) ||
                                 has_relationship(*tenant, domain));
  }
  const Tenant* tenant = snapshot.accepting(domain);
  if (tenant == nullptr) return false;
  if (caller.kind == CallerKind::partner_user) return receives(*tenant, caller);
  return allows(*tenant, caller.tenant);
}

Direction direction_of(const Snapshot& snapshot, const Caller& caller, const SmtpAddress& asked) {
  if (is_home(caller.kind)) {
    const config::Matches matches = snapshot.recipients(caller.tenant, asked);
    if (matches.size() == 1 && matches.front().leads_elsewhere()) {
      SmtpAddress external = matches.front().address();
      if (external != asked && !leads_through_us(snapshot, caller, external.domain()))
        return AskForAddress{std::move(external)};
    }
  }
  if (leads_through_us(snapshot, caller, asked.domain())) return ThroughUs{};
  return NoAnswer{};
}

SettingsAnswer user_answer(const Direction& direction, const SmtpAddress& asked,
                           const std::vector<std::string>& settings, std::string_view ews_url) {
  if (std::holds_alternative<NoAnswer>(direction)) return refused(Code::invalid_user);
  if (const auto* other = std::get_if<AskForAddress>(&direction)) {
    SettingsAnswer answer = refused(Code::redirect_address);
    answer.redirect_target = other->address.str();
    return answer;
  }
  SettingsAnswer answer;
  for (const std::string& name : settings) {
    if (std::find(kEmptySettings.begin(), kEmptySettings.end(), name) != kEmptySettings.end()) {
      answer.settings.push_back({name, std::nullopt});
    } else {
      add_setting(name, user_setting(name, asked, ews_url), autodiscover::is_user_setting(name),
                  answer);
    }
  }
  return answer;
}

SettingsAnswer domain_answer(bool leads_here, const std::vector<std::string>& settings,
                             std::string_view ews_url) {
  if (!leads_here) return refused(Code::invalid_domain);
  SettingsAnswer answer;
  for (const std::string& name : settings)
    add_setting(name, domain_setting(name, ews_url), autodiscover::is_domain_setting(name), answer);
  return answer;
}

std::vector<autodiscover::OrganizationRelationship> relationships_for(
    const Snapshot& snapshot, const Caller& caller, const std::vector<SmtpDomain>& domains) {
  std::vector<autodiscover::OrganizationRelationship> told;
  for (const Tenant& tenant : snapshot.federation().tenants) {
    for (const config::OrganizationRelationship& each : tenant.organization_relationships) {
      const bool asked = std::any_of(domains.begin(), domains.end(),
                                     [&](const SmtpDomain& domain) { return lists(each, domain); });
      if (asked && may_know(caller, tenant, each)) told.push_back(written(each));
    }
  }
  return told;
}

std::optional<autodiscover::FederationInformation> federation_information(
    const Snapshot& snapshot, const SmtpDomain& domain) {
  const Tenant* tenant = snapshot.accepting(domain);
  if (tenant == nullptr || !tenant->federation_trust || !is_in_a_relationship(*tenant))
    return std::nullopt;
  autodiscover::FederationInformation information;
  information.application_uri = tenant->federation_trust->application_uri;
  information.domains.push_back(domain);
  for (const config::TokenIssuer& issuer : tenant->federation_trust->token_issuers)
    information.token_issuers.push_back({issuer.endpoint, issuer.uri});
  return information;
}

}  // namespace fb::front
