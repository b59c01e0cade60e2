// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A key that is wrapped for the owner of a certificate (xenc:EncryptedKey), and what it opens
// (xenc:EncryptedData). Structure only: nothing is opened here, and which algorithms are good
// enough is for whoever opens it.
#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::wstrust {

// RSA of 8192 bits.
inline constexpr std::size_t kWrappedKeyBytesMax = 1024;
// A token with its initialisation vector and its padding.
inline constexpr std::size_t kCipherBytesMax = 96 * 1024;

struct EncryptedKey {
  std::string algorithm{};   // of the key transport
  std::string digest{};      // of the padding; empty: not named
  bool has_label = false;    // OAEPparams
  std::string wrapped{};     // bytes
  std::string thumbprint{};  // SHA-1 of the certificate that it says it is for; mostly empty
};

struct EncryptedToken {
  std::string id{};  // of the EncryptedData; empty where it has none
  std::string algorithm{};
  std::string cipher{};  // bytes
  EncryptedKey key{};
};

// malformed_request where the element is not of the form that WS-Security gives it: the wrapped key
// inside the KeyInfo of what it opens, both with their bytes in place.
model::Result<EncryptedToken> read_encrypted_token(const pugi::xml_node& encrypted_data);
model::Result<EncryptedKey> read_encrypted_key(const pugi::xml_node& encrypted_key);

// xs:base64Binary: white space anywhere.
model::Result<std::string> read_base64_text(std::string_view text, std::size_t bytes_max);

}  // namespace fb::wstrust
