// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Bearer tokens (RFC 6750, JWT) of home users, home applications and partner organisations.
//
// A verified token is remembered: what is kept are the facts of its caller, never a permit, and
// only until the token ends, the federation objects change, or a few minutes have gone by, so that
// a withdrawn signing key is noticed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "cache/store/sharded_lru.hpp"
#include "config/secret.hpp"
#include "config/settings.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/digest.hpp"
#include "gateway/identity/signing_keys.hpp"
#include "gateway/identity/token_rules.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::identity {

class BearerAuthenticator {
 public:
  static constexpr std::uint64_t kRememberedBytesMax = 32ull * 1024 * 1024;
  static constexpr std::chrono::seconds kRememberedMax{300};

  BearerAuthenticator(const config::AuthenticationSettings& settings, SigningKeys& keys,
                      async::Clock& clock);

  boost::asio::awaitable<model::Result<model::Caller>> authenticate(
      std::string token, std::shared_ptr<const config::Snapshot> snapshot, net::HttpClient& http,
      async::Deadline deadline);

 private:
  struct Verified {
    config::Secret token;
    std::optional<model::Caller> caller;
    std::uint64_t generation = 0;
    model::UtcTime until;
  };

  std::optional<model::Caller> recall(const Digest& digest, std::string_view token,
                                      const config::Snapshot& snapshot);
  void remember(const Digest& digest, std::string_view token, const TokenPromise& promise,
                const config::Snapshot& snapshot);

  const std::chrono::seconds clock_skew_;
  SigningKeys& keys_;
  async::Clock& clock_;
  cache::ShardedLru<Digest, Verified, DigestHash> verified_;
};

}  // namespace fb::identity
