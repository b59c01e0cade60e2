// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// RSA keys and JSON web tokens for tests, made with OpenSSL alone: the gateway signs and verifies
// through cjose, so what is made here is judged by another library.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "protocols/model/time_window.hpp"

struct evp_pkey_st;

namespace fb::test {

class RsaKey {
 public:
  // Made once per process and number of bits: making one takes a while.
  static const RsaKey& shared(std::string_view name, int bits = 2048);
  explicit RsaKey(int bits);
  ~RsaKey();
  RsaKey(const RsaKey&) = delete;
  RsaKey& operator=(const RsaKey&) = delete;

  // "RS256", "PS256" or "RS512".
  std::string sign(std::string_view algorithm, std::string_view text) const;
  bool verify(std::string_view algorithm, std::string_view text, std::string_view signature) const;

  // {"kty":"RSA","use":"sig","kid":...,"n":...,"e":...}
  boost::json::object jwk(std::string_view kid) const;
  std::string private_pem() const;
  std::string public_pem() const;
  // Self-signed.
  std::string certificate_pem(model::UtcTime begins, model::UtcTime ends) const;

 private:
  std::unique_ptr<evp_pkey_st, void (*)(evp_pkey_st*)> key_;
};

// {"keys":[...]}
std::string key_set(std::initializer_list<boost::json::object> keys);

// The compact form; the algorithm of the signature is the one given, whatever the header says.
std::string compact_token(const boost::json::object& header, const boost::json::object& claims,
                          const RsaKey& key, std::string_view algorithm);
// From texts, for what no object can hold.
std::string compact_token(std::string_view header, std::string_view claims, const RsaKey& key,
                          std::string_view algorithm);

// HMAC-SHA-256 as HS256 has it, for tokens that must be refused.
std::string hmac_sha256(std::string_view key, std::string_view text);

// Thumbprints of a certificate in PEM form, in base64url.
std::string certificate_thumbprint(const std::string& pem, std::string_view digest);

}  // namespace fb::test
