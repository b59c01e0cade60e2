// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// HTTP Negotiate (RFC 4559) with Kerberos, for accounts that name their principals with the realm.
// One token from the caller and one back; each request brings its own, which counts once and is
// never remembered. NTLM is refused by name: it needs a connection that remembers who spoke on it.
//
// Tokens that are no good ticket are counted per address, more generously than passwords: nobody
// guesses a ticket, what is limited is the work that made-up ones cost.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/identity/account_index.hpp"
#include "gateway/identity/credential_scheme.hpp"
#include "gateway/identity/failure_limiter.hpp"
#include "gateway/identity/gss_acceptor.hpp"
#include "gateway/identity/gss_ticket_uses.hpp"

namespace fb::identity {

inline constexpr std::size_t kNegotiateTokenBytesMax = 64 * 1024;

// What follows "Negotiate ", as bytes.
model::Result<std::string> read_negotiate(std::string_view encoded);

class NegotiateAuthenticator final : public CredentialScheme {
 public:
  static constexpr std::uint32_t kBadTicketsMax = 100;  // from one address in the failure window

  NegotiateAuthenticator(const config::AuthenticationSettings& settings,
                         std::unique_ptr<GssAcceptor> acceptor, async::OffloadPool& pool,
                         async::Clock& clock, std::shared_ptr<CurrentAccounts> accounts);

  bool takes(const Presented& presented) const override;
  boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                     Examination& examination) override;
  void offer(const config::Snapshot& snapshot, std::vector<std::string>& challenges) const override;

 private:
  struct Job;

  boost::asio::awaitable<model::Result<AcceptedTicket>> accept(std::string token,
                                                               const Presented& presented,
                                                               Examination& examination);
  model::Result<Proof> judge(AcceptedTicket ticket, const Presented& presented,
                             Examination& examination);

  const std::shared_ptr<const GssAcceptor> acceptor_;
  async::OffloadPool& pool_;
  async::Clock& clock_;
  FailureLimiter limiter_;
  GssTicketUses uses_;
  const std::shared_ptr<CurrentAccounts> accounts_;
};

}  // namespace fb::identity
