// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Federations at random, and everybody who may ask in them: neither all open nor all closed. The
// recipients are the same in each, so that an oracle can find them without the resolver.
#pragma once

#include <random>
#include <vector>

#include "config/federation.hpp"
#include "protocols/model/caller.hpp"

namespace fb::test {

class RandomSharing {
 public:
  explicit RandomSharing(std::uint32_t seed) : random_(seed) {}

  bool chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  std::size_t below(std::size_t count) { return random_() % count; }

  config::Federation federation();

  static std::vector<model::Caller> callers();
  static std::vector<model::SmtpAddress> addresses();

 private:
  void shake(config::Tenant& tenant);
  void relate(config::Tenant& tenant, const config::Tenant& other);
  config::Partner partner(const config::Tenant& tenant);

  std::mt19937 random_;
};

}  // namespace fb::test
