// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/asking_side.hpp"

#include <algorithm>

#include "gateway/policy/answering_side.hpp"
#include "gateway/policy/pair.hpp"
#include "gateway/policy/recipient_resolver.hpp"
#include "gateway/policy/relationships.hpp"

namespace fb::policy {
namespace {

using config::OrganizationRelationship;
using config::Tenant;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;
using model::Error;
using model::ErrorKind;
using model::Grant;
using model::Result;
using model::SharingPath;
using model::SmtpAddress;

// What the asking organisation may know of the other side's refusal: the kind, not the reason. The
// reason stays where operators see it.
Error refused_by_other_side(const Inquiry& inquiry, const Tenant& tenant, const Error& error) {
  const std::string reason = error.rule() + ": " + error.detail();
  const char* const words = "the other organisation, which this gateway also serves, refused";
  ErrorKind kind = ErrorKind::peer_request_not_allowed;
  if (error.kind() == ErrorKind::recipient_unknown ||
      error.kind() == ErrorKind::recipient_ambiguous) {
    kind = ErrorKind::peer_recipient_unknown;
  } else if (error.kind() == ErrorKind::no_access) {
    kind = ErrorKind::peer_no_access;
  }
  return inquiry.trace.refused("answering-side", about(tenant),
                               Error::from_peer(kind, words, reason));
}

void note_other_side(const Inquiry& inquiry, const Tenant& tenant, const model::TenantKey& target) {
  inquiry.trace.step("answering-side", StepVerdict::note, {}, about(tenant), [&] {
    return target.str() + " is at home in this gateway: its side is decided here too";
  });
}

Result<Grant> ask_by_relationship(const Inquiry& inquiry, const Tenant& tenant,
                                  const OrganizationRelationship& relationship,
                                  const Caller& caller, const SmtpAddress& user,
                                  const SmtpAddress& external) {
  constexpr SharingPath kPath = SharingPath::organization_relationship;
  const Trace& trace = inquiry.trace;
  const About of = about(tenant, relationship);
  if (!relationship.free_busy_access_enabled) {
    return trace.refused(
        "organization-relationship", of,
        Error::of(ErrorKind::relationship_free_busy_off,
                  "organization relationship \"" + relationship.name +
                      "\" is the one for this domain and has free/busy access turned off",
                  "organization_relationship.free_busy_off"));
  }
  const model::TenantKey& target = relationship.target_tenant;
  const bool shared = relationship.cache_scope == config::CacheScope::organization;
  if (inquiry.snapshot.federation().tenant(target) != nullptr) {
    note_other_side(inquiry, tenant, target);
    const Caller known = presented(tenant, relationship, caller, user);
    Result<Grant> answer = answer_user(inquiry, known, external);
    if (!answer) return refused_by_other_side(inquiry, tenant, answer.error());
    answer->shared_in_organisation = answer->shared_in_organisation && shared;
    return answer;
  }
  const std::string& endpoint = relationship.target_sharing_epr.empty()
                                    ? relationship.target_autodiscover_epr
                                    : relationship.target_sharing_epr;
  if (const auto there = ews_still_there(inquiry, target, endpoint); !there) {
    return trace.refused("pair", of, there.error());
  }
  Grant grant{caller,
              external,
              model::RelationshipRoute{tenant.key, target, relationship.name, user},
              kPath,
              DetailLevel::limited_details,
              true,
              "organization_relationship"};
  grant.shared_in_organisation = shared;
  return grant;
}

// The address spaces that a relationship stands before.
void note_losing_spaces(const Inquiry& inquiry, const Tenant& tenant, const SmtpAddress& external) {
  for (const config::AddressSpace& space : tenant.address_spaces) {
    if (space.domain.str() != external.domain_text()) continue;
    inquiry.trace.step("address-space", StepVerdict::not_a_candidate, "aas.relationship_first",
                       about(tenant, space), [] {
                         return std::string("an organization relationship decides for this domain");
                       });
  }
}

// Why there is no way: what a relationship lacked is more to the point than that there is no
// address space either.
Error no_path(const Tenant& tenant, const SmtpAddress& external, const std::optional<Error>& lost) {
  const std::string none =
      tenant.name + " has no availability address space for " + std::string(external.domain_text());
  if (!lost) return Error::of(ErrorKind::no_path, none, "aas.none_for_domain");
  return Error::of(ErrorKind::no_path, none + ", and " + lost->detail(), lost->rule());
}

Result<Grant> ask_by_address_space(const Inquiry& inquiry, const Tenant& tenant,
                                   const Caller& caller, const SmtpAddress& external,
                                   const std::optional<Error>& lost) {
  constexpr SharingPath kPath = SharingPath::availability_address_space;
  const Trace& trace = inquiry.trace;
  const auto space = std::find_if(
      tenant.address_spaces.begin(), tenant.address_spaces.end(),
      [&](const config::AddressSpace& s) { return s.domain.str() == external.domain_text(); });
  if (space == tenant.address_spaces.end()) {
    return trace.refused("address-space", about(tenant), no_path(tenant, external, lost));
  }
  const About of = about(tenant, *space);
  const model::TenantKey& target = space->target_tenant;
  trace.step("address-space", StepVerdict::chosen, {}, of,
             [&] { return "is for " + space->domain.str() + " of tenant " + target.str(); });
  if (const auto pair = pair_allowed(inquiry.snapshot, tenant.key, target, kPath); !pair) {
    return trace.refused("pair", of, pair.error());
  }
  if (inquiry.snapshot.federation().tenant(target) != nullptr) {
    note_other_side(inquiry, tenant, target);
    const Caller organization{CallerKind::partner_organization, tenant.key, {}, caller.principal};
    Result<Grant> answer = answer_organization(inquiry, organization, external);
    if (!answer) return refused_by_other_side(inquiry, tenant, answer.error());
    return answer;
  }
  const std::string& endpoint = space->target_service_epr.empty() ? space->target_autodiscover_epr
                                                                  : space->target_service_epr;
  if (const auto there = ews_still_there(inquiry, target, endpoint); !there) {
    return trace.refused("pair", of, there.error());
  }
  trace.step("pair", StepVerdict::passed, {}, of, [&] {
    return "the clouds of " + tenant.name + " and " + target.str() + " may share along " +
           std::string(model::name(kPath));
  });
  return Grant{caller,
               external,
               model::PartnerRoute{tenant.key, target, space->domain.str()},
               kPath,
               DetailLevel::availability_only,
               true,
               "address_space." + space->domain.str()};
}

Result<Grant> ask_external(const Inquiry& inquiry, const Tenant& tenant, const Caller& caller,
                           const SmtpAddress& external) {
  RelationshipChoice choice = choose_relationship(inquiry, tenant, caller, external);
  if (choice.chosen == nullptr) {
    return ask_by_address_space(inquiry, tenant, caller, external, choice.lost);
  }
  note_losing_spaces(inquiry, tenant, external);
  return ask_by_relationship(inquiry, tenant, *choice.chosen, caller, *user_identity(caller),
                             external);
}

Result<Grant> ask_own(const Inquiry& inquiry, const Tenant& tenant, const Caller& caller,
                      const OwnMailbox& own) {
  const bool server = caller.kind == CallerKind::home_server;
  if (server && own.source->kind == config::SourceKind::ews) {
    return inquiry.trace.refused(
        "own-tenant", about(tenant),
        Error::of(ErrorKind::asked_back,
                  "the tenant's own Exchange asked for a mailbox that this gateway would ask "
                  "that Exchange for",
                  "own_tenant.asked_back"));
  }
  const DetailLevel most = server ? DetailLevel::availability_only : DetailLevel::limited_details;
  inquiry.trace.step("own-tenant", StepVerdict::chosen, {}, about(tenant), [&] {
    return own.address.str() + " is a mailbox of the own tenant in source " + own.source->name +
           "; the caller is shown " + std::string(model::name(most)) + " at most";
  });
  const Result<DetailLevel> level = capped_by_default_right(inquiry, tenant, *own.source, most);
  if (!level) return level.error();
  return Grant{caller,
               own.address,
               model::SourceRoute{tenant.key, own.source->name},
               SharingPath::own_tenant,
               *level,
               false,
               "own_tenant"};
}

}  // namespace

Result<Grant> ask_as_home(const Inquiry& inquiry, const Caller& caller, const SmtpAddress& asked) {
  const Trace& trace = inquiry.trace;
  const Tenant* tenant = inquiry.snapshot.federation().tenant(caller.tenant);
  if (tenant == nullptr) {
    return trace.refused(
        "own-tenant", {},
        Error::of(ErrorKind::no_access, "the caller's tenant is no home tenant of this gateway",
                  "caller.tenant_not_home"));
  }
  const GalUse gal =
      caller.kind == CallerKind::home_server ? GalUse::done_by_caller : GalUse::required;
  const Result<Recipient> recipient = resolve(inquiry.snapshot, *tenant, asked, gal);
  if (!recipient) return trace.refused("directory", about(*tenant), recipient.error());
  if (std::holds_alternative<GroupRecipient>(*recipient)) {
    return trace.refused(
        "directory", about(*tenant),
        Error::of(ErrorKind::recipient_unknown,
                  asked.str() + " is a distribution group: it is answered for by its members",
                  "resolve.group"));
  }
  if (const auto* own = std::get_if<OwnMailbox>(&*recipient)) {
    return ask_own(inquiry, *tenant, caller, *own);
  }
  const SmtpAddress& external = std::get<ExternalRecipient>(*recipient).address;
  trace.step("directory", StepVerdict::passed, {}, about(*tenant), [&] {
    return asked.str() + " is somebody elsewhere, to be asked for as " + external.str();
  });
  return ask_external(inquiry, *tenant, caller, external);
}

}  // namespace fb::policy
