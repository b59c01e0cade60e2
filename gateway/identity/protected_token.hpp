// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A protected access token shows a nonce in its header that is not the one that was signed: what
// was signed is the SHA-256 of it in base64url. Whoever wants to verify such a token has to put
// that in first, so a service that does not know it is meant to forward the token cannot use it.
//
// Only for tokens inside PFT. A plain Bearer token with a nonce is refused instead.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::identity {

inline constexpr std::size_t kNonceBytesMax = 256;

// The header with its nonce replaced and every other byte as it was: another way to write the same
// JSON would not verify. A header without a nonce is returned as it is. `json` is an object that
// was read before, with no name twice. Error: unauthenticated, rule "bearer.nonce", where the nonce
// is not a plain text of at most kNonceBytesMax printable ASCII characters.
model::Result<std::string> with_signed_nonce(std::string_view json);

// The same for a whole token in compact form that was read before.
model::Result<std::string> as_signed(std::string_view token);

}  // namespace fb::identity
