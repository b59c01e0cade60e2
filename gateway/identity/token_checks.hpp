// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Checks of a token of Entra that do not depend on what its caller may be: what the header may
// say, who issued it, when it holds, whether it speaks for an application. Pure: no key, no I/O, no
// clock. An error is unauthenticated, with the failing check as the rule ("bearer.expired"); where
// the token came in another way than as Bearer, under_kind() gives it that way's name.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/identity/expected_signer.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

// Access tokens of Entra live for 60 to 90 minutes, and for 20 to 28 hours where the client takes
// part in continuous access evaluation.
inline constexpr std::chrono::hours kTokenLifetimeMax{28};

// Whether the header may have a nonce, which marks a protected token: its signature is over
// another nonce than the one that it shows (protected_token.hpp).
enum class HeaderNonce : std::uint8_t { refused, taken };

// The tenant that issued a token, which is a home tenant or a partner, and the cloud that is
// configured for it.
struct IssuingTenant {
  const config::Tenant* home = nullptr;
  const config::Partner* partner = nullptr;  // never null where `home` is
  const config::Cloud* cloud = nullptr;
  model::TenantKey tenant;
  std::vector<std::string> issuers;  // all that the cloud has for that tenant
};

model::Error refused_token(std::string_view check, std::string detail);
// "bearer.expired" under "pft.actor" is "pft.actor.expired".
model::Error under_kind(std::string_view kind, const model::Error& error);

// Header, issuer, version and times. The pointers live as long as the snapshot.
model::Result<IssuingTenant> find_issuing_tenant(const oauth::CompactToken& token,
                                                 HeaderNonce nonce,
                                                 const config::Snapshot& snapshot,
                                                 model::UtcTime now,
                                                 std::chrono::seconds clock_skew);

// The application that asked for the token, in lower case: `azp` of a version 2 token, `appid` of a
// version 1 token.
model::Result<std::string> client_of(const oauth::CompactToken& token);

// An application that acts for itself and has proved itself: no scopes, not the token of a person,
// not of a public client.
model::Status check_app_only(const oauth::CompactToken& token);
// The same, and no claim that names a person.
model::Status check_organization(const oauth::CompactToken& token);

// GUIDs are written in either case. Nothing is the same as nothing.
bool same_id(std::string_view a, std::string_view b);
bool is_among(const std::vector<std::string>& ids, std::string_view id);

ExpectedSigner signer_of(const oauth::CompactToken& token, const IssuingTenant& issuing,
                         std::string keys_file);

}  // namespace fb::identity
