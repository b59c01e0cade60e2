// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/client_assertion.hpp"

#include <openssl/rand.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/identity/certificate_token.hpp"

namespace fb::identity {
namespace {

std::string random_guid() {
  std::array<std::uint8_t, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  return model::CorrelationId::from_bytes(bytes).str();
}

std::string claims_of(const config::Application& application, std::string_view audience,
                      model::UtcTime now) {
  const std::int64_t begins = now.time_since_epoch().count();
  boost::json::object claims;
  claims["aud"] = audience;
  claims["iss"] = application.client_id;
  claims["sub"] = application.client_id;
  claims["jti"] = random_guid();
  claims["nbf"] = begins;
  claims["iat"] = begins;
  claims["exp"] = begins + std::chrono::seconds(kAssertionLifetime).count();
  return boost::json::serialize(claims);
}

}  // namespace

model::Result<config::Secret> make_client_assertion(const config::Application& application,
                                                    std::string_view audience, model::UtcTime now) {
  const config::KeyPairFiles pair{application.certificate_file, application.private_key_file};
  const auto signature =
      application.sha1_thumbprint ? CertificateSignature::rs256 : CertificateSignature::ps256;
  return sign_with_certificate(pair, claims_of(application, audience, now), signature, now);
}

}  // namespace fb::identity
