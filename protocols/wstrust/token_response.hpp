// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a security token service answers: a delegation token with the key that proves its owner, or
// a fault. The token is encrypted for somebody else, so it is kept as it was sent and not read.
//
// Beware: `secret` is one; who takes it moves it where it is wiped.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::wstrust {

enum class ProofKind : std::uint8_t {
  none,      // whoever holds the token may use it
  given,     // `secret` is the key
  computed,  // the key is P_SHA1 of our entropy and `secret`
};

struct IssuedToken {
  static constexpr std::size_t kAnswerBytesMax = 256 * 1024;
  static constexpr std::size_t kTokenBytesMax = 64 * 1024;
  static constexpr std::size_t kReferenceBytesMax = 4096;
  static constexpr std::size_t kSecretBytesMin = 16;
  static constexpr std::size_t kSecretBytesMax = 128;
  static constexpr std::chrono::seconds kLifetimeMin = std::chrono::minutes(1);
  // A longer one is taken as this long.
  static constexpr std::chrono::seconds kLifetimeMax = std::chrono::hours(48);

  std::string token;               // an xenc:EncryptedData that stands alone
  std::string attached_reference;  // a wsse:SecurityTokenReference; empty where none came
  std::string unattached_reference;
  ProofKind proof = ProofKind::none;
  std::string secret;
  int key_bits = 0;  // of a computed key
  model::UtcTime created;
  model::UtcTime expires;
};

// A SOAP fault of the service. Codes that are no known codes are left out; the text is the
// service's own.
struct TokenRefusal {
  std::string subcode;        // "FailedAuthentication"
  std::string value;          // "0x80048821"
  std::string internal_code;  // "0x80041034"
  std::string text;           // bounded
};

using TokenAnswer = std::variant<IssuedToken, TokenRefusal>;

// Error: token_unavailable with the rule delegation.answer, where it is neither.
model::Result<TokenAnswer> decode_token_answer(std::string_view body);

// "delegation.refused", with the service's words kept apart.
model::Error error_of(const TokenRefusal& refusal);

}  // namespace fb::wstrust
