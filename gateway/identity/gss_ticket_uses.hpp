// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which uses of Kerberos tickets were seen, so that none counts twice. In memory and of this
// process alone: two gateways with one keytab do not know each other's uses, and a restart forgets
// them; TLS is what keeps a token from being seen at all.
//
// Beware: a use is kept for kKept, which has to be more than twice the clock skew that krb5.conf
// allows (five minutes unless told otherwise). Shared by all threads.
#pragma once

#include <chrono>
#include <deque>
#include <unordered_set>
#include <utility>

#include "cache/store/guarded.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/digest.hpp"

namespace fb::identity {

class GssTicketUses {
 public:
  static constexpr std::chrono::minutes kKept{15};
  static constexpr std::size_t kUsesMax = 256 * 1024;

  enum class Outcome : std::uint8_t { first, again, no_room };

  explicit GssTicketUses(std::size_t uses_max = kUsesMax) : uses_max_(uses_max) {}

  // Nothing is forgotten before its time: where there is no room, nothing new is taken.
  Outcome record(const Digest& use, async::SteadyTime now);

 private:
  struct Uses {
    std::unordered_set<Digest, DigestHash> seen;
    std::deque<std::pair<async::SteadyTime, Digest>> by_end;
  };

  const std::size_t uses_max_;
  cache::Guarded<Uses> uses_;
};

}  // namespace fb::identity
