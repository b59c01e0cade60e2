// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/gateway/policy/random_sharing.hpp"

#include "tests/support/federations.hpp"

namespace fb::test {
namespace {

using config::OrganizationRelationship;
using config::Tenant;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;

model::SmtpAddress group_address(const Tenant& tenant, std::string_view name) {
  return address(std::string(name) + "@" + tenant.accepted_domains.front().str());
}

}  // namespace

config::Federation RandomSharing::federation() {
  std::vector<Tenant> tenants{contoso_tenant(), contoso_china_tenant(), fabrikam_tenant()};
  for (Tenant& tenant : tenants) {
    // Without delegation tokens nothing is to be seen of relationships.
    if (chance(60)) tenant.cloud = "commercial";
    shake(tenant);
  }
  for (Tenant& tenant : tenants) {
    for (const Tenant& other : tenants) {
      if (other.key != tenant.key && chance(70)) relate(tenant, other);
    }
  }
  config::Federation made;
  for (const Tenant& tenant : tenants) {
    if (chance(65)) {
      made.tenants.push_back(tenant);
    } else {
      made.partners.push_back(partner(tenant));
    }
  }
  return made;
}

void RandomSharing::shake(Tenant& tenant) {
  std::erase_if(tenant.contacts, [&](const auto&) { return chance(20); });
  std::erase_if(tenant.address_spaces, [&](const auto&) { return chance(30); });
  tenant.allowed_tenants.clear();
  for (const auto& other : {contoso(), contoso_china(), fabrikam()}) {
    if (chance(60)) tenant.allowed_tenants.push_back(other);
  }
  for (config::CalendarSource& source : tenant.sources) {
    source.default_calendar_right = static_cast<DetailLevel>(below(3));
  }
  tenant.require_contact = chance(70);
  if (chance(50)) {
    tenant.federation_trust = config::FederationTrust{.application_uri = "uri:" + tenant.name};
    tenant.federation_trust->token_issuers = {
        {.uri = chance(50) ? "sts-one" : "sts-two", .endpoint = "https://sts.example/"}};
  }
  config::Group outer{.address = group_address(tenant, "scope")};
  config::Group inner{.address = group_address(tenant, "inner")};
  for (const config::Mailbox& mailbox : tenant.mailboxes) {
    if (chance(40)) outer.members.push_back(mailbox.address);
    if (chance(40)) {
      inner.members.push_back(mailbox.proxy_addresses.empty() ? mailbox.address
                                                              : mailbox.proxy_addresses.front());
    }
  }
  if (chance(50)) outer.members.push_back(inner.address);
  inner.members.push_back(outer.address);
  tenant.groups = {outer, inner};
}

void RandomSharing::relate(Tenant& tenant, const Tenant& other) {
  OrganizationRelationship made{.name = other.name, .target_tenant = other.key};
  if (chance(85)) made.domain_names.push_back(other.accepted_domains.front());
  made.domain_names.push_back(domain("eu." + other.accepted_domains.front().str()));
  if (chance(10)) made.target_tenant = tenant_key(model::Authority::us, kStrangerId);
  made.enabled = chance(85);
  made.free_busy_access_enabled = chance(85);
  made.free_busy_access_level = chance(15)   ? DetailLevel::none
                                : chance(30) ? DetailLevel::availability_only
                                             : DetailLevel::limited_details;
  if (chance(55)) made.free_busy_access_scope = group_address(tenant, chance(85) ? "scope" : "no");
  if (chance(25)) made.token_issuers = {chance(50) ? "sts-one" : "sts-two"};
  if (chance(30)) made.cache_scope = config::CacheScope::organization;
  tenant.organization_relationships.push_back(made);
}

config::Partner RandomSharing::partner(const Tenant& tenant) {
  config::Partner made = partner_of(tenant);
  made.domains = tenant.accepted_domains;
  if (chance(80)) made.token_issuers = {"sts-one"};
  return made;
}

std::vector<Caller> RandomSharing::callers() {
  std::vector<Caller> made;
  for (const Tenant& tenant : {contoso_tenant(), contoso_china_tenant(), fabrikam_tenant()}) {
    const std::string own = "@" + tenant.accepted_domains.front().str();
    const auto ann = address("ann" + own);
    const auto ben = address("ben" + own);
    const auto eve = address("eve@eu." + own.substr(1));
    for (const auto& user : {ann, ben, eve, address("ann@contoso.example")}) {
      made.push_back({CallerKind::home_user, tenant.key, user, user.str()});
      made.push_back({CallerKind::partner_user, tenant.key, user, user.str()});
      for (const auto& other : {contoso(), fabrikam()}) {
        Caller by_token{CallerKind::partner_user, tenant.key, user, user.str()};
        by_token.delegation = model::Delegation{"sts-one", other};
        made.push_back(by_token);
      }
    }
    made.push_back({CallerKind::home_server, tenant.key, {}, "exchange"});
    // A server asks for nobody, whatever its token says.
    made.push_back({CallerKind::home_server, tenant.key, ann, "exchange for ann"});
    made.push_back({CallerKind::home_script, tenant.key, {}, "script"});
    made.push_back({CallerKind::home_script, tenant.key, ann, "script of ann"});
    made.push_back({CallerKind::partner_organization, tenant.key, {}, "app"});
  }
  return made;
}

std::vector<model::SmtpAddress> RandomSharing::addresses() {
  std::vector<model::SmtpAddress> made;
  for (const char* text :
       {"peggy@contoso.example", "p.olson@contoso.example", "oskar@contoso.example",
        "kettle@contoso.example", "victor@contoso-cn.example", "carol@fabrikam-gov.example",
        "scope@contoso.example", "nobody@contoso-cn.example", "nobody@contoso.example",
        "x@elsewhere.example"}) {
    made.push_back(address(text));
  }
  return made;
}

}  // namespace fb::test
