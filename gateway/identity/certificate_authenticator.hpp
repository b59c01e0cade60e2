// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The certificate of a TLS connection as a credential, where the request has no Authorization
// header: where it has one, that header decides, whatever the certificate is. An account names its
// certificates by their digests; a name inside a certificate means nothing.
//
// No attempt is counted: the other side has proved that it has the key, so nobody guesses, and a
// client that goes on to another scheme after the first 401 must not be slowed down.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "config/settings.hpp"
#include "gateway/identity/account_index.hpp"
#include "gateway/identity/credential_scheme.hpp"

namespace fb::identity {

class CertificateAuthenticator final : public CredentialScheme {
 public:
  CertificateAuthenticator(const config::AuthenticationSettings& settings,
                           std::shared_ptr<CurrentAccounts> accounts)
      : must_be_trusted_(!settings.client_ca_file.empty()), accounts_(std::move(accounts)) {}

  bool takes(const Presented& presented) const override;
  boost::asio::awaitable<model::Result<Proof>> prove(const Presented& presented,
                                                     Examination& examination) override;
  // TLS asks by itself.
  void offer(const config::Snapshot&, std::vector<std::string>&) const override {}

 private:
  model::Result<Proof> judge(const Presented& presented, Examination& examination) const;

  const bool must_be_trusted_;
  const std::shared_ptr<CurrentAccounts> accounts_;
};

}  // namespace fb::identity
