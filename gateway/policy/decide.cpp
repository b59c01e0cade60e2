// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/decide.hpp"

#include "gateway/policy/answering_side.hpp"
#include "gateway/policy/asking_side.hpp"
#include "gateway/policy/permit_mint.hpp"
#include "gateway/policy/trace.hpp"

namespace fb::policy {
namespace {

using model::Caller;
using model::CallerKind;
using model::Error;
using model::ErrorKind;
using model::Grant;
using model::Result;
using model::SmtpAddress;

Result<Grant> decide(const Inquiry& inquiry, const Caller& caller, const SmtpAddress& asked) {
  if (inquiry.context.trail.contains(inquiry.context.gateway_id)) {
    return inquiry.trace.refused(
        "loop", {},
        Error::of(ErrorKind::second_hop, "the question has been through this gateway already",
                  "loop.seen_here"));
  }
  switch (caller.kind) {
    case CallerKind::home_user:
    case CallerKind::home_server:
    case CallerKind::home_script:
      return ask_as_home(inquiry, caller, asked);
    case CallerKind::partner_organization:
      return answer_organization(inquiry, caller, asked);
    case CallerKind::partner_user:
      break;
  }
  return answer_user(inquiry, caller, asked);
}

// Who may share a cached answer: everybody of the asking tenant on organisation paths, the user
// alone where the user asks as a user and no relationship says otherwise (SHARING-MODEL 2).
std::string asking_scope(const Grant& grant) {
  if (grant.path != model::SharingPath::organization_relationship || grant.shared_in_organisation) {
    return "tenant " + grant.caller.tenant.str();
  }
  return "user " + grant.caller.tenant.str() + " " +
         (grant.caller.user ? grant.caller.user->str() : "");
}

}  // namespace

Result<Grant> evaluate(const config::Snapshot& snapshot, const Caller& caller,
                       const SmtpAddress& asked, const QuestionContext& context) {
  return decide(Inquiry{snapshot, context}, caller, asked);
}

Explanation explain(const config::Snapshot& snapshot, const Caller& caller,
                    const SmtpAddress& asked, const QuestionContext& context) {
  std::vector<Step> steps;
  Result<Grant> outcome = decide(Inquiry{snapshot, context, Trace(steps)}, caller, asked);
  return {std::move(steps), std::move(outcome)};
}

Result<model::Permit> authorize(const config::Snapshot& snapshot,
                                const model::AuthenticatedCaller& caller, const SmtpAddress& asked,
                                const QuestionContext& context) {
  Result<Grant> grant = evaluate(snapshot, *caller, asked, context);
  if (!grant) return grant.error();
  return PermitMint::permit(std::move(*grant), snapshot.generation());
}

model::Permit PermitMint::permit(Grant grant, std::uint64_t generation) {
  std::string key = asking_scope(grant) + "\n" + std::string(model::name(grant.path)) + "\n" +
                    model::describe(grant.route) + "\n" + grant.mailbox.str() + "\n" +
                    std::string(model::name(grant.level));
  model::CacheKey cache_key(model::PermitPasskey{}, std::move(key));
  return model::Permit(model::PermitPasskey{}, std::move(grant), std::move(cache_key), generation);
}

}  // namespace fb::policy
