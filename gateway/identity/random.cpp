// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/random.hpp"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <stdexcept>

#include "protocols/model/identifiers.hpp"

namespace fb::identity {
namespace {

void fill(unsigned char* bytes, std::size_t size) {
  if (RAND_bytes(bytes, static_cast<int>(size)) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
}

}  // namespace

std::string random_guid() {
  std::array<std::uint8_t, 16> bytes{};
  fill(bytes.data(), bytes.size());
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  return model::CorrelationId::from_bytes(bytes).str();
}

config::Secret random_secret(std::size_t bytes) {
  std::string out(bytes, '\0');
  fill(reinterpret_cast<unsigned char*>(out.data()), out.size());
  return config::Secret(std::move(out));
}

}  // namespace fb::identity
