// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/api_token.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "gateway/identity/digest.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

bool is_digit(char c) { return kDigits.find(c) != std::string_view::npos; }
bool is_base64url(char c) { return is_digit(c) || c == '-' || c == '_'; }

// The first 32 bits of SHA-256 of what stands before it.
std::string checksum_of(std::string_view before) {
  const Digest digest = sha256(before);
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | digest[i];
  std::string digits(kApiTokenChecksumCharacters, kDigits.front());
  for (auto place = digits.rbegin(); number != 0; ++place) {
    *place = kDigits[number % kDigits.size()];
    number /= static_cast<std::uint32_t>(kDigits.size());
  }
  return digits;
}

}  // namespace

ApiTokenForm form_of_api_token(std::string_view text) {
  if (text.size() != kApiTokenBytes || !text.starts_with(kApiTokenPrefix)) {
    return ApiTokenForm::malformed;
  }
  const auto before = text.substr(0, kApiTokenBytes - kApiTokenChecksumCharacters);
  const auto checksum = text.substr(before.size());
  const auto random = before.substr(kApiTokenPrefix.size());
  if (!std::all_of(random.begin(), random.end(), is_base64url) ||
      !std::all_of(checksum.begin(), checksum.end(), is_digit)) {
    return ApiTokenForm::malformed;
  }
  return checksum_of(before) == checksum ? ApiTokenForm::good : ApiTokenForm::wrong_checksum;
}

config::Secret new_api_token() {
  std::array<std::uint8_t, kApiTokenRandomBytes> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error("there are no random bytes");
  }
  std::string characters = wire::base64url(random);
  OPENSSL_cleanse(random.data(), random.size());
  std::string token;
  token.reserve(kApiTokenBytes);  // never moved, so that nothing of it is left behind
  token.append(kApiTokenPrefix).append(characters);
  config::wipe(characters);
  token += checksum_of(token);
  return config::Secret(std::move(token));
}

}  // namespace fb::identity
