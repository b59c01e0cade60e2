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

#include <string>
#include <variant>

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
};

// The Error's rule() is the stable id of what decided; its detail() says it in words, for operators
// and home callers.
model::Result<model::Grant> evaluate(const config::Snapshot& snapshot, const model::Caller& caller,
                                     const model::SmtpAddress& asked,
                                     const QuestionContext& context);

model::Result<model::Permit> authorize(const config::Snapshot& snapshot,
                                       const model::AuthenticatedCaller& caller,
                                       const model::SmtpAddress& asked,
                                       const QuestionContext& context);

}  // namespace fb::policy
