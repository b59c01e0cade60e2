// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// HTTP Basic (RFC 7617) against the accounts of the home tenants. A password is hashed on the
// offload pool, once for all requests that carry it at the same time, and a verified one is
// remembered for a while by a keyed digest over account, password and stored hash: a changed hash
// is another digest, and a removed account is not looked for.
//
// An account that does not exist costs what a wrong password costs: the hash of another account is
// computed and its outcome thrown away.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "cache/store/ttl_store.hpp"
#include "config/secret.hpp"
#include "config/settings.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/account_index.hpp"
#include "gateway/identity/credential_scheme.hpp"
#include "gateway/identity/digest.hpp"
#include "gateway/identity/failure_limiter.hpp"
#include "gateway/identity/shared_answer.hpp"
#include "protocols/model/caller.hpp"

namespace fb::identity {

struct BasicCredential {
  static constexpr std::size_t kNameBytesMax = 320;
  static constexpr std::size_t kPasswordBytesMax = 1024;

  std::string name;
  config::Secret password;
};

// What follows "Basic ". Control characters are refused; the bytes are otherwise taken as they are,
// which is UTF-8 for clients that follow the challenge.
model::Result<BasicCredential> read_basic(std::string_view encoded);

class BasicAuthenticator final : public CredentialScheme {
 public:
  static constexpr std::size_t kRememberedMax = 16 * 1024;
  static constexpr async::FlightLimits kHashing{256, 1024};

  BasicAuthenticator(
      const config::AuthenticationSettings& settings, async::OffloadPool& hashing,
      async::Clock& clock,
      std::shared_ptr<CurrentAccounts> accounts = std::make_shared<CurrentAccounts>());

  bool takes(const Presented& presented) const override;
  boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                     Examination& examination) override;
  void offer(const config::Snapshot& snapshot, std::vector<std::string>& challenges) const override;

  boost::asio::awaitable<model::Result<model::Caller>> authenticate(
      std::string encoded, std::string peer_address,
      std::shared_ptr<const config::Snapshot> snapshot, async::Deadline deadline);

 private:
  // One verification, of a password or in place of one.
  struct Check {
    Digest digest;
    std::string limited_by;
    config::Secret password;
    config::Secret stored;
    bool account_exists;
  };

  // Outlives every request and every check that is under way.
  struct State {
    State(const config::AuthenticationSettings& settings, async::OffloadPool& pool,
          async::Clock& time, std::shared_ptr<CurrentAccounts> known);

    const std::chrono::seconds remembered;
    async::OffloadPool& hashing;
    async::Clock& clock;
    KeyedDigest digests;
    FailureLimiter limiter;
    cache::TtlStore<Digest, bool, async::SteadyTime, DigestHash> verified;
    SharedAnswer<bool, Digest, DigestHash> checks{kHashing};
    const std::shared_ptr<CurrentAccounts> accounts;
  };

  boost::asio::awaitable<model::Result<bool>> verify(Check check, async::Deadline deadline);
  static boost::asio::awaitable<model::Result<bool>> run(std::shared_ptr<State> state,
                                                         std::shared_ptr<const Check> check);

  std::shared_ptr<State> state_;
};

}  // namespace fb::identity
