// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the claims of a bearer token of Entra prove, if its signature is good. Pure: no key, no I/O,
// no clock. Issuer and tenant id together choose the rules: those of a home tenant, or those of a
// partner's organization token. A tenant that is both is a home tenant, so a token of an answering
// tenant never proves a partner.
#pragma once

#include <chrono>
#include <string>

#include "config/snapshot.hpp"
#include "gateway/identity/expected_signer.hpp"
#include "gateway/identity/token_checks.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

struct TokenPromise {
  model::Caller caller;
  ExpectedSigner signer;
  model::UtcTime ends;  // "exp"
};

// Errors: unauthenticated, with the failing check as the rule ("bearer.audience") and in words.
model::Result<TokenPromise> judge_token(const oauth::CompactToken& token,
                                        const config::Snapshot& snapshot, model::UtcTime now,
                                        std::chrono::seconds clock_skew);

// The one text of `aud`; empty where there are none or several.
std::string_view only_audience(const oauth::CompactToken& token);

// The organisation that an app-only token of the partner proves: application and role are those
// that are pinned. Issuer, times and audience have been looked at before.
model::Result<model::Caller> pinned_organization(const oauth::CompactToken& token,
                                                 const config::Partner& partner,
                                                 const config::OrganizationTokenPins& pins);

}  // namespace fb::identity
