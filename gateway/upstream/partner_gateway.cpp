// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/partner_gateway.hpp"

#include <utility>

#include "gateway/upstream/http_exchange.hpp"
#include "gateway/upstream/soap_answer.hpp"
#include "gateway/upstream/trace.hpp"

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
  const Result<TokenPresentation> credential = presentation_for(snapshot, *tenant, *space);
  if (!credential) co_return for_everybody(mailboxes, credential.error());

  // Across organisations there are times only, so no more is asked for.
  const ews::UpstreamQuestion asked = soap_question(question, ews::View::free_busy_merged);
  const Asking asking{question, asked, *credential, http, deadline};
  Response response = Error::of(ErrorKind::internal);
  if (space->target_service_epr.empty()) {
    const DiscoveryTarget target = target_of(*space);
    DiscoveryQuestion where{tenant->key, target, hosts_for(target, snapshot), *credential,
                            snapshot.generation()};
    response = co_await send_where_discovered(asking, std::move(where));
  } else {
    response = co_await send(asking, space->target_service_epr);
  }
  // A role that is granted after a 403 shows only in a new token.
  if (response && response->status == 403) forget_tokens(tokens_, *credential);
  co_return read_soap_answer(response, asked);
}

asio::awaitable<PartnerGateway::Response> PartnerGateway::send(const Asking& asking,
                                                               std::string url) {
  net::HttpRequest request = soap_request(url, asking.asked, asking.question.correlation);
  net::HttpHeader hops{std::string(model::kHopHeader),
                       asking.question.trail.with(gateway_id_).str()};
  request.headers.push_back(std::move(hops));
  Response response = co_await exchange_with_token(tokens_, asking.credential, std::move(request),
                                                   asking.http, asking.deadline);
  note_exchange(asking.question.trace, url, response);
  co_return response;
}

// An endpoint that was found long ago and is not there any more is looked for again, once.
asio::awaitable<PartnerGateway::Response> PartnerGateway::send_where_discovered(
    const Asking& asking, DiscoveryQuestion where) {
  const Discovered known = co_await discovery_.find(where, asking.http, asking.deadline);
  note_discovery(asking.question.trace, known);
  if (!known.endpoint) co_return known.endpoint.error();
  Response response = co_await send(asking, *known.endpoint);
  if (!known.remembered || !has_moved(response) || !discovery_.doubt(where)) co_return response;
  const Discovered now = co_await discovery_.find(where, asking.http, asking.deadline);
  note_discovery(asking.question.trace, now);
  if (!now.endpoint) co_return now.endpoint.error();
  if (*now.endpoint == *known.endpoint) co_return response;
  co_return co_await send(asking, *now.endpoint);
}

}  // namespace fb::upstream
