// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/delegated_exchange.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "gateway/identity/delegated_request.hpp"
#include "protocols/wstrust/security_fault.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

bool takes(const config::OrganizationRelationship& relationship, const config::TokenIssuer& from) {
  const auto& listed = relationship.token_issuers;
  return listed.empty() || std::find(listed.begin(), listed.end(), from.uri) != listed.end();
}

Error lacking(const config::OrganizationRelationship& relationship, std::string what,
              std::string rule) {
  return Error::of(ErrorKind::token_unavailable,
                   "for the organization relationship " + relationship.name + " " + std::move(what),
                   std::move(rule));
}

// None where the token is not what the answer is about.
std::optional<Error> refusal_in(const net::HttpResponse& response) {
  constexpr const char* kRule = "organization_relationship.token_refused";
  const std::string words = "the partner refused the delegation token, and a new one too: ";
  if (response.status == 401) {
    return Error::from_peer(ErrorKind::peer_refused_us, words + "HTTP status 401",
                            response.header("x-ms-diagnostics"), kRule);
  }
  if (response.status != 500) return std::nullopt;
  const auto fault = wstrust::security_fault_in(response.body);
  if (!fault) return std::nullopt;
  return Error::from_peer(ErrorKind::peer_refused_us, words + "it answered " + fault->code,
                          fault->text, kRule);
}

Result<net::HttpRequest> request_of(const DelegatedCall& call,
                                    const identity::DelegationToken& token, model::UtcTime now) {
  const wstrust::TokenForm form = identity::form_of(token);
  identity::DelegatedQuestion question;
  question.url = call.url;
  question.action = call.action;
  question.envelope = call.envelope(wstrust::url_of_form(call.url, form));
  question.is_addressed = call.is_addressed;
  Result<net::HttpRequest> request = identity::delegated_request(question, token, form, now);
  if (!request) return request;
  for (const net::HttpHeader& header : call.headers) request->headers.push_back(header);
  return request;
}

}  // namespace

Result<identity::DelegationRequest> delegation_request(
    const config::Tenant& tenant, const config::OrganizationRelationship& relationship,
    const model::SmtpAddress& user) {
  if (!tenant.federation_trust) {
    return lacking(relationship, "there is no federation trust of " + tenant.name,
                   "delegation.issuer");
  }
  if (relationship.target_application_uri.empty()) {
    return lacking(relationship, "there is no target_application_uri",
                   "organization_relationship.no_application_uri");
  }
  const config::FederationTrust& trust = *tenant.federation_trust;
  const auto issuer = std::find_if(
      trust.token_issuers.begin(), trust.token_issuers.end(), [&](const auto& candidate) {
        return !candidate.endpoint.empty() && takes(relationship, candidate);
      });
  if (issuer == trust.token_issuers.end()) {
    return lacking(relationship,
                   "no token issuer of the federation trust of " + tenant.name +
                       " has an endpoint and is among those that count",
                   "delegation.issuer");
  }
  return identity::DelegationRequest{tenant.key,
                                     trust,
                                     *issuer,
                                     user,
                                     relationship.target_application_uri,
                                     trust.claims.free_busy_offer};
}

identity::DelegationRequest for_autodiscover(identity::DelegationRequest request) {
  request.offer = request.trust.claims.autodiscover_offer;
  return request;
}

asio::awaitable<Result<net::HttpResponse>> exchange_delegated(DelegatedCredential credential,
                                                              DelegatedCall call,
                                                              net::HttpClient& http,
                                                              async::Clock& clock,
                                                              async::Deadline deadline) {
  for (bool again = false;; again = true) {
    const auto token = co_await credential.tokens->token(credential.request, http, deadline);
    if (!token) co_return token.error();
    Result<net::HttpRequest> request = request_of(call, **token, clock.utc_now());
    if (!request) co_return request.error();
    Result<net::HttpResponse> response = co_await http.exchange(std::move(*request), deadline);
    if (!response) co_return response;
    std::optional<Error> refusal = refusal_in(*response);
    // A right that is granted after a 403 may show only in a new token.
    if (refusal || response->status == 403) credential.tokens->forget(credential.request);
    if (!refusal) co_return response;
    if (again) co_return std::move(*refusal);
  }
}

}  // namespace fb::upstream
