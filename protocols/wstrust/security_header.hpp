// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The head of a SOAP envelope that carries a delegation token: addressing, the timestamp, the
// encrypted token, and the signature where there is one. Structure only: nothing here is verified,
// and nothing of it may be believed before it is.
//
// Strict where leniency would let two readers see two messages: one Security header, one timestamp,
// one token, and no assertion that is not encrypted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"
#include "protocols/wstrust/document_shape.hpp"
#include "protocols/wstrust/encrypted_key.hpp"
#include "protocols/wstrust/xml_signature.hpp"

namespace fb::wstrust {

inline constexpr std::size_t kSecuredEnvelopeBytesMax = 256 * 1024;
inline constexpr std::size_t kSecuredEnvelopeDepthMax = 32;
inline constexpr std::size_t kSecuredEnvelopeElementsMax = 8'000;
inline constexpr std::size_t kAddressBytesMax = 2048;

struct SecurityTimestamp {
  std::string id{};  // wsu:Id; empty where it has none
  model::UtcTime created{};
  model::UtcTime expires{};
  bool operator==(const SecurityTimestamp&) const = default;
};

struct SecurityHeader {
  std::string action{};  // wsa:Action
  std::string to{};      // wsa:To
  SecurityTimestamp timestamp{};
  EncryptedToken token{};
  std::optional<SignatureShape> signature{};
  std::string operation{};            // the first element of the Body ...
  std::string operation_namespace{};  // ... and its namespace
  DocumentShape shape{};
};

// malformed_request with a rule that names the part: "saml.envelope", "saml.security_header",
// "saml.not_encrypted", "saml.encryption", "saml.signature_form", "saml.time_form".
model::Result<SecurityHeader> read_security_header(std::string_view envelope);

// A wsu:Timestamp that stands alone, as a signature covers it.
model::Result<SecurityTimestamp> read_timestamp(std::string_view text);

}  // namespace fb::wstrust
