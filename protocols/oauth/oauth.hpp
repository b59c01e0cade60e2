// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The documents of OpenID Connect and OAuth 2.0 that the gateway reads and writes: compact tokens,
// key sets, metadata, the token endpoint's form and its answer. Structure only: nothing here checks
// a signature or trusts a claim.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::oauth {

// A JWS in compact form, split and decoded. The views point into the token that was read.
struct CompactToken {
  static constexpr std::size_t kBytesMax = 16 * 1024;

  boost::json::object header;
  boost::json::object claims;
  std::string_view signing_input;  // "header.payload"
  std::string signature;           // decoded

  // malformed_request for more or fewer than three parts, anything that is no base64url of a JSON
  // object, duplicate names. The signature may be empty here.
  static model::Result<CompactToken> read(std::string_view token);

  // A claim as text, empty where absent or of another type.
  std::string_view text(std::string_view claim) const;
  // NumericDate, given as a number or as a string of digits (MS-XOAUTH allows both).
  std::optional<model::UtcTime> time(std::string_view claim) const;
  // "aud" as the list it may be; "roles" likewise.
  std::vector<std::string_view> list(std::string_view claim) const;
};

// One entry of a JWKS that can verify a signature.
struct VerificationKey {
  std::string kid;
  std::string jwk_json;               // the entry itself, for the JOSE library
  std::string issuer;                 // Microsoft's extension; may hold "{tenantid}"
  std::string algorithm;              // the one algorithm that it is for; empty: any of its kind
  std::string thumbprint{};           // of its certificate, as certificate_thumbprint() spells it
  std::string cloud_instance_name{};  // Microsoft's extension: "microsoftonline.us"
  bool operator==(const VerificationKey&) const = default;
};

// A thumbprint (x5t) in base64url; empty where it is none. Exchange's tools write plain base64
// where the standard has base64url, and both are meant.
std::string certificate_thumbprint(std::string_view x5t);

struct KeySet {
  static constexpr std::size_t kKeysMax = 100;
  static constexpr std::size_t kBytesMax = 1024 * 1024;
  // Entries that are no RSA or EC signature keys are passed over. An entry without a kid is called
  // by its thumbprint.
  static model::Result<KeySet> read(std::string_view json);
  std::vector<VerificationKey> keys;
  bool operator==(const KeySet&) const = default;
};

struct ProviderMetadata {
  static constexpr std::size_t kBytesMax = 256 * 1024;
  // Needs an issuer and a jwks_uri under https.
  static model::Result<ProviderMetadata> read(std::string_view json);
  std::string issuer;
  std::string jwks_uri;
  std::string token_endpoint;
  std::string tenant_region_scope;
  std::string cloud_instance_name;
};

// application/x-www-form-urlencoded of the client credentials grant with a certificate (RFC 7523).
std::string client_credentials_form(std::string_view client_id, std::string_view scope,
                                    std::string_view assertion);

// Whether an error answer of the token endpoint blames the certificate that signed the assertion,
// so that another certificate may help: "invalid_client" without a number, or with one of Entra's
// that says so.
bool blames_certificate(std::string_view json);

struct TokenResponse {
  static constexpr std::size_t kBytesMax = 256 * 1024;
  static constexpr std::chrono::seconds kExpiresMax = std::chrono::hours(48);

  // token_unavailable where the endpoint answered with an error object; its error code and
  // description are kept as the peer's text. A token with characters that cannot stand in a header
  // is refused. `expires_in` is zero where the endpoint does not say, and kExpiresMax at most.
  static model::Result<TokenResponse> read(unsigned http_status, std::string_view json);
  std::string access_token;
  std::chrono::seconds expires_in{0};
};

}  // namespace fb::oauth
