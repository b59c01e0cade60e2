// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Keeps the signing keys and certificates of all issuers of the current snapshot at hand, so that
// no request waits for them and a roll-over is seen before it matters: each source is fetched soon
// after it first appears, then about hourly, and sooner again while it is down. A new snapshot is
// noticed within half a minute.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/issuer_certificates.hpp"
#include "gateway/identity/signing_keys.hpp"

namespace fb::identity {

// Where the keys come from that a snapshot's callers may be proved with, each once.
struct KeySources {
  std::vector<KeySource> authorities;        // of home tenants and partners
  std::vector<config::TokenIssuer> issuers;  // of delegation tokens
};
KeySources key_sources_of(const config::Snapshot& snapshot);

struct KeyRefresh {
  static constexpr std::chrono::seconds kLook{30};           // for a new snapshot, for what is due
  static constexpr std::chrono::seconds kEarliest{45 * 60};  // from one good refresh to the next,
  static constexpr std::chrono::seconds kLatest{60 * 60};    // by chance
  static constexpr std::chrono::seconds kAgain{5 * 60};      // after a failure
  static constexpr std::chrono::seconds kPatience{15};       // with one source
  static constexpr std::size_t kAtOnce = 8;

  // Runs until it is cancelled. Everything outlives it.
  static boost::asio::awaitable<void> run(const config::SnapshotHolder* snapshots,
                                          SigningKeys* keys, IssuerCertificates* certificates,
                                          net::HttpClient* http, async::Clock* clock);
};

}  // namespace fb::identity
