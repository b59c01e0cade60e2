// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/decide.hpp"

#include <algorithm>

#include "gateway/policy/permit_mint.hpp"
#include "gateway/policy/recipient_resolver.hpp"

namespace fb::policy {
namespace {

using config::PairVerdict;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;
using model::Error;
using model::ErrorKind;
using model::Grant;
using model::Result;
using model::SharingPath;
using model::SmtpAddress;
using model::Status;

// How much the calendars of a source show at most to anybody who is not granted more by name;
// personal grants are never honoured (SHARING-MODEL 6.3).
Result<DetailLevel> capped_by_default_right(const config::CalendarSource& source,
                                            DetailLevel level) {
  const DetailLevel capped = model::least(level, source.default_calendar_right);
  if (capped == DetailLevel::none) {
    return Error::of(ErrorKind::no_access,
                     "the Default calendar right of source " + source.name + " is None",
                     "default_right.none");
  }
  return capped;
}

Status pair_allowed(const config::Snapshot& snapshot, const model::TenantKey& from,
                    const model::TenantKey& to, SharingPath path) {
  const std::string from_cloud(snapshot.federation().cloud_of(from));
  const std::string to_cloud(snapshot.federation().cloud_of(to));
  const config::CloudPair* pair = snapshot.clouds().pair(from_cloud, to_cloud, path);
  const std::string words = "from " + from_cloud + " to " + to_cloud;
  if (pair == nullptr) {
    return Error::of(ErrorKind::pair_refused, "the cloud catalogue has no row " + words,
                     "pair.unknown");
  }
  switch (pair->verdict) {
    case PairVerdict::supported:
      return {};
    case PairVerdict::unconfirmed:
      if (pair->enabled_by_operator) return {};
      return Error::of(
          ErrorKind::pair_refused,
          "free/busy " + words +
              " is not confirmed to be supported and not enabled in the cloud catalogue",
          "pair.unconfirmed");
    case PairVerdict::refused:
      break;
  }
  return Error::of(ErrorKind::pair_refused,
                   "free/busy " + words + " is not supported between these clouds", "pair.refused");
}

// --- answering side (SHARING-MODEL 6) ---

Result<Grant> answer_organization(const config::Snapshot& snapshot, const Caller& caller,
                                  const SmtpAddress& asked) {
  const config::Tenant* tenant = snapshot.accepting(asked.domain());
  if (tenant == nullptr) {
    return Error::of(
        ErrorKind::second_hop,
        "another organisation asked for a domain that no home tenant here accepts mail for",
        "answer.not_our_domain");
  }
  const Status pair =
      pair_allowed(snapshot, caller.tenant, tenant->key, SharingPath::availability_address_space);
  if (!pair) return pair.error();
  const auto& allowed = tenant->allowed_tenants;
  if (std::find(allowed.begin(), allowed.end(), caller.tenant) == allowed.end()) {
    return Error::of(
        ErrorKind::no_access,
        "tenant " + caller.tenant.str() + " is not in AllowedTenantIds of " + tenant->name,
        "availability_config.tenant_not_allowed");
  }
  const Result<Recipient> recipient = resolve(snapshot, *tenant, asked, GalUse::required);
  if (!recipient) return recipient.error();
  // Who asks from elsewhere cannot tell a group from an address that does not exist.
  if (std::holds_alternative<GroupRecipient>(*recipient)) {
    return Error::of(ErrorKind::recipient_unknown,
                     "another organisation asked for a distribution group of " + tenant->name,
                     "answer.recipient_is_group");
  }
  const auto* own = std::get_if<OwnMailbox>(&*recipient);
  if (own == nullptr) {
    return Error::of(ErrorKind::second_hop,
                     "another organisation asked for a mail contact of " + tenant->name,
                     "answer.recipient_is_elsewhere");
  }
  const Result<DetailLevel> level =
      capped_by_default_right(*own->source, DetailLevel::availability_only);
  if (!level) return level.error();
  return Grant{caller,
               own->address,
               model::SourceRoute{tenant->key, own->source->name},
               SharingPath::availability_address_space,
               *level,
               true,
               "availability_config"};
}

// --- requesting side (SHARING-MODEL 5) ---

// What the asking organisation may know of the other side's refusal: the kind, not the reason. The
// reason stays where operators see it.
Error refused_by_other_side(const Error& error) {
  const std::string reason = error.rule() + ": " + error.detail();
  const char* const words = "the other organisation, which this gateway also serves, refused";
  const ErrorKind kind = error.kind();
  if (kind == ErrorKind::recipient_unknown || kind == ErrorKind::recipient_ambiguous) {
    return Error::from_peer(ErrorKind::peer_recipient_unknown, words, reason);
  }
  if (kind == ErrorKind::no_access) {
    return Error::from_peer(ErrorKind::peer_no_access, words, reason);
  }
  return Error::from_peer(ErrorKind::peer_request_not_allowed, words, reason);
}

Result<Grant> ask_external(const config::Snapshot& snapshot, const config::Tenant& tenant,
                           const Caller& caller, const SmtpAddress& external) {
  const auto space = std::find_if(
      tenant.address_spaces.begin(), tenant.address_spaces.end(),
      [&](const config::AddressSpace& s) { return s.domain.str() == external.domain_text(); });
  if (space == tenant.address_spaces.end()) {
    return Error::of(ErrorKind::no_path,
                     tenant.name + " has no availability address space for " +
                         std::string(external.domain_text()),
                     "aas.none_for_domain");
  }
  const Status pair = pair_allowed(snapshot, tenant.key, space->target_tenant,
                                   SharingPath::availability_address_space);
  if (!pair) return pair.error();
  const Caller organization{CallerKind::partner_organization, tenant.key, {}, caller.principal};
  if (snapshot.federation().tenant(space->target_tenant) != nullptr) {
    Result<Grant> answer = answer_organization(snapshot, organization, external);
    if (!answer) return refused_by_other_side(answer.error());
    return answer;
  }
  return Grant{caller,
               external,
               model::PartnerRoute{tenant.key, space->target_tenant, space->domain.str()},
               SharingPath::availability_address_space,
               DetailLevel::availability_only,
               true,
               "address_space." + space->domain.str()};
}

Result<Grant> ask_own(const config::Tenant& tenant, const Caller& caller, const OwnMailbox& own) {
  if (caller.kind == CallerKind::home_server && own.source->kind == config::SourceKind::ews) {
    return Error::of(ErrorKind::asked_back,
                     "the tenant's own Exchange asked for a mailbox that this gateway would ask "
                     "that Exchange for",
                     "own_tenant.asked_back");
  }
  const DetailLevel most = caller.kind == CallerKind::home_server ? DetailLevel::availability_only
                                                                  : DetailLevel::limited_details;
  const Result<DetailLevel> level = capped_by_default_right(*own.source, most);
  if (!level) return level.error();
  return Grant{caller,
               own.address,
               model::SourceRoute{tenant.key, own.source->name},
               SharingPath::own_tenant,
               *level,
               false,
               "own_tenant"};
}

Result<Grant> ask_as_home(const config::Snapshot& snapshot, const Caller& caller,
                          const SmtpAddress& asked) {
  const config::Tenant* tenant = snapshot.federation().tenant(caller.tenant);
  if (tenant == nullptr) {
    return Error::of(ErrorKind::no_access, "the caller's tenant is no home tenant of this gateway",
                     "caller.tenant_not_home");
  }
  const GalUse gal =
      caller.kind == CallerKind::home_server ? GalUse::done_by_caller : GalUse::required;
  const Result<Recipient> recipient = resolve(snapshot, *tenant, asked, gal);
  if (!recipient) return recipient.error();
  if (std::holds_alternative<GroupRecipient>(*recipient)) {
    return Error::of(ErrorKind::recipient_unknown,
                     asked.str() + " is a distribution group: it is answered for by its members",
                     "resolve.group");
  }
  if (const auto* own = std::get_if<OwnMailbox>(&*recipient)) return ask_own(*tenant, caller, *own);
  return ask_external(snapshot, *tenant, caller, std::get<ExternalRecipient>(*recipient).address);
}

}  // namespace

Result<Grant> evaluate(const config::Snapshot& snapshot, const Caller& caller,
                       const SmtpAddress& asked, const QuestionContext& context) {
  if (context.trail.contains(context.gateway_id)) {
    return Error::of(ErrorKind::second_hop, "the question has been through this gateway already",
                     "loop.seen_here");
  }
  switch (caller.kind) {
    case CallerKind::home_user:
    case CallerKind::home_server:
    case CallerKind::home_script:
      return ask_as_home(snapshot, caller, asked);
    case CallerKind::partner_organization:
      return answer_organization(snapshot, caller, asked);
    case CallerKind::partner_user:
      break;
  }
  // AllowedTenantIds never admits a user token (SHARING-MODEL 4).
  return Error::of(ErrorKind::no_access, "no organization relationship lists the caller's domain",
                   "organization_relationship.none");
}

Result<model::Permit> authorize(const config::Snapshot& snapshot,
                                const model::AuthenticatedCaller& caller, const SmtpAddress& asked,
                                const QuestionContext& context) {
  Result<Grant> grant = evaluate(snapshot, *caller, asked, context);
  if (!grant) return grant.error();
  return PermitMint::permit(std::move(*grant), snapshot.generation());
}

namespace {

// Who may share a cached answer: everybody of the asking tenant on organisation paths, the user
// alone where the user asks as a user (SHARING-MODEL 2).
std::string asking_scope(const Grant& grant) {
  if (grant.path == SharingPath::organization_relationship) {
    return "user " + grant.caller.tenant.str() + " " +
           (grant.caller.user ? grant.caller.user->str() : "");
  }
  return "tenant " + grant.caller.tenant.str();
}

}  // namespace

model::Permit PermitMint::permit(Grant grant, std::uint64_t generation) {
  std::string key = asking_scope(grant) + "\n" + std::string(model::name(grant.path)) + "\n" +
                    model::describe(grant.route) + "\n" + grant.mailbox.str() + "\n" +
                    std::string(model::name(grant.level));
  model::CacheKey cache_key(model::PermitPasskey{}, std::move(key));
  return model::Permit(model::PermitPasskey{}, std::move(grant), std::move(cache_key), generation);
}

}  // namespace fb::policy
