// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which organization relationship counts, on either side. Both go by an exact domain: the asking
// side by that of the address to ask for, the answering side by that of the user who asks.
//
// Beware: a relationship serves both directions, and what it says means something else in each. Its
// level, scope and token issuers are what it gives the other side; they never limit what is asked.
#pragma once

#include <optional>

#include "gateway/policy/trace.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/model/result.hpp"

namespace fb::policy {

// The user that somebody of the home tenant asks as; null where it is nobody: a server never is,
// a script only where it was given one.
const model::SmtpAddress* user_identity(const model::Caller& caller);

struct RelationshipChoice {
  const config::OrganizationRelationship* chosen = nullptr;
  // Why the first of those that could not be chosen was not.
  std::optional<model::Error> lost{};
};

// Chosen does not mean allowed: one with free/busy off is chosen, and its refusal is the caller's
// to make.
RelationshipChoice choose_relationship(const Inquiry& inquiry, const config::Tenant& tenant,
                                       const model::Caller& caller,
                                       const model::SmtpAddress& external);

// The relationship that lets this user of another organisation ask the tenant, with free/busy on
// and a level above None. Otherwise no_access, and the rule says why.
model::Result<const config::OrganizationRelationship*> relationship_for(
    const Inquiry& inquiry, const config::Tenant& tenant, const model::Caller& caller);

// The same user as the answering side would know them by a token: with the address that the
// tenant's statements give, and by the issuer that would be asked. Without such an issuer the word
// is this gateway's own, and token_issuer is empty.
model::Caller presented(const config::Tenant& tenant,
                        const config::OrganizationRelationship& relationship,
                        const model::Caller& caller, const model::SmtpAddress& user);

}  // namespace fb::policy
