// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A partner's organisation by a protected forwarded token (PFT): its own token, and that of the
// application that forwards it, in one header under the scheme MSAuth1.0. Proves a
// partner_organization and nothing else: a token of a home tenant or of a person is refused.
//
// Services that take PFT do not announce it, so nothing is offered here either.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "config/settings.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/credential_scheme.hpp"
#include "gateway/identity/signing_keys.hpp"

namespace fb::identity {

class PftAuthenticator final : public CredentialScheme {
 public:
  PftAuthenticator(const config::AuthenticationSettings& settings, SigningKeys& keys,
                   async::Clock& clock)
      : clock_skew_(settings.clock_skew), keys_(keys), clock_(clock) {}

  bool takes(const Presented& presented) const override { return presented.scheme == "msauth1.0"; }
  boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                     Examination& examination) override;
  void offer(const config::Snapshot&, std::vector<std::string>&) const override {}

 private:
  const std::chrono::seconds clock_skew_;
  SigningKeys& keys_;
  async::Clock& clock_;
};

}  // namespace fb::identity
