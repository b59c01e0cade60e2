// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Tokens of Exchange's servers (S2S, [MS-XOAUTH]): a person in an unsigned outer token around a
// signed actor token, or the actor token alone. Takes Bearer credentials of that form and no other;
// a token with alg none that carries no actor is left to the scheme for Bearer tokens, which
// refuses it.
//
// A caller whose actor token is not proven always gets the same x-ms-diagnostics. One whose actor
// token is proven is told what Exchange would tell him, because his administrator needs it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>

#include "config/settings.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/credential_scheme.hpp"
#include "gateway/identity/s2s_rules.hpp"
#include "gateway/identity/signing_keys.hpp"

namespace fb::identity {

class S2sAuthenticator final : public CredentialScheme {
 public:
  S2sAuthenticator(const config::AuthenticationSettings& settings, SigningKeys& keys,
                   async::Clock& clock)
      : clock_skew_(settings.clock_skew),
        authorization_uri_(settings.authorization_uri),
        keys_(keys),
        clock_(clock) {}

  bool takes(const Presented& presented) const override;
  boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                     Examination& examination) override;
  // Names the issuers that Exchange's clients know, and no tenant: a stranger must not read from it
  // who our partners are.
  void offer(const config::Snapshot& snapshot, std::vector<std::string>& challenges) const override;

 private:
  const std::chrono::seconds clock_skew_;
  const std::string authorization_uri_;
  SigningKeys& keys_;
  async::Clock& clock_;
};

}  // namespace fb::identity
