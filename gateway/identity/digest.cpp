// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <stdexcept>
#include <string>

#include "config/secret.hpp"

namespace fb::identity {
namespace {

int value_of_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest digest;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  return digest;
}

std::optional<Digest> digest_of_hex(std::string_view digits) {
  Digest digest;
  if (digits.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = value_of_digit(digits[2 * i]);
    const int low = value_of_digit(digits[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return digest;
}

std::string hex_of(const Digest& digest) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (const std::uint8_t byte : digest) {
    digits += kDigits[byte >> 4];
    digits += kDigits[byte & 0x0f];
  }
  return digits;
}

KeyedDigest::KeyedDigest() {
  if (RAND_bytes(key_.data(), static_cast<int>(key_.size())) != 1) {
    throw std::runtime_error("there are no random bytes");
  }
}

KeyedDigest::~KeyedDigest() { OPENSSL_cleanse(key_.data(), key_.size()); }

Digest KeyedDigest::of(std::initializer_list<std::string_view> parts) const {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += sizeof(std::uint64_t) + part.size();
  std::string message;
  message.reserve(size);  // never moved, so that nothing of a secret is left behind
  for (const std::string_view part : parts) {
    const std::uint64_t length = part.size();
    message.append(reinterpret_cast<const char*>(&length), sizeof length);
    message += part;
  }
  Digest digest;
  const auto* const result = HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
                                  reinterpret_cast<const unsigned char*>(message.data()),
                                  message.size(), digest.data(), nullptr);
  config::wipe(message);
  if (result == nullptr) throw std::runtime_error("HMAC-SHA-256 is not available");
  return digest;
}

}  // namespace fb::identity
