// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The access tokens that the gateway presents: client credentials with a certificate (RFC 7523),
// one per (login host, tenant, client, scope), kept and renewed as kept_tokens.hpp says, fetched
// once however many wait. Where the sign-in service blames the application's certificate, or it
// cannot be used, the application's next one is tried once; which one worked is remembered until a
// file changes. Nothing is written to disk and no token is logged. Shared by all threads.
//
// Beware: a request for a token runs on with the HttpClient that it was given after the caller that
// caused it has ended, so that client must last as long as the executor.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "config/federation.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::identity {

struct TokenRequest {
  std::string login_host;  // "login.microsoftonline.com"
  model::TenantId tenant;
  config::Application application;
  std::string scope;  // "https://graph.microsoft.com/.default", "api://<app id>/.default"
};

class TokenBroker {
 public:
  virtual ~TokenBroker() = default;
  // The access token. Error: token_unavailable, with the authority's own words kept apart.
  virtual boost::asio::awaitable<model::Result<config::Secret>> token(TokenRequest request,
                                                                      net::HttpClient& http,
                                                                      async::Deadline deadline) = 0;
  // Forget a token that a peer refused, so that the next request gets a new one.
  virtual void forget(const TokenRequest& request) = 0;
};

// With a pool, assertions are signed there and not on the event loop.
std::unique_ptr<TokenBroker> make_token_broker(async::Clock& clock,
                                               async::OffloadPool* signing = nullptr);

}  // namespace fb::identity
