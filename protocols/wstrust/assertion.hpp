// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A SAML 1.1 assertion as an issuer of delegation tokens writes it. Reading proves nothing: whoever
// wants its claims verifies the signature first and reads the bytes that it covers, which have no
// Signature in them any more.
//
// Conditions of a kind that is not known make an assertion unusable, as SAML demands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"
#include "protocols/wstrust/document_shape.hpp"
#include "protocols/wstrust/encrypted_key.hpp"
#include "protocols/wstrust/xml_signature.hpp"

namespace fb::wstrust {

inline constexpr std::size_t kAssertionBytesMax = 64 * 1024;
inline constexpr std::size_t kAssertionDepthMax = 24;
inline constexpr std::size_t kAssertionElementsMax = 1'000;
inline constexpr std::size_t kAudiencesPerAssertionMax = 16;
inline constexpr std::size_t kAttributesPerAssertionMax = 64;
inline constexpr std::size_t kAttributeValuesMax = 64;
inline constexpr std::size_t kValueBytesMax = 2048;
inline constexpr std::size_t kHolderCertificateBytesMax = 8 * 1024;

struct Attribute {
  std::string name{};  // AttributeNamespace and AttributeName, joined by a slash
  std::vector<std::string> values{};
};

enum class Confirmation : std::uint8_t { bearer, holder_of_key };

// Whose possession the sender has to prove.
struct ProofSecret {
  std::string bytes{};
};
struct HolderCertificate {
  std::string der{};
};
using ProofKey = std::variant<std::monostate, ProofSecret, EncryptedKey, HolderCertificate>;

struct Assertion {
  std::string id{};
  std::string issuer{};
  model::UtcTime not_before{};
  model::UtcTime not_on_or_after{};
  // Each of the lists has to have us in it.
  std::vector<std::vector<std::string>> audiences{};
  std::vector<Attribute> attributes{};
  Confirmation confirmation = Confirmation::bearer;
  ProofKey proof_key{};  // of the subject of the attributes
  std::optional<SignatureShape> signature{};
  DocumentShape shape{};

  // Null where there is no such attribute or there are two.
  const Attribute* attribute(std::string_view name) const;
};

// malformed_request with the rule "saml.assertion", or that of a part: "saml.encryption",
// "saml.signature_form", "saml.time_form".
model::Result<Assertion> read_assertion(std::string_view text);

}  // namespace fb::wstrust
