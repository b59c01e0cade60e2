// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Access tokens of the simulated authorities, of both versions: how they are issued, and how a
// resource of the same cloud judges the version 2.0 ones it gets.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/smtp_address.hpp"
#include "tools/cloudsim/key_ring.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

inline constexpr std::chrono::seconds kAccessTokenLifetime{3599};  // unless the cloud says else
inline constexpr std::chrono::seconds kMintedLifetimeMax{24 * 3600};
// Issued tokens are valid from five minutes ago, as the real ones are.
inline constexpr std::chrono::seconds kBackdated{300};

// What a token is like, whoever it speaks for.
struct TokenShape {
  std::string audience;
  int version = 2;            // 1: of the older issuer, with appid in place of azp
  bool is_protected = false;  // with a nonce, to be forwarded
};

// An application acts for itself.
std::string issue_app_token(const TenantInCloud& at, const Application& application,
                            const TokenShape& shape, const std::vector<std::string>& roles,
                            const SigningKey& key, model::UtcTime now,
                            std::chrono::seconds lifetime);

// A person acts through an application; `scope` is what the person consented to.
std::string issue_user_token(const TenantInCloud& at, const model::SmtpAddress& user,
                             std::string_view client_id, const TokenShape& shape,
                             std::string_view scope, const SigningKey& key, model::UtcTime now,
                             std::chrono::seconds lifetime);

struct AcceptedToken {
  TenantInCloud at;
  std::string client_id;
  std::vector<std::string> roles;
};

// What a resource of these clouds accepts: a signature by the authority of the token's own tenant,
// which must live in one of them; its exact issuer and audience; a time range that holds now; and
// an application as the bearer. Errors: unauthenticated, with the check that failed.
model::Result<AcceptedToken> accept_app_token(std::string_view compact,
                                              const std::vector<const Cloud*>& clouds,
                                              std::string_view audience, const KeyRing& keys,
                                              model::UtcTime now);

}  // namespace fb::cloudsim
