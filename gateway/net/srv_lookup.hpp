// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// SRV records (RFC 2782), which the system's resolver cannot be asked for. DNS alone: no hosts
// file, no search list.
//
// Beware: DNS proves nothing. A record is a hint, to be checked against what is allowed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gateway/async/clock.hpp"
#include "protocols/model/result.hpp"

namespace fb::net {

struct SrvRecord {
  std::uint16_t priority = 0;
  std::uint16_t weight = 0;
  std::uint16_t port = 0;
  std::string target;  // lower case, without a last dot

  bool operator==(const SrvRecord&) const = default;
};

// The best first: the lowest priority, and among equals the greatest weight. What is equal in both
// stays in the order of the answer, which servers shuffle.
void sort_by_preference(std::vector<SrvRecord>& records);

class SrvLookup {
 public:
  static constexpr std::size_t kRecordsMax = 16;  // more are left out

  virtual ~SrvLookup() = default;
  // Nothing where the name has no such record, or does not exist; sorted. Errors: peer_unreachable
  // (no server answered, or it failed), deadline_passed, server_busy.
  virtual boost::asio::awaitable<model::Result<std::vector<SrvRecord>>> find(
      std::string name, async::Deadline deadline) = 0;
};

// Shared by all threads; asks on a thread of its own. `servers` are "address:port"; without any,
// those of the system. Goes before the contexts of the coroutines that wait for it.
std::unique_ptr<SrvLookup> make_srv_lookup(std::vector<std::string> servers, async::Clock& clock);

}  // namespace fb::net
