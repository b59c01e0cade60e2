// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/answering_side.hpp"

#include <algorithm>

#include "gateway/policy/pair.hpp"
#include "gateway/policy/recipient_resolver.hpp"
#include "gateway/policy/relationships.hpp"
#include "gateway/policy/scope.hpp"

namespace fb::policy {
namespace {

using config::Tenant;
using model::Caller;
using model::DetailLevel;
using model::Error;
using model::ErrorKind;
using model::Grant;
using model::Result;
using model::SharingPath;
using model::SmtpAddress;

// The tenant that is asked, if the two clouds may share along the path.
Result<const Tenant*> asked_tenant(const Inquiry& inquiry, const Caller& caller,
                                   const SmtpAddress& asked, SharingPath path) {
  const Trace& trace = inquiry.trace;
  const Tenant* tenant = inquiry.snapshot.accepting(asked.domain());
  if (tenant == nullptr) {
    return trace.refused(
        "domain", {},
        Error::of(
            ErrorKind::second_hop,
            "another organisation asked for a domain that no home tenant here accepts mail for",
            "answer.not_our_domain"));
  }
  trace.step("domain", StepVerdict::passed, {}, about(*tenant), [&] {
    return tenant->name + " accepts mail for " + std::string(asked.domain_text());
  });
  model::Status pair = pair_allowed(inquiry.snapshot, caller.tenant, tenant->key, path);
  if (!pair) return trace.refused("pair", about(*tenant), pair.error());
  trace.step("pair", StepVerdict::passed, {}, about(*tenant), [&] {
    return "the clouds of " + caller.tenant.str() + " and " + tenant->name + " may share along " +
           std::string(model::name(path));
  });
  return tenant;
}

// A mailbox of the tenant, in whichever of its sources: the directory may lead from one to another
// and never out of the tenant.
Result<OwnMailbox> own_mailbox(const Inquiry& inquiry, const Tenant& tenant, const Caller& caller,
                               const SmtpAddress& asked) {
  const Trace& trace = inquiry.trace;
  const About of = about(tenant);
  const auto recipient = resolve(inquiry.snapshot, tenant, asked, GalUse::required);
  if (!recipient) return trace.refused("directory", of, recipient.error());
  // Who asks from elsewhere cannot tell a group from an address that does not exist.
  if (std::holds_alternative<GroupRecipient>(*recipient)) {
    return trace.refused(
        "directory", of,
        Error::of(ErrorKind::recipient_unknown,
                  "another organisation asked for a distribution group of " + tenant.name,
                  "answer.recipient_is_group"));
  }
  const auto* own = std::get_if<OwnMailbox>(&*recipient);
  if (own == nullptr) {
    return trace.refused(
        "directory", of,
        Error::of(ErrorKind::second_hop,
                  "another organisation asked for a mail contact of " + tenant.name,
                  "answer.recipient_is_elsewhere"));
  }
  // The tenant's own Exchange, coming back along a path for others.
  if (caller.tenant == tenant.key && own->source->kind == config::SourceKind::ews) {
    return trace.refused(
        "directory", of,
        Error::of(ErrorKind::asked_back,
                  tenant.name + " asked as another organisation for a mailbox that this "
                                "gateway would ask its own Exchange for",
                  "answer.asked_back"));
  }
  trace.step("directory", StepVerdict::passed, {}, of,
             [&] { return own->address.str() + " is a mailbox in source " + own->source->name; });
  return *own;
}

model::Status in_scope_of(const Inquiry& inquiry, const Tenant& tenant,
                          const config::OrganizationRelationship& relationship,
                          const OwnMailbox& mailbox) {
  if (!relationship.free_busy_access_scope) return {};
  const SmtpAddress& group = *relationship.free_busy_access_scope;
  const About of = about(tenant, relationship);
  const auto no = [&](std::string words, const char* rule) {
    return inquiry.trace.refused("scope", of,
                                 Error::of(ErrorKind::no_access, std::move(words), rule));
  };
  switch (in_scope(inquiry.snapshot, tenant, group, mailbox)) {
    case ScopeVerdict::inside:
      inquiry.trace.step("scope", StepVerdict::passed, {}, of,
                         [&] { return mailbox.address.str() + " is a member of " + group.str(); });
      return {};
    case ScopeVerdict::outside:
      return no(mailbox.address.str() + " is not a member of " + group.str(),
                "organization_relationship.not_in_scope");
    case ScopeVerdict::no_such_group:
      return no("the group of the scope, " + group.str() + ", does not exist: nobody is in it",
                "organization_relationship.scope_not_found");
    case ScopeVerdict::too_big:
      break;
  }
  return no(mailbox.address.str() + " was not found in the first " +
                std::to_string(kScopeMembersMax) + " members of " + group.str(),
            "organization_relationship.scope_too_big");
}

}  // namespace

Result<DetailLevel> capped_by_default_right(const Inquiry& inquiry, const Tenant& tenant,
                                            const config::CalendarSource& source,
                                            DetailLevel level) {
  const DetailLevel right = source.default_calendar_right;
  const std::string_view shown = model::name(right);
  if (model::least(level, right) == DetailLevel::none) {
    return inquiry.trace.refused(
        "default-right", about(tenant),
        Error::of(ErrorKind::no_access,
                  "the Default calendar right of source " + source.name + " is None",
                  "default_right.none"));
  }
  const bool caps = right < level;
  inquiry.trace.step(
      "default-right", StepVerdict::passed, caps ? "default_right" : "", about(tenant), [&] {
        return "the Default calendar right of source " + source.name + " is " + std::string(shown) +
               (caps ? ", which sets the level"
                     : ", so the level stays " + std::string(model::name(level)));
      });
  return model::least(level, right);
}

Result<Grant> answer_organization(const Inquiry& inquiry, const Caller& caller,
                                  const SmtpAddress& asked) {
  constexpr SharingPath kPath = SharingPath::availability_address_space;
  const auto tenant = asked_tenant(inquiry, caller, asked, kPath);
  if (!tenant) return tenant.error();
  const Tenant& home = **tenant;
  const auto& allowed = home.allowed_tenants;
  if (std::find(allowed.begin(), allowed.end(), caller.tenant) == allowed.end()) {
    return inquiry.trace.refused(
        "availability-config", availability_config_of(home),
        Error::of(ErrorKind::no_access,
                  "tenant " + caller.tenant.str() + " is not in AllowedTenantIds of " + home.name,
                  "availability_config.tenant_not_allowed"));
  }
  inquiry.trace.step(
      "availability-config", StepVerdict::chosen, {}, availability_config_of(home), [&] {
        return "tenant " + caller.tenant.str() +
               " is in AllowedTenantIds; an organisation is shown AvailabilityOnly at most";
      });
  auto own = own_mailbox(inquiry, home, caller, asked);
  if (!own) return own.error();
  const Result<DetailLevel> level =
      capped_by_default_right(inquiry, home, *own->source, DetailLevel::availability_only);
  if (!level) return level.error();
  return Grant{
      caller, own->address,         model::SourceRoute{home.key, own->source->name}, kPath, *level,
      true,   "availability_config"};
}

Result<Grant> answer_user(const Inquiry& inquiry, const Caller& caller, const SmtpAddress& asked) {
  constexpr SharingPath kPath = SharingPath::organization_relationship;
  const auto tenant = asked_tenant(inquiry, caller, asked, kPath);
  if (!tenant) return tenant.error();
  const Tenant& home = **tenant;
  const auto chosen = relationship_for(inquiry, home, caller);
  if (!chosen) return chosen.error();
  const config::OrganizationRelationship& relationship = **chosen;
  auto own = own_mailbox(inquiry, home, caller, asked);
  if (!own) return own.error();
  if (const auto scope = in_scope_of(inquiry, home, relationship, *own); !scope) {
    return scope.error();
  }
  const Result<DetailLevel> level =
      capped_by_default_right(inquiry, home, *own->source, relationship.free_busy_access_level);
  if (!level) return level.error();
  Grant grant{caller,
              own->address,
              model::SourceRoute{home.key, own->source->name},
              kPath,
              *level,
              true,
              "organization_relationship"};
  grant.shared_in_organisation = relationship.cache_scope == config::CacheScope::organization;
  return grant;
}

}  // namespace fb::policy
