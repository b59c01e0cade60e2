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

Digest sha256(std::string_view bytes) {
  Digest digest;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  return digest;
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
