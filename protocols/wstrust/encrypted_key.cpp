// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/encrypted_key.hpp"

#include "protocols/wire/base64.hpp"
#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/document_shape.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::wstrust {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::string_view kThumbprintSuffix = "#ThumbprintSHA1";
constexpr std::size_t kThumbprintBytes = 20;

Error malformed(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail), "saml.encryption");
}

// The bytes of CipherData/CipherValue. A CipherReference would have us fetch them.
Result<std::string> cipher_value(const pugi::xml_node& encrypted, std::size_t bytes_max) {
  const pugi::xml_node data = only_child(encrypted, "CipherData", kEncryption);
  const pugi::xml_node value = only_child(data, "CipherValue", kEncryption);
  if (!value || wire::next_element(wire::first_element(data)))
    return malformed("an encrypted element has not exactly one CipherValue");
  return read_base64_text(wire::text_of(value), bytes_max);
}

// A hint and no more, so what cannot be read counts as not given.
std::string named_certificate(const pugi::xml_node& encrypted_key) {
  const pugi::xml_node info = wire::child(encrypted_key, "KeyInfo", kSignature);
  const pugi::xml_node reference = wire::child(info, "SecurityTokenReference", kSecurity);
  const pugi::xml_node identifier = wire::child(reference, "KeyIdentifier", kSecurity);
  const std::string_view type = identifier.attribute("ValueType").value();
  if (!type.ends_with(kThumbprintSuffix)) return {};
  auto bytes = read_base64_text(wire::text_of(identifier), kThumbprintBytes);
  return bytes && bytes->size() == kThumbprintBytes ? std::move(*bytes) : std::string();
}

}  // namespace

Result<std::string> read_base64_text(std::string_view text, std::size_t bytes_max) {
  std::string dense;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') dense += c;
  }
  if (dense.size() > (bytes_max + 2) / 3 * 4) return malformed("an encrypted element is too large");
  auto bytes = wire::read_base64(dense);
  if (!bytes) return malformed("what should be base64 is none");
  if (bytes->size() > bytes_max) return malformed("an encrypted element is too large");
  return bytes;
}

Result<EncryptedKey> read_encrypted_key(const pugi::xml_node& encrypted_key) {
  const pugi::xml_node method = only_child(encrypted_key, "EncryptionMethod", kEncryption);
  if (!method) return malformed("an EncryptedKey does not name its method once");
  EncryptedKey key;
  key.algorithm = method.attribute("Algorithm").value();
  for (auto part = wire::first_element(method); part; part = wire::next_element(part)) {
    const std::string_view name = wire::local_name(part);
    if (name == "DigestMethod" && key.digest.empty()) {
      key.digest = part.attribute("Algorithm").value();
    } else if (name == "OAEPparams") {
      key.has_label = true;
    } else {
      return malformed("the method of an EncryptedKey has a part that is not known");
    }
  }
  auto wrapped = cipher_value(encrypted_key, kWrappedKeyBytesMax);
  if (!wrapped) return wrapped.error();
  key.wrapped = std::move(*wrapped);
  key.thumbprint = named_certificate(encrypted_key);
  return key;
}

Result<EncryptedToken> read_encrypted_token(const pugi::xml_node& encrypted_data) {
  const pugi::xml_node method = only_child(encrypted_data, "EncryptionMethod", kEncryption);
  const pugi::xml_node info = only_child(encrypted_data, "KeyInfo", kSignature);
  const pugi::xml_node wrapped = only_child(info, "EncryptedKey", kEncryption);
  if (!method || !wrapped)
    return malformed("the token does not have its method and its wrapped key once each");
  EncryptedToken token;
  token.id = encrypted_data.attribute("Id").value();
  if (!token.id.empty() && !is_simple_id(token.id))
    return malformed("the Id of the token is no plain name");
  token.algorithm = method.attribute("Algorithm").value();
  auto cipher = cipher_value(encrypted_data, kCipherBytesMax);
  if (!cipher) return cipher.error();
  token.cipher = std::move(*cipher);
  auto key = read_encrypted_key(wrapped);
  if (!key) return key.error();
  token.key = std::move(*key);
  return token;
}

}  // namespace fb::wstrust
