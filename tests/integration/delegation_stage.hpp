// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A running cloudsim that issues delegation tokens for two organisations, and a running gateway of
// the one that is asked. What asks is the test itself, as contoso.
//
// There are two issuers: tokens of the one need proof of a key, those of the other do not.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "config/federation.hpp"
#include "gateway/net/https_client.hpp"
#include "tests/support/running_program.hpp"
#include "tests/support/test_pki.hpp"

namespace fb::test {

inline constexpr const char* kTokenHost = "login.microsoftonline.com";
inline constexpr const char* kAdminHost = "cloudsim.admin";
inline constexpr const char* kGatewayHost = "mail.fabrikam.example";
inline constexpr const char* kIssuer = "urn:federation:MicrosoftOnline";
inline constexpr const char* kBearerIssuer = "urn:federation:bearer";
inline constexpr const char* kContosoUri = "http://fydibohf25spdlt.contoso.example";
inline constexpr const char* kFabrikamUri = "http://fydibohf25spdlt.fabrikam.example";

class DelegationStage {
 public:
  // std::runtime_error with what the programs said, where one of them does not start.
  DelegationStage();

  // Contoso's side: what it signs with, and where it asks.
  config::FederationTrust contoso() const;
  // "contoso" is registered with the token service, "contoso-new" is not.
  config::KeyPairFiles pair(const std::string& name) const;
  config::TokenIssuer issuer(const std::string& uri) const;
  net::ClientSettings client_settings() const;
  const std::string& ca_file() const { return pki_.ca_file(); }
  std::string ews_url() const {
    return std::string("https://") + kGatewayHost + "/EWS/Exchange.asmx";
  }
  static constexpr const char* kAdminSecret = "admin-secret";

 private:
  std::string write(const std::string& name, const std::string& content) const;
  std::string cloudsim_config(const CertificateFiles& tls) const;
  std::string settings(const CertificateFiles& tls) const;
  std::string federation() const;
  void write_keys();

  TestPki pki_;
  std::uint16_t cloudsim_port_ = 0;
  std::uint16_t gateway_port_ = 0;
  std::unique_ptr<RunningProgram> cloudsim_;
  std::unique_ptr<RunningProgram> gateway_;
};

}  // namespace fb::test
