// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// May this caller see this person's time, along which route, and how much of it? SHARING-MODEL 5
// and 6 as pure functions: no I/O, no clock, no log. Both sides must consent: where both tenants
// are home tenants, the answering side is evaluated here with the same code and the same refusals;
// where the other side is a partner, that partner decides.
//
// A distribution group is nobody: gateway/policy/group_expansion finds its members, and each of
// them is decided here by itself.
//
// `evaluate` is for everybody (tests, explain) and proves nothing. `authorize` alone makes permits,
// and only for a caller that was authenticated.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "config/snapshot.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/model/hop_trail.hpp"
#include "protocols/model/permit.hpp"
#include "protocols/model/result.hpp"

namespace fb::policy {

// Facts about the question that policy needs and that are not the caller's identity.
struct QuestionContext {
  std::string gateway_id;
  model::HopTrail trail;
  // The day it is in UTC: what the cloud catalogue says with a date counts only where this is
  // known.
  std::optional<std::chrono::sys_days> today{};
};

// The Error's rule() is the stable id of what decided; its detail() says it in words, for operators
// and home callers.
model::Result<model::Grant> evaluate(const config::Snapshot& snapshot, const model::Caller& caller,
                                     const model::SmtpAddress& asked,
                                     const QuestionContext& context);

// How a step of a decision came out.
enum class StepVerdict : std::uint8_t {
  note,             // a fact, nothing was decided
  passed,           // a check that did not refuse
  chosen,           // this object decides from here on
  not_a_candidate,  // an object that could have been chosen, and why it was not
  refused,          // the decision ends here
};
std::string_view name(StepVerdict verdict);  // "not-a-candidate"

struct Step {
  // "loop", "directory", "domain", "organization-relationship", "address-space", "pair",
  // "availability-config", "scope", "default-right", "own-tenant", "answering-side"
  std::string what;
  StepVerdict verdict;
  std::string rule;    // a reason code, as Error::rule(); empty where nothing has one
  std::string object;  // config::ObjectId::str() or the like; empty where there is none
  std::string words;   // for operators
  // The home tenant whose objects the step tells of. Where both sides are at home here, steps of
  // both come, and who may not read one of the tenants must not be shown its steps.
  std::optional<model::TenantKey> tenant{};
};

struct Explanation {
  std::vector<Step> steps;
  model::Result<model::Grant> outcome;
};

// The same decision with its steps: what evaluate() says is the outcome, always.
Explanation explain(const config::Snapshot& snapshot, const model::Caller& caller,
                    const model::SmtpAddress& asked, const QuestionContext& context);

model::Result<model::Permit> authorize(const config::Snapshot& snapshot,
                                       const model::AuthenticatedCaller& caller,
                                       const model::SmtpAddress& asked,
                                       const QuestionContext& context);

}  // namespace fb::policy
