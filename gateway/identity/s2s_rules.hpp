// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What Exchange's server-to-server tokens prove, and what has to be known before their signature
// can be looked at. Pure: no key, no I/O, no clock.
//
// The realm of the actor's issuer names the organisation, a home tenant or a partner that has an
// ExchangeOrganization; the realms of audience, issuer and acting application have to be that
// tenant too, and the person that an unsigned outer token names has to be of that tenant. What an
// organisation proves that way is a person, or servers of the home tenant; a partner's organisation
// as a whole is proved by other tokens (SHARING-MODEL 3 and 4).
//
// Beware: judge_s2s is for tokens whose actor's signature is verified.
#pragma once

#include <chrono>
#include <string_view>

#include "config/snapshot.hpp"
#include "gateway/identity/expected_signer.hpp"
#include "gateway/identity/s2s_token.hpp"
#include "protocols/model/caller.hpp"

namespace fb::identity {

// An actor token lives for a day, and some issuers date it back. An outer token is made for use
// now.
inline constexpr std::chrono::seconds kActorLifetimeMax{24 * 3600 + 600};
inline constexpr std::chrono::seconds kOuterLifetimeMax{24 * 3600};

// Exactly one of home and partner is set. Points into the snapshot.
struct S2sOrganization {
  const config::ExchangeOrganization* rules = nullptr;
  const config::Tenant* home = nullptr;
  const config::Partner* partner = nullptr;
  model::TenantKey tenant;
};

// Whose signature the actor token needs. The key id may be its certificate's thumbprint.
struct S2sActor {
  S2sOrganization organization;
  ExpectedSigner signer;
};

// Errors, here and below: unauthenticated, with the failing check as the rule ("s2s.issuer").
model::Result<S2sActor> actor_of(const oauth::CompactToken& actor,
                                 const config::Snapshot& snapshot);

struct S2sPromise {
  model::Caller caller;
  model::UtcTime ends;
};

model::Result<S2sPromise> judge_s2s(const S2sToken& token, const S2sOrganization& organization,
                                    const config::Snapshot& snapshot, model::UtcTime now,
                                    std::chrono::seconds clock_skew);

// The value of x-ms-diagnostics that tells an application whose actor token is proven what was
// wrong, for the rule that failed; Exchange's words where Microsoft documents them.
std::string_view s2s_diagnostics(std::string_view rule);

// The one value for everybody else, whatever failed: it must not tell strangers whether a tenant is
// known here or a signature nearly fitted.
inline constexpr std::string_view kUnprovenDiagnostics =
    R"(2000000;reason="The token is invalid.";error_category="invalid_token")";

}  // namespace fb::identity
