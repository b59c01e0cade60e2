// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/federation_metadata.hpp"

#include "protocols/wire/base64.hpp"
#include "tests/support/golden.hpp"

namespace fb::wstrust {
namespace {

std::string shown(const FederationMetadata& metadata) {
  std::string out;
  for (const FederationIssuer& issuer : metadata.issuers) {
    out += "issuer";
    for (const std::string& name : issuer.names) out += " " + name;
    out += "\n";
    for (const std::string& certificate : issuer.certificates) {
      out += "  certificate " + certificate + "\n";
    }
  }
  return out;
}

TEST(FederationMetadata, SaysWhoSignsWithWhat) {
  const auto pairs = test::golden_pairs("wstrust/federation_metadata");
  EXPECT_GE(pairs.size(), 11U);
  for (const test::GoldenPair& pair : pairs) {
    const auto read = FederationMetadata::read(pair.message);
    EXPECT_EQ(read ? shown(*read) : "refused " + test::shown(read.error()) + "\n", pair.without({}))
        << pair.name;
  }
}

std::string certificate(const std::string& bytes) {
  return "<KeyDescriptor use='signing'><KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'>"
         "<X509Certificate>" +
         wire::base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}) +
         "</X509Certificate></KeyInfo></KeyDescriptor>";
}

std::string entity(const std::string& keys, const std::string& name = "urn:x") {
  return "<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='" + name +
         "'><RoleDescriptor xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
         "xsi:type='SecurityTokenServiceType'>" +
         keys + "</RoleDescriptor></EntityDescriptor>";
}

std::string repeated(std::size_t times, const auto& make) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += make(i);
  return all;
}

void expect_edge(const std::string& most, const std::string& too_much) {
  const auto read = FederationMetadata::read(most);
  EXPECT_TRUE(read.has_value()) << read.error().detail();
  const auto refused = FederationMetadata::read(too_much);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind(), model::ErrorKind::malformed_request);
}

TEST(FederationMetadata, EveryLimitHasAnEdge) {
  const auto numbered = [](std::size_t i) { return certificate(std::to_string(i)); };
  constexpr std::size_t kMost = FederationMetadata::kCertificatesMax;
  expect_edge(entity(repeated(kMost, numbered)), entity(repeated(kMost + 1, numbered)));

  constexpr std::size_t kBytes = FederationMetadata::kCertificateBytesMax;
  expect_edge(entity(certificate(std::string(kBytes, 'a'))),
              entity(certificate(std::string(kBytes + 1, 'a'))));

  constexpr std::size_t kName = FederationMetadata::kNameBytesMax;
  expect_edge(entity(certificate("a"), std::string(kName, 'n')),
              entity(certificate("a"), std::string(kName + 1, 'n')));

  const auto issuers = [](std::size_t count) {
    return "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'>" +
           repeated(
               count,
               [](std::size_t i) { return entity(certificate("a"), "urn:" + std::to_string(i)); }) +
           "</EntitiesDescriptor>";
  };
  expect_edge(issuers(FederationMetadata::kIssuersMax),
              issuers(FederationMetadata::kIssuersMax + 1));

  const auto names = [](std::size_t count) {
    return "<Federation xmlns='http://schemas.xmlsoap.org/ws/2006/12/federation' "
           "FederationID='urn:0'><TokenSigningKeyInfo><X509Certificate "
           "xmlns='http://www.w3.org/2000/09/xmldsig#'>AAAA</X509Certificate>"
           "</TokenSigningKeyInfo><IssuerNamesOffered>" +
           repeated(count - 1,
                    [](std::size_t i) { return "<IssuerName Uri='" + std::to_string(i) + "'/>"; }) +
           "</IssuerNamesOffered></Federation>";
  };
  expect_edge(names(FederationMetadata::kNamesMax), names(FederationMetadata::kNamesMax + 1));

  const std::string good = entity(certificate("a"));
  const std::string most = good + std::string(FederationMetadata::kBytesMax - good.size(), ' ');
  expect_edge(most, most + " ");
}

}  // namespace
}  // namespace fb::wstrust
