// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The form of an API token: "fbg_", 43 characters of base64url (256 random bits), and a checksum of
// six base 62 digits. The beginning lets a scanner find a token that was published by accident; the
// checksum tells a mistyped one from a revoked one without a look-up. The checksum is no secret and
// no signature: whether a token is good, only the list of digests says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/secret.hpp"

namespace fb::identity {

inline constexpr std::string_view kApiTokenPrefix = "fbg_";
inline constexpr std::size_t kApiTokenRandomBytes = 32;
inline constexpr std::size_t kApiTokenRandomCharacters = 43;
inline constexpr std::size_t kApiTokenChecksumCharacters = 6;
inline constexpr std::size_t kApiTokenBytes =
    kApiTokenPrefix.size() + kApiTokenRandomCharacters + kApiTokenChecksumCharacters;

enum class ApiTokenForm : std::uint8_t { good, malformed, wrong_checksum };

ApiTokenForm form_of_api_token(std::string_view text);

config::Secret new_api_token();

}  // namespace fb::identity
