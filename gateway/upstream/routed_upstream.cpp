// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <limits>
#include <utility>

#include "gateway/identity/source_credentials.hpp"
#include "gateway/upstream/answers.hpp"
#include "gateway/upstream/ews_source.hpp"
#include "gateway/upstream/graph_source.hpp"
#include "gateway/upstream/ics_source.hpp"
#include "gateway/upstream/partner_gateway.hpp"
#include "gateway/upstream/partner_relationship.hpp"
#include "gateway/upstream/split_upstream.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;

const config::CalendarSource* source_of(const config::Snapshot& snapshot,
                                        const model::SourceRoute& route) {
  const config::Tenant* tenant = snapshot.federation().tenant(route.tenant);
  if (tenant == nullptr) return nullptr;
  for (const config::CalendarSource& source : tenant->sources) {
    if (source.name == route.source) return &source;
  }
  return nullptr;
}

std::size_t mailboxes_max(config::SourceKind kind) {
  switch (kind) {
    case config::SourceKind::graph:
      return kGraphMailboxesMax;
    case config::SourceKind::ews:
      return kEwsMailboxesMax;
    case config::SourceKind::ics:
      return kIcsMailboxesMax;
  }
  return 1;
}

std::chrono::days window_max(config::SourceKind kind) {
  constexpr std::chrono::days kNone{model::TimeWindow::kDaysMax};
  switch (kind) {
    case config::SourceKind::graph:
      return kGraphWindowMax;
    case config::SourceKind::ews:
      return kEwsWindowMax;
    case config::SourceKind::ics:
      return kNone;
  }
  return kEwsWindowMax;
}

// Graph lets one application have four requests at a time for one mailbox, and that is the one in
// the path: with a configured anchor always the same.
constexpr std::size_t kGraphAnchorRequestsMax = 4;
constexpr std::size_t kRequestsAsSet = std::numeric_limits<std::size_t>::max();

std::size_t requests_max(const config::CalendarSource* source) {
  const bool one_anchor =
      source != nullptr && source->kind == config::SourceKind::graph && !source->anchor.empty();
  return one_anchor ? kGraphAnchorRequestsMax : kRequestsAsSet;
}

class RoutedUpstream final : public CalendarUpstream {
 public:
  RoutedUpstream(std::string gateway_id, identity::TokenBroker& tokens, async::OffloadPool& files,
                 async::Clock& clock, const UpstreamOptions& options)
      : graph_(tokens),
        ics_(files),
        credentials_(tokens, options.credentials != nullptr ? *options.credentials : files, clock),
        discovery_(tokens, clock, options.discovery, options.plain_probe, options.srv_lookup),
        partners_(gateway_id, tokens, discovery_),
        relationships_(std::move(gateway_id), options.delegations, discovery_, clock),
        limits_(options.targets, clock),
        clock_(clock) {}

  std::size_t mailboxes_per_call_max(const model::Route& route,
                                     const config::Snapshot& snapshot) const override {
    if (!std::holds_alternative<model::SourceRoute>(route)) return kEwsMailboxesMax;
    const auto* source = source_of(snapshot, std::get<model::SourceRoute>(route));
    return source == nullptr ? 1 : mailboxes_max(source->kind);
  }

  std::chrono::days window_per_call_max(const model::Route& route,
                                        const config::Snapshot& snapshot) const override {
    // At the other end of a relationship there may be an Exchange server. Along an address space
    // there is the partner's gateway, which takes what we take.
    if (std::holds_alternative<model::RelationshipRoute>(route)) return kEwsWindowMax;
    if (!std::holds_alternative<model::SourceRoute>(route)) {
      return std::chrono::days(model::TimeWindow::kDaysMax);
    }
    const auto* source = source_of(snapshot, std::get<model::SourceRoute>(route));
    return source == nullptr ? kEwsWindowMax : window_max(source->kind);
  }

  asio::awaitable<UpstreamAnswer> ask(UpstreamQuestion question,
                                      std::shared_ptr<const config::Snapshot> snapshot,
                                      net::HttpClient& http, async::Deadline deadline) override {
    UpstreamAnswer answer;
    if (question.permits.empty()) co_return answer;
    const async::SteadyTime begun = clock_.now();
    answer.mailboxes = co_await ask_route(question, *snapshot, http, deadline);
    answer.upstream_time =
        std::chrono::duration_cast<std::chrono::microseconds>(clock_.now() - begun);
    cut_to_permits(question, answer.mailboxes);
    co_return answer;
  }

 private:
  asio::awaitable<Answers> ask_route(const UpstreamQuestion& question,
                                     const config::Snapshot& snapshot, net::HttpClient& http,
                                     async::Deadline deadline) {
    const std::size_t mailboxes = question.permits.size();
    const model::Route& route = question.permits.front()->route;
    const bool one_route =
        std::all_of(question.permits.begin(), question.permits.end(),
                    [&](const model::Permit& permit) { return permit->route == route; });
    if (!one_route || mailboxes > mailboxes_per_call_max(route, snapshot)) {
      co_return for_everybody(
          mailboxes, Error::of(ErrorKind::internal, "a question for more than one call can ask"));
    }
    const auto* partner = std::get_if<model::PartnerRoute>(&route);
    const auto* relationship = std::get_if<model::RelationshipRoute>(&route);
    const config::CalendarSource* source = nullptr;
    if (partner == nullptr && relationship == nullptr) {
      source = source_of(snapshot, std::get<model::SourceRoute>(route));
      if (source == nullptr) {
        co_return for_everybody(
            mailboxes,
            Error::of(ErrorKind::internal, "the calendar source is no longer configured"));
      }
      // Files have no server that counts; their pool has a queue of its own.
      if (source->kind == config::SourceKind::ics) co_return co_await ics_.ask(question, *source);
    }
    const auto seat = co_await limits_.take(describe(route), requests_max(source), deadline);
    if (!seat) co_return for_everybody(mailboxes, seat.error());
    if (partner != nullptr) {
      co_return co_await partners_.ask(question, *partner, snapshot, http, deadline);
    }
    if (relationship != nullptr) {
      co_return co_await relationships_.ask(question, *relationship, snapshot, http, deadline);
    }
    co_return co_await ask_server(question, *source, snapshot, http, deadline);
  }

  asio::awaitable<Answers> ask_server(const UpstreamQuestion& question,
                                      const config::CalendarSource& source,
                                      const config::Snapshot& snapshot, net::HttpClient& http,
                                      async::Deadline deadline) {
    const std::size_t mailboxes = question.permits.size();
    const auto& route = std::get<model::SourceRoute>(question.permits.front()->route);
    const config::Tenant& tenant = *snapshot.federation().tenant(route.tenant);
    switch (source.kind) {
      case config::SourceKind::graph:
        co_return co_await graph_.ask(question, snapshot, tenant, source, http, deadline);
      case config::SourceKind::ews:
        co_return co_await ask_ews_source(question, snapshot, tenant, source, credentials_, http,
                                          deadline);
      case config::SourceKind::ics:
        break;
    }
    co_return for_everybody(mailboxes, Error::of(ErrorKind::internal, "no such kind of source"));
  }

  GraphSource graph_;
  IcsSource ics_;
  identity::SourceCredentials credentials_;
  Discovery discovery_;
  PartnerGateway partners_;
  PartnerRelationship relationships_;
  TargetLimits limits_;
  async::Clock& clock_;
};

}  // namespace

std::chrono::days CalendarUpstream::window_per_call_max(const model::Route&,
                                                        const config::Snapshot&) const {
  return kEwsWindowMax;
}

std::unique_ptr<CalendarUpstream> make_calendar_upstream(std::string gateway_id,
                                                         identity::TokenBroker& tokens,
                                                         async::OffloadPool& files,
                                                         async::Clock& clock,
                                                         UpstreamOptions options) {
  return make_split_upstream(
      std::make_unique<RoutedUpstream>(std::move(gateway_id), tokens, files, clock, options));
}

}  // namespace fb::upstream
