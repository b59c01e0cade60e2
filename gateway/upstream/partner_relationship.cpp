// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/partner_relationship.hpp"

#include <algorithm>
#include <map>
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

// The relationship that the permit was made for; one that leads elsewhere by now is none.
const config::OrganizationRelationship* relationship_of(const config::Tenant& tenant,
                                                        const model::RelationshipRoute& route) {
  for (const config::OrganizationRelationship& each : tenant.organization_relationships) {
    if (each.name == route.relationship && each.target_tenant == route.target) return &each;
  }
  return nullptr;
}

// No more is asked for than may be shown.
ews::View view_for(const UpstreamQuestion& question) {
  const bool details = std::any_of(question.permits.begin(), question.permits.end(),
                                   [](const model::Permit& permit) {
                                     return permit->level == model::DetailLevel::limited_details;
                                   });
  return details ? ews::View::detailed_merged : ews::View::free_busy_merged;
}

}  // namespace

asio::awaitable<Answers> PartnerRelationship::ask(const UpstreamQuestion& question,
                                                  const model::RelationshipRoute& route,
                                                  const config::Snapshot& snapshot,
                                                  net::HttpClient& http, async::Deadline deadline) {
  const std::size_t mailboxes = question.permits.size();
  const config::Tenant* tenant = snapshot.federation().tenant(route.asking);
  const config::OrganizationRelationship* relationship = nullptr;
  if (tenant != nullptr) relationship = relationship_of(*tenant, route);
  if (relationship == nullptr) {
    co_return for_everybody(
        mailboxes,
        Error::of(ErrorKind::no_path, "the organization relationship is no longer configured",
                  "organization_relationship.gone"));
  }
  if (tokens_ == nullptr) {
    co_return for_everybody(
        mailboxes, Error::of(ErrorKind::internal, "there is nothing that gets delegation tokens"));
  }
  auto request = delegation_request(*tenant, *relationship, route.user);
  if (!request) co_return for_everybody(mailboxes, request.error());
  const DelegatedCredential credential{tokens_, std::move(*request)};
  const Asking asking{*relationship, snapshot, credential, http, deadline};
  if (relationship->target_sharing_epr.empty()) {
    co_return co_await ask_by_domain(asking, question);
  }
  const Response response = co_await send(asking, question, relationship->target_sharing_epr);
  co_return read_soap_answer(response, soap_question(question, view_for(question)));
}

// A relationship may list several domains, and each of them has an endpoint of its own.
asio::awaitable<Answers> PartnerRelationship::ask_by_domain(const Asking& asking,
                                                            const UpstreamQuestion& question) {
  std::map<std::string, std::vector<std::size_t>, std::less<>> domains;
  for (std::size_t i = 0; i < question.permits.size(); ++i) {
    domains[std::string(question.permits[i]->mailbox.domain_text())].push_back(i);
  }
  Answers answers(question.permits.size(), Error::of(ErrorKind::internal, "nobody was asked"));
  for (const auto& [domain, positions] : domains) {
    UpstreamQuestion part{
        {}, question.window, question.trail, question.correlation, question.trace};
    for (const std::size_t i : positions) part.permits.push_back(question.permits[i]);
    Answers answered = co_await ask_domain(asking, part);
    for (std::size_t i = 0; i < positions.size(); ++i) {
      answers[positions[i]] = std::move(answered[i]);
    }
  }
  co_return answers;
}

// An endpoint that was found long ago and is not there any more is looked for again, once.
asio::awaitable<Answers> PartnerRelationship::ask_domain(const Asking& asking,
                                                         const UpstreamQuestion& question) {
  const std::size_t mailboxes = question.permits.size();
  const Discovered known = co_await locate(asking, question);
  if (!known.endpoint) co_return for_everybody(mailboxes, known.endpoint.error());
  Response response = co_await send(asking, question, *known.endpoint);
  const DiscoveryQuestion asked = where(asking, question.permits.front()->mailbox);
  if (known.remembered && has_moved(response) && discovery_.doubt(asked)) {
    const Discovered now = co_await locate(asking, question);
    if (!now.endpoint) co_return for_everybody(mailboxes, now.endpoint.error());
    if (*now.endpoint != *known.endpoint) {
      response = co_await send(asking, question, *now.endpoint);
    }
  }
  co_return read_soap_answer(response, soap_question(question, view_for(question)));
}

asio::awaitable<Discovered> PartnerRelationship::locate(const Asking& asking,
                                                        const UpstreamQuestion& question) {
  const std::size_t people = std::min(question.permits.size(), kPeopleTriedMax);
  for (std::size_t i = 0;; ++i) {
    Discovered discovered = co_await discovery_.find(where(asking, question.permits[i]->mailbox),
                                                     asking.http, asking.deadline);
    note_discovery(question.trace, discovered);
    const bool about_somebody_else = !discovered.endpoint && discovered.person_unknown;
    if (!about_somebody_else || i + 1 == people) co_return discovered;
  }
}

DiscoveryQuestion PartnerRelationship::where(const Asking& asking,
                                             const model::SmtpAddress& about) const {
  DiscoveryTarget target{asking.relationship.target_tenant, about.domain(),
                         asking.relationship.target_autodiscover_epr};
  AllowedHosts hosts = hosts_for(target, asking.snapshot);
  DelegatedCredential credential{asking.credential.tokens,
                                 for_autodiscover(asking.credential.request)};
  return {asking.credential.request.tenant,
          std::move(target),
          std::move(hosts),
          std::move(credential),
          asking.snapshot.generation(),
          about};
}

asio::awaitable<PartnerRelationship::Response> PartnerRelationship::send(
    const Asking& asking, const UpstreamQuestion& question, std::string url) {
  DelegatedCall call;
  call.url = url;
  call.action = ews::kAvailabilityAction;
  call.envelope = [asked = soap_question(question, view_for(question))](const std::string&) {
    std::string envelope;
    ews::encode_question(asked, envelope);
    return envelope;
  };
  call.headers.push_back({"client-request-id", question.correlation.str()});
  call.headers.push_back({std::string(model::kHopHeader), question.trail.with(gateway_id_).str()});
  Response response = co_await exchange_delegated(asking.credential, std::move(call), asking.http,
                                                  clock_, asking.deadline);
  note_exchange(question.trace, url, response);
  co_return response;
}

}  // namespace fb::upstream
