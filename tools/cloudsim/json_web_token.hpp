// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Tokens in compact form (RFC 7515), read and signed for the simulator. Reading checks structure
// only; who may have signed what is decided in client_assertion and access_token.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"
#include "tools/cloudsim/keys.hpp"

namespace fb::cloudsim {

struct JsonWebToken {
  static constexpr std::size_t kBytesMax = 16 * 1024;

  boost::json::object header;
  boost::json::object claims;
  std::string_view signed_text;  // points into the token that was read
  std::string signature;

  static model::Result<JsonWebToken> read(std::string_view compact);

  // A claim as text; empty where it is absent or something else.
  std::string_view text(std::string_view claim) const;
  // A NumericDate; none where it is absent, no number, or beyond the year 2200.
  std::optional<model::UtcTime> time(std::string_view claim) const;
  std::vector<std::string_view> texts(std::string_view claim) const;
};

std::string_view text_of(const boost::json::object& object, std::string_view name);

// Signs with RS256 and names the key.
std::string sign(const boost::json::object& claims, const SigningKey& key);

// A protected token: its header has the nonce, and its signature is over the header with the
// nonce's SHA-256 in the place of the nonce. Whoever verifies it as it is finds the signature
// wrong.
std::string sign_protected(const boost::json::object& claims, const SigningKey& key,
                           std::string_view nonce);

}  // namespace fb::cloudsim
