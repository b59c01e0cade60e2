// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The public keys that authorities sign with: fetched from their published metadata, or pinned in a
// file. Kept and refreshed as refreshed_documents.hpp and pinned_files.hpp say; a key id that is
// not known is what causes a refresh. Bounded in issuers and in keys. Shared by all threads.
//
// Beware: a refresh runs on with the HttpClient that it was given after the request that caused it
// has ended, so that client must last as long as the executor.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/cloud_catalogue.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/source_watch.hpp"
#include "gateway/net/http_client.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

struct KeySource {
  // "https://<login host>/<tenant>/v2.0/.well-known/openid-configuration"
  std::string metadata_url;
  std::string keys_file;             // a pinned JWKS instead; then nothing is fetched
  std::vector<std::string> issuers;  // what the metadata may call itself; empty: anything
};

// "{tenantid}" in a cloud's issuer replaced.
std::string issuer_for(std::string issuer, const model::TenantId& tenant);
// What the tenant's authority publishes, or the file in its place.
KeySource authority_keys(const config::Cloud& cloud, const model::TenantId& tenant,
                         std::string keys_file);

class SigningKeys {
 public:
  virtual ~SigningKeys() = default;
  // `kid` may be the thumbprint of the key's certificate in its place. Errors: unauthenticated
  // where the source is good and has no such key, token_unavailable where it cannot be had.
  virtual boost::asio::awaitable<model::Result<oauth::VerificationKey>> find(
      KeySource source, std::string kid, net::HttpClient& http, async::Deadline deadline) = 0;

  // Fetches what is published, unless that was tried in the last minutes; reads what is pinned.
  // Error: token_unavailable, and what was known before stays. Nothing to do where keys do not
  // come from elsewhere.
  virtual boost::asio::awaitable<model::Status> refresh(KeySource source, net::HttpClient& http,
                                                        async::Deadline deadline);

  // Counts every change of any source's keys: what was verified before it is verified anew.
  virtual std::uint64_t changes() const = 0;
};

// `watch` is told of each source by its metadata_url.
std::unique_ptr<SigningKeys> make_signing_keys(async::Clock& clock, SourceWatch watch = {});

}  // namespace fb::identity
