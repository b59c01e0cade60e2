// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/gateway/policy/sharing_oracle.hpp"

#include <algorithm>
#include <set>

namespace fb::test {
namespace {

using config::Federation;
using config::Tenant;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;

constexpr DetailLevel kNone = DetailLevel::none;
constexpr DetailLevel kTimes = DetailLevel::availability_only;
constexpr DetailLevel kAll = DetailLevel::limited_details;

DetailLevel all_if(bool granted) { return granted ? kAll : kNone; }

template <class List, class Value>
bool has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

struct World {
  const Federation& federation;
  const config::CloudCatalogue& clouds;

  bool pair(const model::TenantKey& from, const model::TenantKey& to,
            model::SharingPath path) const {
    for (const config::CloudPair& row : clouds.pairs) {
      if (row.path == path && row.from == federation.cloud_of(from) &&
          row.to == federation.cloud_of(to)) {
        return row.verdict == config::PairVerdict::supported || row.enabled_by_operator;
      }
    }
    return false;
  }
};

const config::Mailbox* mailbox_of(const Tenant& tenant, const model::SmtpAddress& asked) {
  for (const config::Mailbox& mailbox : tenant.mailboxes) {
    if (mailbox.address == asked || has(mailbox.proxy_addresses, asked)) return &mailbox;
  }
  return nullptr;
}

bool is_group(const Tenant& tenant, const model::SmtpAddress& asked) {
  return std::any_of(tenant.groups.begin(), tenant.groups.end(),
                     [&](const config::Group& group) { return group.address == asked; });
}

// The calendar source of somebody in the tenant; null where nobody of the tenant is meant.
const config::CalendarSource* source_of(const Tenant& tenant, const model::SmtpAddress& asked) {
  if (!has(tenant.accepted_domains, asked.domain()) || is_group(tenant, asked)) return nullptr;
  const config::Mailbox* mailbox = mailbox_of(tenant, asked);
  const std::string& name = mailbox != nullptr ? mailbox->source : tenant.default_source;
  for (const config::CalendarSource& source : tenant.sources) {
    if (source.name == name) return &source;
  }
  return nullptr;
}

// Everybody whom the group reaches, by any of their addresses.
std::set<model::SmtpAddress> reached(const Tenant& tenant, const model::SmtpAddress& group) {
  std::set<model::SmtpAddress> all{group};
  for (std::size_t before = 0; before != all.size();) {
    before = all.size();
    for (const config::Group& one : tenant.groups) {
      if (all.contains(one.address)) all.insert(one.members.begin(), one.members.end());
    }
  }
  return all;
}

DetailLevel scope_grant(const Tenant& tenant, const config::OrganizationRelationship& relationship,
                        const model::SmtpAddress& asked) {
  if (!relationship.free_busy_access_scope) return kAll;
  if (!is_group(tenant, *relationship.free_busy_access_scope)) return kNone;
  const auto visible = reached(tenant, *relationship.free_busy_access_scope);
  if (visible.contains(asked)) return kAll;
  const config::Mailbox* mailbox = mailbox_of(tenant, asked);
  if (mailbox == nullptr) return kNone;
  bool found = visible.contains(mailbox->address);
  for (const auto& proxy : mailbox->proxy_addresses) found = found || visible.contains(proxy);
  return all_if(found);
}

DetailLevel right_grant(const Tenant& tenant, const Caller& caller,
                        const model::SmtpAddress& asked) {
  const config::CalendarSource* source = source_of(tenant, asked);
  if (source == nullptr) return kNone;
  if (source->kind == config::SourceKind::ews && caller.tenant == tenant.key) return kNone;
  return source->default_calendar_right;
}

bool issuer_counts(const World& world, const config::OrganizationRelationship& relationship,
                   const Caller& caller) {
  if (!caller.delegation) return true;
  auto issuers = relationship.token_issuers;
  if (issuers.empty()) {
    const config::Partner* partner = world.federation.partner(caller.tenant);
    if (partner == nullptr) return true;
    issuers = partner->token_issuers;
  }
  return has(issuers, caller.delegation->token_issuer);
}

DetailLevel shown_to_user(const World& world, const Tenant& tenant, const Caller& caller,
                          const model::SmtpAddress& asked) {
  DetailLevel most = kNone;
  for (const auto& relationship : tenant.organization_relationships) {
    most = std::max(
        most,
        std::min({all_if(world.pair(caller.tenant, tenant.key,
                                    model::SharingPath::organization_relationship)),
                  all_if(has(relationship.domain_names, caller.user->domain())),
                  all_if(relationship.target_tenant == caller.tenant), all_if(relationship.enabled),
                  all_if(relationship.free_busy_access_enabled),
                  all_if(issuer_counts(world, relationship, caller)),
                  all_if(!caller.delegation || caller.delegation->addressed_to == tenant.key),
                  relationship.free_busy_access_level, scope_grant(tenant, relationship, asked),
                  right_grant(tenant, caller, asked)}));
  }
  return most;
}

DetailLevel shown_to_organization(const World& world, const Tenant& tenant, const Caller& caller,
                                  const model::SmtpAddress& asked) {
  return std::min({kTimes,
                   all_if(world.pair(caller.tenant, tenant.key,
                                     model::SharingPath::availability_address_space)),
                   all_if(has(tenant.allowed_tenants, caller.tenant)),
                   right_grant(tenant, caller, asked)});
}

// Who may be asked in this gateway for the address; null where nobody is.
const Tenant* holder(const Federation& federation, const model::SmtpAddress& asked) {
  for (const Tenant& tenant : federation.tenants) {
    if (has(tenant.accepted_domains, asked.domain())) return &tenant;
  }
  return nullptr;
}

DetailLevel by_relationship(const World& world, const Tenant& tenant,
                            const config::OrganizationRelationship& relationship,
                            const Caller& caller, const model::SmtpAddress& asked) {
  if (!relationship.free_busy_access_enabled) return kNone;
  if (world.federation.tenant(relationship.target_tenant) == nullptr) return kAll;
  const Tenant* other = holder(world.federation, asked);
  if (other == nullptr) return kNone;
  Caller known{CallerKind::partner_user, tenant.key, caller.user, caller.principal};
  known.delegation = model::Delegation{"", relationship.target_tenant};
  if (tenant.federation_trust) {
    const std::string& uri = tenant.federation_trust->token_issuers.front().uri;
    if (relationship.token_issuers.empty() || has(relationship.token_issuers, uri)) {
      known.delegation->token_issuer = uri;
    }
  }
  return shown_to_user(world, *other, known, asked);
}

DetailLevel by_address_space(const World& world, const Tenant& tenant, const Caller& caller,
                             const model::SmtpAddress& asked) {
  for (const config::AddressSpace& space : tenant.address_spaces) {
    if (space.domain != asked.domain()) continue;
    if (!world.pair(tenant.key, space.target_tenant,
                    model::SharingPath::availability_address_space)) {
      return kNone;
    }
    if (world.federation.tenant(space.target_tenant) == nullptr) return kTimes;
    const Tenant* other = holder(world.federation, asked);
    if (other == nullptr) return kNone;
    const Caller organization{CallerKind::partner_organization, tenant.key, {}, caller.principal};
    return shown_to_organization(world, *other, organization, asked);
  }
  return kNone;
}

DetailLevel shown_at_home(const World& world, const Tenant& tenant, const Caller& caller,
                          const model::SmtpAddress& asked) {
  const bool server = caller.kind == CallerKind::home_server;
  if (has(tenant.accepted_domains, asked.domain())) {
    const config::CalendarSource* source = source_of(tenant, asked);
    if (source == nullptr || (server && source->kind == config::SourceKind::ews)) return kNone;
    return std::min(server ? kTimes : kAll, source->default_calendar_right);
  }
  const bool listed = std::any_of(
      tenant.contacts.begin(), tenant.contacts.end(),
      [&](const config::MailContact& contact) { return contact.external_address == asked; });
  if (!server && tenant.require_contact && !listed) return kNone;
  for (const auto& relationship : tenant.organization_relationships) {
    const bool candidate = !server && caller.user && relationship.enabled &&
                           has(relationship.domain_names, asked.domain()) &&
                           world.pair(tenant.key, relationship.target_tenant,
                                      model::SharingPath::organization_relationship);
    if (candidate) return by_relationship(world, tenant, relationship, caller, asked);
  }
  return by_address_space(world, tenant, caller, asked);
}

}  // namespace

DetailLevel most_shown(const Federation& federation, const config::CloudCatalogue& clouds,
                       const Caller& caller, const model::SmtpAddress& asked) {
  const World world{federation, clouds};
  if (caller.kind == CallerKind::partner_organization || caller.kind == CallerKind::partner_user) {
    const Tenant* tenant = holder(federation, asked);
    if (tenant == nullptr) return kNone;
    return caller.kind == CallerKind::partner_user
               ? shown_to_user(world, *tenant, caller, asked)
               : shown_to_organization(world, *tenant, caller, asked);
  }
  const Tenant* home = federation.tenant(caller.tenant);
  return home == nullptr ? kNone : shown_at_home(world, *home, caller, asked);
}

}  // namespace fb::test
