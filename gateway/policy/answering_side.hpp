// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a home tenant shows to others (SHARING-MODEL 6): to organisations on its allowlist, and to
// users in a domain of one of its organization relationships. The one never stands in for the
// other.
//
// Each takes a caller of its kind, whether it came over the wire or is presented by a home tenant
// of the same gateway: the rules are the same.
#pragma once

#include "gateway/policy/trace.hpp"
#include "protocols/model/permit.hpp"
#include "protocols/model/result.hpp"

namespace fb::policy {

model::Result<model::Grant> answer_organization(const Inquiry& inquiry, const model::Caller& caller,
                                                const model::SmtpAddress& asked);
model::Result<model::Grant> answer_user(const Inquiry& inquiry, const model::Caller& caller,
                                        const model::SmtpAddress& asked);

// How much the calendars of a source show at most to anybody who is not granted more by name;
// personal grants are never honoured. Refused where that is nothing.
model::Result<model::DetailLevel> capped_by_default_right(const Inquiry& inquiry,
                                                          const config::Tenant& tenant,
                                                          const config::CalendarSource& source,
                                                          model::DetailLevel level);

}  // namespace fb::policy
