// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Slows down whoever guesses passwords. Attempts are counted per account *and* address of the peer,
// so that nobody can lock out somebody else by guessing in his name.
//
// An attempt is taken before its outcome is known: guesses that are made at the same time count as
// those made one after the other.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "cache/store/sharded_lru.hpp"
#include "gateway/async/clock.hpp"

namespace fb::identity {

class FailureLimiter {
 public:
  static constexpr std::size_t kEntriesMax = 16 * 1024;

  FailureLimiter(std::uint32_t failures_max, std::chrono::seconds window)
      : failures_max_(failures_max), window_(window), entries_({kEntriesMax, 16}) {}

  // What is counted together: an IPv6 address counts with its /64, which one customer has as a
  // whole, and an IPv4 address that is written as IPv6 is the IPv4 address.
  static std::string key(std::string_view account, std::string_view peer_address);

  // Takes an attempt. Zero, or the time until there will be one again.
  std::chrono::seconds take(const std::string& key, async::SteadyTime now);
  // The attempt was not made after all.
  void give_back(const std::string& key);
  void succeeded(const std::string& key) { entries_.erase(key); }

 private:
  struct Entry {
    std::uint32_t attempts = 0;
    async::SteadyTime ends{};
  };

  const std::uint32_t failures_max_;
  const std::chrono::seconds window_;
  cache::ShardedLru<std::string, Entry> entries_;
};

}  // namespace fb::identity
