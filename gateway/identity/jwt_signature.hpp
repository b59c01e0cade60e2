// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// JWS signatures by cjose. Which key may sign is not decided here.
#pragma once

#include <string_view>

#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

inline constexpr std::size_t kRsaBitsMin = 2048;
inline constexpr std::size_t kRsaBitsMax = 8192;

// Whether `key` made the signature of the compact token with `algorithm`, which must be the one
// that the token's header names. Errors: unauthenticated, with the failing check as the rule.
model::Status verify_signature(std::string_view token, std::string_view algorithm,
                               const oauth::VerificationKey& key);

}  // namespace fb::identity
