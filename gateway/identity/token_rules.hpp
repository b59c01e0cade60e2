// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the claims of a bearer token prove, if its signature is good. Pure: no key, no I/O, no
// clock. Issuer and tenant id together choose the rules: those of a home tenant, or those of a
// partner's organization token. A tenant that is both is a home tenant, so a token of an answering
// tenant never proves a partner.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/identity/signing_keys.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

struct TokenPromise {
  model::Caller caller;
  KeySource keys;                    // where the signing key is published
  std::string kid;                   // from the header
  std::string algorithm;             // "RS256" or "PS256"
  std::vector<std::string> issuers;  // of that tenant: whom the signing key may belong to
  model::UtcTime ends;               // "exp"
};

// Errors: unauthenticated, with the failing check as the rule ("bearer.audience") and in words.
model::Result<TokenPromise> judge_token(const oauth::CompactToken& token,
                                        const config::Snapshot& snapshot, model::UtcTime now,
                                        std::chrono::seconds clock_skew);

// Whether a key whose entry names an issuer may sign for one of these. A key that names none may.
bool may_sign_for(const oauth::VerificationKey& key, const model::TenantId& tenant,
                  const std::vector<std::string>& issuers);

}  // namespace fb::identity
