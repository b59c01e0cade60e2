// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The documents that come from outside of a sign-in: tokens, key sets, metadata, answers of a token
// endpoint. What is taken as a token is spelled in one way only.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdlib>

#include "protocols/oauth/oauth.hpp"
#include "protocols/wire/base64.hpp"

namespace {

void check_token(std::string_view text) {
  const auto token = fb::oauth::CompactToken::read(text);
  if (!token) return;
  if (text.size() > fb::oauth::CompactToken::kBytesMax) std::abort();
  const std::string again =
      std::string(token->signing_input) + "." + fb::wire::base64url(token->signature);
  if (again != text) std::abort();
  for (const auto& claim : token->claims) {
    const std::string_view name(claim.key().data(), claim.key().size());
    (void)token->text(name);
    (void)token->list(name);
    const auto time = token->time(name);
    if (time && time->time_since_epoch().count() < 0) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_token(text);
  // Raw JSON reaches deeper than base64 that a fuzzer has to guess.
  check_token(fb::wire::base64url(std::string_view(R"({"alg":"RS256"})")) + "." +
              fb::wire::base64url(text) + ".c2ln");

  if (const auto keys = fb::oauth::KeySet::read(text)) {
    for (const auto& key : keys->keys) {
      if (key.kid.empty() || !boost::json::parse(key.jwk_json).is_object()) std::abort();
    }
  }
  const auto metadata = fb::oauth::ProviderMetadata::read(text);
  if (metadata && !metadata->jwks_uri.starts_with("https://")) std::abort();
  const auto response = fb::oauth::TokenResponse::read(200, text);
  if (response && response->access_token.find_first_of("\r\n \"") != std::string::npos)
    std::abort();
  (void)fb::oauth::TokenResponse::read(400, text);

  if (fb::wire::read_base64(fb::wire::base64({data, size})).value() != text) std::abort();
  const auto bytes = fb::wire::read_base64(text);
  if (bytes && fb::wire::read_base64url(fb::wire::base64url(*bytes)).value() != *bytes)
    std::abort();
  return 0;
}
