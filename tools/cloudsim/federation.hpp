// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A federation of the simulation: who issues delegation tokens, and the organisations that may ask
// for them and be asked with them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/smtp_address.hpp"
#include "tools/cloudsim/keys.hpp"

namespace fb::cloudsim {

struct FederatedOrganization {
  std::string application_uri;
  std::vector<model::SmtpDomain> domains;  // of its users, whom it may make statements about
  // What it may sign with; tokens for it are encrypted to the first.
  std::vector<RegisteredCertificate> certificates;
  std::vector<std::string> offers;  // what tokens for it may be for
  bool bearer = false;              // tokens for it need no proof of a key
};

struct IssuerKey {
  SigningKey key;
  std::string certificate_der;
};

struct FederationService {
  static constexpr std::size_t kKeysMax = 2;  // current and next

  std::string uri;
  std::string host;
  std::string path = "/extSTS.srf";
  std::string metadata_path = "/FederationMetadata/2006-12/FederationMetadata.xml";
  std::chrono::seconds lifetime = std::chrono::hours(8);
  std::vector<IssuerKey> keys;
  std::vector<FederatedOrganization> organizations;

  std::string endpoint() const { return "https://" + host + path; }
  const FederatedOrganization* organization(std::string_view application_uri) const;
  bool serves(std::string_view at_host, std::string_view at_path) const {
    return at_host == host && (at_path == path || at_path == metadata_path);
  }
};

}  // namespace fb::cloudsim
