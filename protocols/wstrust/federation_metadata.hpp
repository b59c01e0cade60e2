// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which certificates an issuer of delegation tokens signs with, as its federation metadata says:
// EntityDescriptor of 2007-06 (WS-Federation 1.2) or FederationMetadata of 2006-12. Structure only:
// whether a certificate can be read, and whether the document's own signature holds, is not looked
// at here; what it says is believed because of where it was fetched.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"

namespace fb::wstrust {

// One issuer of a document; a document of 2006-12 may hold several.
struct FederationIssuer {
  std::vector<std::string> names;         // entityID; FederationID and IssuerName
  std::vector<std::string> certificates;  // DER, as often as once each
};

struct FederationMetadata {
  static constexpr std::size_t kBytesMax = 1024 * 1024;
  static constexpr std::size_t kIssuersMax = 16;
  static constexpr std::size_t kNamesMax = 16;  // of one issuer
  static constexpr std::size_t kNameBytesMax = 1024;
  static constexpr std::size_t kCertificatesMax = 16;  // of one issuer
  static constexpr std::size_t kCertificateBytesMax = 16 * 1024;

  // malformed_request for everything else, for one limit passed, and where no issuer has a
  // certificate that signs tokens. Keys that encrypt, and those of other roles, are passed over.
  static model::Result<FederationMetadata> read(std::string_view xml);

  std::vector<FederationIssuer> issuers;  // those that have a certificate
};

}  // namespace fb::wstrust
