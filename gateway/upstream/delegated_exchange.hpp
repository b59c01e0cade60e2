// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Sending a SOAP question with the delegation token of one of our users, to EWS or to Autodiscover:
// what is asked of the token service, and what a refusal of the token means.
//
// Beware: a token goes to the URL that it is given. Whether it may is decided before.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <vector>

#include "config/snapshot.hpp"
#include "gateway/identity/delegation_tokens.hpp"
#include "gateway/net/http_client.hpp"

namespace fb::upstream {

// How one of our users proves themselves to a partner.
struct DelegatedCredential {
  identity::DelegationTokens* tokens;
  identity::DelegationRequest request;
};

// A token for free/busy along the relationship: of the first issuer of the tenant's federation
// trust that can be asked and that the relationship takes. Error: token_unavailable, with what the
// configuration lacks.
model::Result<identity::DelegationRequest> delegation_request(
    const config::Tenant& tenant, const config::OrganizationRelationship& relationship,
    const model::SmtpAddress& user);

// The token that Autodiscover wants in its place.
identity::DelegationRequest for_autodiscover(identity::DelegationRequest request);

struct DelegatedCall {
  std::string url;     // of the service; the ending for the token's form is added
  std::string action;  // of the operation
  // Writes the envelope that is sent to that URL, which may stand in it.
  std::function<std::string(const std::string& url)> envelope;
  bool is_addressed = false;               // as DelegatedQuestion has it
  std::vector<net::HttpHeader> headers{};  // beside those of SOAP
};

// A token that is refused, by 401 or a fault of WS-Security, is forgotten and the question is sent
// once more with a new one; the second refusal is peer_refused_us with the rule
// "organization_relationship.token_refused". Everything else that is answered is the response.
boost::asio::awaitable<model::Result<net::HttpResponse>> exchange_delegated(
    DelegatedCredential credential, DelegatedCall call, net::HttpClient& http, async::Clock& clock,
    async::Deadline deadline);

}  // namespace fb::upstream
