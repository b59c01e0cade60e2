// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What was read of a secured envelope or an assertion, as the .means files beside them say it.
#pragma once

#include <string>

#include "protocols/wstrust/assertion.hpp"
#include "protocols/wstrust/security_header.hpp"
#include "tests/support/golden.hpp"

namespace fb::wstrust {

inline std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

inline std::string shown(const EncryptedKey& key) {
  return "key by " + key.algorithm + " digest " + key.digest + (key.has_label ? " labelled" : "") +
         " bytes " + key.wrapped + " for " + hex(key.thumbprint) + "\n";
}

inline std::string shown(const SignatureShape& signature) {
  std::string text = "signed by " + signature.method + (signature.has_method_part ? " cut" : "") +
                     " over " + signature.reference + " digest " + signature.digest + "\n";
  text += "  canonical " + signature.canonicalization + "\n";
  for (const std::string& transform : signature.transforms) text += "  through " + transform + "\n";
  return text + "  value " + signature.value + " key of " + signature.token + "\n";
}

inline std::string shown(const DocumentShape& shape) {
  std::string text = "elements " + std::to_string(shape.elements) + " ids";
  for (const std::string& id : shape.ids) text += " " + id;
  return text + "\n";
}

inline std::string shown(const SecurityHeader& header) {
  std::string text = "action " + header.action + "\nto " + header.to + "\n";
  text += "timestamp " + header.timestamp.id + " " + test::shown(header.timestamp.created) + " " +
          test::shown(header.timestamp.expires) + "\n";
  text += "token " + header.token.id + " by " + header.token.algorithm + " bytes " +
          header.token.cipher + "\n" + shown(header.token.key);
  if (header.signature) text += shown(*header.signature);
  text += "body " + header.operation_namespace + " " + header.operation + "\n";
  return text + shown(header.shape);
}

inline std::string shown(const Assertion& assertion) {
  std::string text = "assertion " + assertion.id + " of " + assertion.issuer + "\n";
  text += "from " + test::shown(assertion.not_before) + " until " +
          test::shown(assertion.not_on_or_after) + "\n";
  for (const auto& list : assertion.audiences) {
    text += "for";
    for (const std::string& audience : list) text += " " + audience;
    text += "\n";
  }
  for (const Attribute& attribute : assertion.attributes) {
    text += attribute.name;
    for (const std::string& value : attribute.values) text += " = " + value;
    text += "\n";
  }
  text += assertion.confirmation == Confirmation::bearer ? "bearer\n" : "holder of key\n";
  if (const auto* secret = std::get_if<ProofSecret>(&assertion.proof_key))
    text += "secret " + secret->bytes + "\n";
  if (const auto* holder = std::get_if<HolderCertificate>(&assertion.proof_key))
    text += "certificate " + holder->der + "\n";
  if (const auto* key = std::get_if<EncryptedKey>(&assertion.proof_key)) text += shown(*key);
  if (assertion.signature) text += shown(*assertion.signature);
  return text + shown(assertion.shape);
}

// The first `from` in `text`, which has to be there.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// What stands from `begin` to the end of `end`.
inline std::string between(const std::string& text, std::string_view begin, std::string_view end) {
  const std::size_t from = text.find(begin);
  return text.substr(from, text.find(end, from) + end.size() - from);
}

inline std::string lines_of(const test::GoldenPair& pair) {
  std::string text;
  for (const std::string& line : pair.means) text += line + "\n";
  return text;
}

}  // namespace fb::wstrust
