// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Bearer tokens (RFC 6750, JWT) that Entra issues to home users, home applications and partner
// organisations. Takes every Bearer credential, so the schemes for other tokens that are sent as
// Bearer stand before it. A verified token is remembered by the authenticator.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "config/settings.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/credential_scheme.hpp"
#include "gateway/identity/signing_keys.hpp"

namespace fb::identity {

class BearerAuthenticator final : public CredentialScheme {
 public:
  BearerAuthenticator(const config::AuthenticationSettings& settings, SigningKeys& keys,
                      async::Clock& clock)
      : clock_skew_(settings.clock_skew), keys_(keys), clock_(clock) {}

  bool takes(const Presented& presented) const override { return presented.scheme == "bearer"; }
  boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                     Examination& examination) override;
  void offer(const config::Snapshot& snapshot, std::vector<std::string>& challenges) const override;

 private:
  const std::chrono::seconds clock_skew_;
  SigningKeys& keys_;
  async::Clock& clock_;
};

}  // namespace fb::identity
