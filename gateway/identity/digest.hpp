// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Digests by which credentials are remembered and told apart.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace fb::identity {

using Digest = std::array<std::uint8_t, 32>;

struct DigestHash {
  std::size_t operator()(const Digest& digest) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
  }
};

Digest sha256(std::string_view bytes);

// As 64 hexadecimal digits, which are read in any case and written in lower case.
std::optional<Digest> digest_of_hex(std::string_view digits);
std::string hex_of(const Digest& digest);

// HMAC-SHA-256 under a key that is made at the start and never leaves the process, so that what is
// remembered says nothing to whoever reads it elsewhere.
class KeyedDigest {
 public:
  KeyedDigest();
  ~KeyedDigest();
  KeyedDigest(const KeyedDigest&) = delete;
  KeyedDigest& operator=(const KeyedDigest&) = delete;

  // Of the parts with their lengths: no two different lists have one digest.
  Digest of(std::initializer_list<std::string_view> parts) const;

 private:
  Digest key_;
};

}  // namespace fb::identity
