// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/partner_gateway.hpp"

#include <utility>

#include "gateway/upstream/http_exchange.hpp"
#include "gateway/upstream/soap_answer.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

// The space that the permit was made for; one that leads elsewhere by now is none.
const config::AddressSpace* space_of(const config::Tenant& tenant,
                                     const model::PartnerRoute& route) {
  for (const config::AddressSpace& space : tenant.address_spaces) {
    if (space.domain.str() == route.domain && space.target_tenant == route.target) return &space;
  }
  return nullptr;
}

}  // namespace

asio::awaitable<Answers> PartnerGateway::ask(const UpstreamQuestion& question,
                                             const model::PartnerRoute& route,
                                             const config::Snapshot& snapshot,
                                             net::HttpClient& http, async::Deadline deadline) {
  const std::size_t mailboxes = question.permits.size();
  const config::Tenant* tenant = snapshot.federation().tenant(route.asking);
  const config::AddressSpace* space = nullptr;
  if (tenant != nullptr) space = space_of(*tenant, route);
  if (space == nullptr) {
    co_return for_everybody(
        mailboxes, Error::of(ErrorKind::no_path, "the address space is no longer configured"));
  }
  const Result<identity::TokenRequest> token = token_request(snapshot, *tenant, space->token_scope);
  if (!token) co_return for_everybody(mailboxes, token.error());

  // Across organisations there are times only, so no more is asked for.
  const ews::UpstreamQuestion asked = soap_question(question, ews::View::free_busy_merged);
  net::HttpRequest request = soap_request(space->target_service_epr, asked, question.correlation);
  net::HttpHeader hops{std::string(model::kHopHeader), question.trail.with(gateway_id_).str()};
  request.headers.push_back(std::move(hops));
  const Result<net::HttpResponse> response =
      co_await exchange_with_token(tokens_, *token, std::move(request), http, deadline);
  // A role that is granted after a 403 shows only in a new token.
  if (response && response->status == 403) tokens_.forget(*token);
  co_return read_soap_answer(response, asked);
}

}  // namespace fb::upstream
