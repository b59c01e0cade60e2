// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// RSA keys, certificates and signed texts for the tests of cloudsim, made with OpenSSL directly: a
// test must not sign with the code that it tests.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace fb::cloudsim::test {

class Rsa {
 public:
  explicit Rsa(unsigned bits = 2048);

  std::string private_pem() const;
  // Self-signed, for any host named; valid from 2020 to 2040 unless told otherwise.
  std::string certificate_pem(std::string_view alternative_names = "",
                              std::string_view not_after = "20400101000000Z") const;
  std::string rs256(std::string_view text) const { return sign(text, false, -1); }
  // With a salt as long as the digest, unless told otherwise.
  std::string ps256(std::string_view text, int salt_bytes = -1) const {
    return sign(text, true, salt_bytes);
  }
  // What was wrapped by RSA-OAEP with SHA-1; empty where it was not.
  std::string unwrap(std::string_view wrapped) const;

 private:
  std::string sign(std::string_view text, bool pss, int salt_bytes) const;
  std::shared_ptr<evp_pkey_st> key_;
};

std::string base64url(std::string_view bytes);
// Of the DER form of a PEM certificate; `digest` is "SHA1" or "SHA256".
std::string thumbprint(const std::string& certificate_pem, const char* digest);
// "header.claims", not signed.
std::string unsigned_token(const boost::json::object& header, const boost::json::object& claims);

}  // namespace fb::cloudsim::test
