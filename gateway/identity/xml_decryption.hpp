// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Opens what was encrypted to the certificates of home tenants: the token, and the proof key in it.
// RSA-OAEP for keys and AES for content; RSA 1.5 is refused whatever the key.
//
// What fails is as much work as what succeeds: a key that cannot be unwrapped is replaced by a
// random one and the content is deciphered with it, and every key that could be meant is tried to
// the end. With the same answer to every failure (envelope_authenticator.hpp), nobody learns from
// us whether an alteration of a token hit its padding.
//
// Beware: RSA takes a millisecond, so this runs on an offload pool.
#pragma once

#include <string>
#include <vector>

#include "config/federation.hpp"
#include "config/secret.hpp"
#include "protocols/model/result.hpp"
#include "protocols/wstrust/encrypted_key.hpp"

namespace fb::identity {

// Pairs of keys that are tried on one token. Where more are configured, a token has to name its
// certificate by the thumbprint, as issuers do.
inline constexpr std::size_t kDecryptionTriesMax = 8;

class TokenDecryption {
 public:
  // Reads the files of the tenants' keys. What cannot be read is left out and noted in trouble().
  explicit TokenDecryption(const config::Federation& federation);

  struct Opened {
    config::Secret text;
    std::vector<model::TenantKey> tenants;  // whose key it was
    std::size_t key = 0;                    // for unwrap()
  };
  // unauthenticated, with one of the rules "saml.key_transport", "saml.cipher", "saml.decryption"
  // and "saml.no_key"; the first two are told from the token alone.
  model::Result<Opened> open(const wstrust::EncryptedToken& token) const;

  // A key that came in the token and is wrapped for the same certificate as the token.
  model::Result<config::Secret> unwrap(const wstrust::EncryptedKey& key, std::size_t by) const;

  const std::string& trouble() const { return trouble_; }

 private:
  struct Key {
    config::Secret pem;
    std::string thumbprint;
    std::vector<model::TenantKey> tenants;
  };

  void add(const config::KeyPairFiles& files, const model::TenantKey& tenant);
  std::vector<std::size_t> keys_for(const wstrust::EncryptedKey& key) const;

  std::vector<Key> keys_;
  std::string trouble_;
};

}  // namespace fb::identity
