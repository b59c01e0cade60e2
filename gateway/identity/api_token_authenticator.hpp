// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// API tokens of accounts, for scripts that have no cloud to get tokens from: sent as Bearer, known
// by their SHA-256 alone. A token is looked up each time, so one that is taken out of the
// federation file ends with the next reload.
//
// Made-up tokens are counted per address. A token that is known gets in whatever was counted there:
// 256 random bits are not found by trying, and one broken script must not stop its neighbours.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "config/settings.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/account_index.hpp"
#include "gateway/identity/credential_scheme.hpp"
#include "gateway/identity/failure_limiter.hpp"

namespace fb::identity {

class ApiTokenAuthenticator final : public CredentialScheme {
 public:
  ApiTokenAuthenticator(const config::AuthenticationSettings& settings, async::Clock& clock,
                        std::shared_ptr<CurrentAccounts> accounts)
      : clock_(clock),
        limiter_(settings.failures_max, settings.failure_window),
        accounts_(std::move(accounts)) {}

  bool takes(const Presented& presented) const override;
  boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                     Examination& examination) override;
  // Whoever has one knows it; "Bearer" is offered by the scheme of that name.
  void offer(const config::Snapshot&, std::vector<std::string>&) const override {}

 private:
  model::Result<Proof> judge(const Presented& presented, Examination& examination);
  model::Error refused(const Presented& presented, std::string detail, std::string rule);

  async::Clock& clock_;
  FailureLimiter limiter_;
  const std::shared_ptr<CurrentAccounts> accounts_;
};

}  // namespace fb::identity
