// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Asking a security token service for a delegation token (WS-Trust of February 2005): our own
// statement about one of our users, as a SAML 1.1 assertion, and the RequestSecurityToken that
// carries it. Texts alone: the signature of the statement is made elsewhere and put in its place.
//
// Beware: what is written here is its own exclusive canonical form as far as it is signed, so
// nobody may re-indent it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocols/model/smtp_address.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::wstrust {

// How long a wsu:Timestamp of ours is good for.
inline constexpr std::chrono::minutes kTimestampLifetime{5};
// How long a statement of ours is good for; it is used at once.
inline constexpr std::chrono::minutes kStatementLifetime{10};
// Our clock may be ahead of the reader's.
inline constexpr std::chrono::minutes kStatementBegunBefore{1};
inline constexpr int kProofKeyBits = 256;

// A wsu:Timestamp of five minutes that a signature can name by its id.
std::string encode_timestamp(std::string_view id, model::UtcTime created);

enum class SignatureMethod : std::uint8_t { hmac_sha1, rsa_sha256 };

// A ds:Signature without its values, over the element with that id. `enveloped`: it stands within
// that element. `key_info` is the content of ds:KeyInfo; without one there is none.
std::string encode_signature_template(SignatureMethod method, std::string_view id, bool enveloped,
                                      std::string_view key_info);

// A ds:X509Data with one certificate.
std::string encode_certificate(std::string_view der);

struct Statement {
  std::string id;
  std::string issuer;       // our application URI
  std::string audience;     // the token service
  model::SmtpAddress user;  // as the statement names them
  std::string email_claim;  // AttributeNamespace and AttributeName, joined by a slash
  model::UtcTime issued;
};

// A saml:Assertion with `signature` as its last child.
std::string encode_statement(const Statement& statement, std::string_view signature);

struct TokenRequest {
  std::string endpoint;    // of the token service, as it stands in wsa:To
  std::string message_id;  // a GUID
  model::UtcTime created;
  std::string application_uri;   // ours
  std::string applies_to;        // of the organisation that will read the token
  std::string offer;             // "MSExchange.SharingCalendarFreeBusy"
  std::string signed_statement;  // a saml:Assertion
  std::string entropy;           // our half of the proof key, as bytes; empty: none is sent
};

void encode_token_request(const TokenRequest& request, std::string& out);

}  // namespace fb::wstrust
