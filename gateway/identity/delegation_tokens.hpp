// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The delegation tokens that the gateway presents: a token service is told, in a statement that we
// sign, which of our users asks and what for, and gives a token that only the organisation asked
// can open, with a key that proves whose it is. One per (tenant, service, target, offer, user),
// kept until shortly before its end, obtained once however many wait. Refusals are remembered.
// Nothing is written to disk and no token is logged. Shared by all threads.
//
// Where the service refuses and the trust has a next pair of keys, the other pair is tried once;
// which one worked is remembered until the files change.
//
// Beware: a request for a token runs on with the HttpClient that it was given after the caller that
// caused it has ended, so that client must last as long as the executor.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "config/federation.hpp"
#include "config/secret.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/async/offload_pool.hpp"
#include "gateway/net/http_client.hpp"
#include "protocols/model/identifiers.hpp"
#include "protocols/model/smtp_address.hpp"

namespace fb::identity {

struct DelegationRequest {
  model::TenantKey tenant;        // whose user asks
  config::FederationTrust trust;  // of that tenant
  config::TokenIssuer issuer;     // one of the trust's
  model::SmtpAddress user;
  std::string target;  // the application URI of the organisation that is asked
  std::string offer;   // DelegationClaims::free_busy_offer or autodiscover_offer
};

struct DelegationToken {
  std::string xml;           // xenc:EncryptedData, as the service sent it
  config::Secret proof_key;  // empty: whoever holds the token may use it
  std::string reference;     // a wsse:SecurityTokenReference for a message that carries the token
  model::UtcTime ends;
};

class DelegationTokens {
 public:
  virtual ~DelegationTokens() = default;

  // Error: token_unavailable. Its rule is delegation.certificate, delegation.answer,
  // delegation.issuer, delegation.unreachable or delegation.refused, which has the service's words
  // beside ours.
  virtual boost::asio::awaitable<model::Result<std::shared_ptr<const DelegationToken>>> token(
      DelegationRequest request, net::HttpClient& http, async::Deadline deadline) = 0;

  // Forget a token that a peer refused, so that the next request gets a new one.
  virtual void forget(const DelegationRequest& request) = 0;
};

// How a statement of the tenant names its user: with the trust's default domain, if it has one.
model::SmtpAddress stated_address(const config::FederationTrust& trust,
                                  const model::SmtpAddress& user);

// `crypto` signs off the event loops.
std::unique_ptr<DelegationTokens> make_delegation_tokens(async::OffloadPool& crypto,
                                                         async::Clock& clock);

}  // namespace fb::identity
