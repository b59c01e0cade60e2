// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <cstdint>
#include <cstdlib>

#include "protocols/wstrust/federation_metadata.hpp"

namespace {

using fb::wstrust::FederationIssuer;
using fb::wstrust::FederationMetadata;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string xml(reinterpret_cast<const char*>(data), size);
  const auto metadata = FederationMetadata::read(xml);
  if (!metadata) {
    require(metadata.error().detail().size() < 100);
    require(metadata.error().peer_text().empty());
    return 0;
  }
  require(!metadata->issuers.empty() &&
          metadata->issuers.size() <= FederationMetadata::kIssuersMax);
  for (const FederationIssuer& issuer : metadata->issuers) {
    require(issuer.names.size() <= FederationMetadata::kNamesMax);
    require(!issuer.certificates.empty() &&
            issuer.certificates.size() <= FederationMetadata::kCertificatesMax);
    for (const std::string& der : issuer.certificates) {
      require(!der.empty() && der.size() <= FederationMetadata::kCertificateBytesMax);
    }
  }
  return 0;
}
