// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What servers say in WWW-Authenticate. What was understood can be said again, and means the same.
#include <cstdint>
#include <cstdlib>

#include "protocols/oauth/bearer_challenge.hpp"

namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using fb::oauth::BearerChallenge;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto challenge = BearerChallenge::read(text);
  if (!challenge) return 0;
  if (challenge->client_id.empty()) std::abort();
  if (challenge->trusted_issuers.size() > BearerChallenge::kTrustedIssuersMax) std::abort();
  std::string again = "Bearer client_id=" + quoted(challenge->client_id);
  if (!challenge->realm.empty()) again += ", realm=" + quoted(challenge->realm);
  std::string issuers;
  for (const std::string& issuer : challenge->trusted_issuers) issuers += issuer + ",";
  again += ", trusted_issuers=" + quoted(issuers);
  if (again.size() > BearerChallenge::kBytesMax) return 0;
  const auto read = BearerChallenge::read(again);
  if (!read || !(*read == *challenge)) std::abort();
  return 0;
}
