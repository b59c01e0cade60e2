// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The person that an outer token names, in the tenant whose application says so. Exchange looks for
// a mailbox that any of the identifiers names, and refuses where they name two; so do we. A user
// name (upn) that is nobody's address names nobody here and is passed over where smtp names
// somebody; sip is never looked up. Pure.
#pragma once

#include "config/snapshot.hpp"
#include "protocols/model/smtp_address.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

// Whether the token speaks for a person, also where it is one that cannot be known here.
bool names_a_person(const oauth::CompactToken& outer);

// The primary address of the one own mailbox that is meant, in an accepted domain of the tenant.
// Errors, here and below: unauthenticated, "s2s.user...".
model::Result<model::SmtpAddress> home_person(const oauth::CompactToken& outer,
                                              const config::Tenant& tenant,
                                              const config::Snapshot& snapshot);

// The address as the token has it, in one of the partner's domains and in none of a home tenant.
model::Result<model::SmtpAddress> partner_person(const oauth::CompactToken& outer,
                                                 const config::Partner& partner,
                                                 const config::Snapshot& snapshot);

}  // namespace fb::identity
