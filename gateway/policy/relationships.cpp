// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/relationships.hpp"

#include <algorithm>

#include "gateway/policy/pair.hpp"

namespace fb::policy {
namespace {

using config::OrganizationRelationship;
using config::Tenant;
using model::Caller;
using model::CallerKind;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::SharingPath;
using model::SmtpAddress;

constexpr std::string_view kWhat = "organization-relationship";

bool lists(const OrganizationRelationship& relationship, const SmtpAddress& address) {
  return std::any_of(
      relationship.domain_names.begin(), relationship.domain_names.end(),
      [&](const model::SmtpDomain& domain) { return domain.str() == address.domain_text(); });
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// Why the relationship cannot be asked along, if it cannot.
std::optional<Error> not_a_candidate(const Inquiry& inquiry, const Tenant& tenant,
                                     const OrganizationRelationship& relationship,
                                     const Caller& caller) {
  const std::string named = "organization relationship \"" + relationship.name + "\"";
  if (!relationship.enabled) {
    return Error::of(ErrorKind::no_path, named + " is disabled",
                     "organization_relationship.disabled");
  }
  const model::Status pair = pair_allowed(inquiry.snapshot, tenant.key, relationship.target_tenant,
                                          SharingPath::organization_relationship);
  if (!pair) {
    return Error::of(
        ErrorKind::no_path,
        named + " cannot be used, since there are no delegation tokens: " + pair.error().detail(),
        "organization_relationship.no_dauth");
  }
  if (user_identity(caller) == nullptr) {
    return Error::of(ErrorKind::no_path,
                     named + " is asked along by users, and this caller is not one",
                     "organization_relationship.no_user");
  }
  return std::nullopt;
}

// No list at all for a tenant at home here: who its users are is this gateway's own knowledge.
bool issuer_accepted(const Inquiry& inquiry, const OrganizationRelationship& relationship,
                     const Caller& caller) {
  if (!caller.delegation) return true;
  const std::string& issuer = caller.delegation->token_issuer;
  if (!relationship.token_issuers.empty()) return contains(relationship.token_issuers, issuer);
  const config::Federation& federation = inquiry.snapshot.federation();
  if (const config::Partner* partner = federation.partner(caller.tenant)) {
    return contains(partner->token_issuers, issuer);
  }
  return federation.tenant(caller.tenant) != nullptr;
}

// Why a relationship that lists the user's domain does not let the user ask, if it does not.
std::optional<Error> does_not_admit(const Inquiry& inquiry,
                                    const OrganizationRelationship& relationship,
                                    const Caller& caller) {
  const auto no = [&](std::string words, const char* rule) {
    return Error::of(ErrorKind::no_access,
                     "organization relationship \"" + relationship.name + "\" " + words, rule);
  };
  if (relationship.target_tenant != caller.tenant) {
    return no("is with " + relationship.target_tenant.str() + ", and the user belongs to " +
                  caller.tenant.str(),
              "organization_relationship.target_differs");
  }
  if (!relationship.enabled) return no("is disabled", "organization_relationship.disabled");
  if (!issuer_accepted(inquiry, relationship, caller)) {
    return no("does not accept tokens of the issuer that names the user",
              "organization_relationship.issuer_not_accepted");
  }
  if (!relationship.free_busy_access_enabled) {
    return no("has free/busy access turned off", "organization_relationship.free_busy_off");
  }
  if (relationship.free_busy_access_level == model::DetailLevel::none) {
    return no("has the access level None", "organization_relationship.level_none");
  }
  return std::nullopt;
}

// What to say where no relationship lists the domain of the user.
Error none_lists(const Tenant& tenant, const Caller& caller) {
  const auto& all = tenant.organization_relationships;
  const bool with_tenant =
      std::any_of(all.begin(), all.end(), [&](const OrganizationRelationship& relationship) {
        return relationship.target_tenant == caller.tenant;
      });
  if (with_tenant) {
    return Error::of(ErrorKind::no_access,
                     "no organization relationship of " + tenant.name + " lists the domain " +
                         std::string(caller.user->domain_text()),
                     "organization_relationship.domain_not_listed");
  }
  return Error::of(
      ErrorKind::no_access,
      tenant.name + " has no organization relationship with tenant " + caller.tenant.str(),
      "organization_relationship.none");
}

}  // namespace

const SmtpAddress* user_identity(const Caller& caller) {
  if (caller.kind == CallerKind::home_server || !caller.user) return nullptr;
  return &*caller.user;
}

RelationshipChoice choose_relationship(const Inquiry& inquiry, const Tenant& tenant,
                                       const Caller& caller, const SmtpAddress& external) {
  RelationshipChoice choice;
  for (const OrganizationRelationship& relationship : tenant.organization_relationships) {
    if (!lists(relationship, external)) continue;
    const About of = about(tenant, relationship);
    if (choice.chosen != nullptr) {
      inquiry.trace.step(kWhat, StepVerdict::not_a_candidate, {}, of, [&] {
        return "lists the domain as well, but \"" + choice.chosen->name + "\" comes first";
      });
      continue;
    }
    auto why_not = not_a_candidate(inquiry, tenant, relationship, caller);
    if (why_not) {
      inquiry.trace.step(kWhat, StepVerdict::not_a_candidate, why_not->rule(), of,
                         [&] { return why_not->detail(); });
      if (!choice.lost) choice.lost = std::move(why_not);
      continue;
    }
    inquiry.trace.step(kWhat, StepVerdict::chosen, {}, of, [&] {
      return "lists " + std::string(external.domain_text()) +
             "; a relationship comes before address spaces";
    });
    inquiry.trace.step("pair", StepVerdict::passed, {}, of, [&] {
      return "the clouds of " + tenant.name + " and " + relationship.target_tenant.str() +
             " may share along " + std::string(model::name(SharingPath::organization_relationship));
    });
    choice.chosen = &relationship;
  }
  return choice;
}

Result<const OrganizationRelationship*> relationship_for(const Inquiry& inquiry,
                                                         const Tenant& tenant,
                                                         const Caller& caller) {
  const Trace& trace = inquiry.trace;
  if (!caller.user) {
    return trace.refused(kWhat, about(tenant),
                         Error::of(ErrorKind::no_access, "the caller's token names no user",
                                   "organization_relationship.no_user"));
  }
  if (caller.delegation && caller.delegation->addressed_to != tenant.key) {
    return trace.refused(
        kWhat, about(tenant),
        Error::of(ErrorKind::no_access,
                  "the delegation token was made for another tenant than " + tenant.name,
                  "organization_relationship.addressed_elsewhere"));
  }
  std::optional<Error> lost;
  for (const OrganizationRelationship& relationship : tenant.organization_relationships) {
    if (!lists(relationship, *caller.user)) continue;
    const About of = about(tenant, relationship);
    auto why_not = does_not_admit(inquiry, relationship, caller);
    if (!why_not) {
      trace.step(kWhat, StepVerdict::chosen, {}, of, [&] {
        return "lists " + std::string(caller.user->domain_text()) + ", is enabled and shows " +
               std::string(model::name(relationship.free_busy_access_level));
      });
      return &relationship;
    }
    trace.step(kWhat, StepVerdict::not_a_candidate, why_not->rule(), of,
               [&] { return why_not->detail(); });
    if (!lost) lost = std::move(why_not);
  }
  return trace.refused(kWhat, about(tenant), lost ? std::move(*lost) : none_lists(tenant, caller));
}

Caller presented(const Tenant& tenant, const OrganizationRelationship& relationship,
                 const Caller& caller, const SmtpAddress& user) {
  Caller made{CallerKind::partner_user, tenant.key, user, caller.principal};
  made.delegation = model::Delegation{{}, relationship.target_tenant};
  if (!tenant.federation_trust) return made;
  const config::FederationTrust& trust = *tenant.federation_trust;
  if (trust.default_domain) {
    auto stated =
        SmtpAddress::parse(std::string(user.local_part()) + "@" + trust.default_domain->str());
    // An address of the longest local part may not fit the domain; a token would name nobody then.
    made.user = stated ? std::optional(std::move(*stated)) : std::nullopt;
  }
  for (const config::TokenIssuer& issuer : trust.token_issuers) {
    if (issuer.endpoint.empty()) continue;
    if (!relationship.token_issuers.empty() && !contains(relationship.token_issuers, issuer.uri)) {
      continue;
    }
    made.delegation->token_issuer = issuer.uri;
    break;
  }
  return made;
}

}  // namespace fb::policy
