// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From the verified claims of a delegation token to a partner's user: the checks, and nothing else.
// Pure: no keys, no network, no clock.
//
// Beware: `assertion` in here is what was read from the bytes that the issuer's signature covers,
// but for find_trust(), which only chooses whose certificates may have made it.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "config/federation.hpp"
#include "gateway/identity/envelope_authenticator.hpp"
#include "gateway/identity/examination.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/model/result.hpp"
#include "protocols/wstrust/assertion.hpp"
#include "protocols/wstrust/security_header.hpp"

namespace fb::identity {

// An assertion that lives longer is refused: nobody could take it back.
inline constexpr std::chrono::hours kAssertionLifetimeMax{24};
// From Created to Expires of a message, and from Created to now; the skew comes on top.
inline constexpr std::chrono::minutes kMessageLifetimeMax{5};

struct SamlTrust {
  const config::Tenant* tenant;  // that the token is addressed to; has a federation trust
  const config::TokenIssuer* issuer;
};

// Who is addressed and who speaks. `tenants` are those whose key opened the token. Rules:
// "saml.audience", "saml.issuer".
model::Result<SamlTrust> find_trust(const wstrust::Assertion& assertion,
                                    const config::Federation& federation,
                                    std::span<const model::TenantKey> tenants);

struct SamlTime {
  model::UtcTime now;
  std::chrono::seconds skew;
};

// Is this message meant for us, now, and for what its body asks? Rules: "saml.to", "saml.action",
// "saml.timestamp".
model::Status check_message(const wstrust::SecurityHeader& header,
                            std::span<const std::string> urls, bool for_autodiscover,
                            const SamlTime& time);

// What the path demands of the token and of the signature over the message. At the plain path a
// token for the holder of a key may come without its proof, unless the tenant requires it. Rules:
// "saml.confirmation", "saml.proof_missing", "saml.proof_unexpected", "saml.proof_key",
// "saml.proof_token".
model::Status check_proof_form(const wstrust::Assertion& assertion,
                               const wstrust::SecurityHeader& header, SecurityForm form,
                               bool proof_required);

// Rules: "saml.not_before", "saml.expired", "saml.lifetime", "saml.offer", "saml.email",
// "saml.domain", "saml.own_domain".
model::Result<model::Caller> judge_assertion(const wstrust::Assertion& assertion,
                                             const SamlTrust& trust,
                                             const config::Federation& federation,
                                             bool for_autodiscover, const SamlTime& time);

// The claims, for the operator.
void note_claims(const wstrust::Assertion& assertion, const config::DelegationClaims& names,
                 Examination& examination);

}  // namespace fb::identity
