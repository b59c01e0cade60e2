// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The keys of the simulated clouds: what an authority signs tokens with, and the certificates that
// applications registered. RSA of 2048 bits or more, as the real sign-in service wants it.
//
// Deliberately code of its own over OpenSSL: the simulator judges the gateway's tokens, so it must
// not share the code that made them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"

struct evp_pkey_st;

namespace fb::cloudsim {

inline constexpr int kRsaBitsMin = 2048;

enum class SignatureAlgorithm : std::uint8_t { rs256, ps256 };

// An authority's private key. The key id is the key's RFC 7638 thumbprint.
class SigningKey {
 public:
  static model::Result<SigningKey> read(std::string_view pem);

  const std::string& kid() const { return kid_; }
  const std::string& modulus() const { return modulus_; }    // base64url, as in a JWK
  const std::string& exponent() const { return exponent_; }  // base64url
  std::string sign_rs256(std::string_view text) const;
  bool verifies_rs256(std::string_view text, std::string_view signature) const;

 private:
  friend class RegisteredCertificate;
  SigningKey() = default;
  std::shared_ptr<evp_pkey_st> key_;
  std::string kid_;
  std::string modulus_;
  std::string exponent_;
};

// The public half of what an application signs its assertions with.
class RegisteredCertificate {
 public:
  static model::Result<RegisteredCertificate> read(std::string_view pem);

  const std::string& sha1_thumbprint() const { return sha1_; }      // bytes of the DER digest
  const std::string& sha256_thumbprint() const { return sha256_; }  // bytes
  const std::string& der() const { return der_; }
  // Bytes for the owner of the key alone: RSA-OAEP with SHA-1, as XML Encryption names it first.
  std::string wrap(std::string_view bytes) const;
  bool belongs_to(const SigningKey& key) const;
  bool valid_at(model::UtcTime at) const { return at >= not_before_ && at < not_after_; }
  bool verifies(SignatureAlgorithm algorithm, std::string_view text,
                std::string_view signature) const;

 private:
  RegisteredCertificate() = default;
  std::shared_ptr<evp_pkey_st> key_;
  std::string sha1_;
  std::string sha256_;
  std::string der_;
  model::UtcTime not_before_;
  model::UtcTime not_after_;
};

// Whether the first certificate of a PEM chain is valid for a host name, wildcards included.
model::Result<bool> certificate_covers(std::string_view pem, const std::string& host);

std::string sha256(std::string_view text);
// A GUID from the system's random generator, for trace ids.
std::string random_guid();
// A GUID that is always the same for a text: object ids that survive a restart.
std::string guid_of(std::string_view text);
// Takes as long for a wrong secret as for the right one.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace fb::cloudsim
