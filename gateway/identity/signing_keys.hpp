// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The public keys that authorities sign with: fetched from their published metadata, or pinned in a
// file. Kept for a day, refreshed in the background of use after an hour; a key id that is not
// known causes one refresh per issuer in five minutes, so that made-up ids cannot make us ask. When
// the source is down, the last good keys stay.
//
// One refresh at a time per issuer; bounded in issuers and in keys. Shared by all threads.
//
// Beware: a refresh runs on with the HttpClient that it was given after the request that caused it
// has ended, so that client must last as long as the executor.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/async/clock.hpp"
#include "gateway/net/http_client.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

struct KeySource {
  // "https://<login host>/<tenant>/v2.0/.well-known/openid-configuration"
  std::string metadata_url;
  std::string keys_file;             // a pinned JWKS instead; then nothing is fetched
  std::vector<std::string> issuers;  // what the metadata may call itself; empty: anything
};

class SigningKeys {
 public:
  virtual ~SigningKeys() = default;
  // Errors: unauthenticated where the source is good and has no such key, token_unavailable where
  // it cannot be had.
  virtual boost::asio::awaitable<model::Result<oauth::VerificationKey>> find(
      KeySource source, std::string kid, net::HttpClient& http, async::Deadline deadline) = 0;

  // Counts every change of any source's keys: what was verified before it is verified anew.
  virtual std::uint64_t changes() const = 0;
};

std::unique_ptr<SigningKeys> make_signing_keys(async::Clock& clock);

}  // namespace fb::identity
