// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A name for a request whose caller gave it none.
#pragma once

#include <array>
#include <cstdint>
#include <random>

#include "protocols/model/identifiers.hpp"

namespace fb::front {

// Correlation ids need to be distinct, not secret.
inline model::CorrelationId fresh_correlation() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); i += 8) {
    std::uint64_t word = random();
    for (std::size_t j = 0; j < 8; ++j, word >>= 8) bytes[i + j] = static_cast<std::uint8_t>(word);
  }
  return model::CorrelationId::from_bytes(bytes);
}

}  // namespace fb::front
