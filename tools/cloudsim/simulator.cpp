// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/simulator.hpp"

#include <boost/json/serialize.hpp>

#include "protocols/model/hop_trail.hpp"
#include "tools/cloudsim/admin.hpp"

namespace fb::cloudsim {
namespace {

Reply plain(unsigned status) {
  Reply out;
  out.status = status;
  out.content_type = "text/plain; charset=utf-8";
  return out;
}

}  // namespace

Simulator::Simulator(const World& world)
    : world_(world),
      keys_(world),
      directory_(world),
      sign_in_(world, keys_),
      tokens_(world),
      graph_(world, keys_, directory_),
      exchange_(world),
      autodiscover_(world, keys_) {
  for (const Fault& fault : world.faults) faults_.add(fault);
}

Simulator::Service Simulator::service_of(std::string_view host, std::string_view path) const {
  if (tokens_.serves(host, path)) return Service::token_service;
  if (world_.signs_in_at(host)) return Service::sign_in;
  if (!world_.clouds_with_graph(host).empty()) return Service::graph;
  if (world_.exchange(host) != nullptr) return Service::exchange;
  if (world_.autodiscover(host) != nullptr) return Service::autodiscover;
  return Service::nobody;
}

Answer Simulator::true_answer(Service service, const Request& request, model::UtcTime now) {
  switch (service) {
    case Service::token_service:
      return tokens_.answer(request, now);
    case Service::sign_in:
      return sign_in_.answer(request, now);
    case Service::graph:
      return graph_.answer(request, now);
    case Service::exchange:
      return exchange_.answer(request, now);
    case Service::autodiscover:
      return autodiscover_.answer(request, now);
    case Service::nobody:
      break;
  }
  return {plain(404), {}};
}

Reply Simulator::throttled(Service service, const Request& request, std::uint32_t wait_s,
                           model::UtcTime now) const {
  Reply out;
  switch (service) {
    case Service::exchange:
      return exchange_busy(wait_s);
    case Service::autodiscover:
      out = autodiscover_busy(request);
      break;
    case Service::graph:
      out = graph_error(request, 429, "ApplicationThrottled", "Too many requests.", now);
      break;
    case Service::token_service:
    case Service::sign_in:
    case Service::nobody:
      out = plain(429);
      break;
  }
  out.headers.emplace_back("Retry-After", std::to_string(wait_s));
  return out;
}

Answer Simulator::with_fault(const Fault& fault, const Request& request, model::UtcTime now,
                             Outcome& outcome) {
  const Service service = service_of(request.host, request.path);
  switch (fault.kind) {
    case FaultKind::status:
      return {plain(static_cast<unsigned>(fault.value)), {}};
    case FaultKind::throttle:
      return {throttled(service, request, static_cast<std::uint32_t>(fault.value), now), {}};
    case FaultKind::cut:
      outcome.delivery = Delivery::none;
      return {plain(0), {}};
    case FaultKind::delay:
      outcome.delay = std::chrono::milliseconds(fault.value);
      break;
    case FaultKind::truncate:
      outcome.delivery = Delivery::half_then_close;
      break;
    case FaultKind::stall:
      outcome.delivery = Delivery::half_then_silence;
      break;
    case FaultKind::malformed:
      break;
  }
  Answer answer = true_answer(service, request, now);
  if (fault.kind == FaultKind::malformed) {
    const bool xml = answer.reply.content_type.find("xml") != std::string::npos;
    answer.reply.status = 200;
    answer.reply.body = xml ? "<Envelope><Body></Envelope>" : "{\"value\": [}";
  }
  return answer;
}

Outcome Simulator::answer(const Request& request, model::UtcTime now) {
  Outcome out;
  if (request.host == World::kAdminHost && !world_.admin_secret.empty()) {
    out.reply = administer(request, world_.admin_secret,
                           {world_, faults_, journal_, keys_, tokens_, directory_});
    return out;
  }
  const auto fault = faults_.take(request.host, request.path);
  Answer answer = fault ? with_fault(*fault, request, now, out)
                        : true_answer(service_of(request.host, request.path), request, now);
  const std::string_view correlation = request.header("client-request-id");
  answer.reply.headers.emplace_back("request-id", random_guid());
  if (model::CorrelationId::parse(correlation)) {
    answer.reply.headers.emplace_back("client-request-id", correlation);
  }

  const std::string_view authorization = request.header("Authorization");
  JournalEntry entry{now,
                     request.host,
                     request.method,
                     request.path,
                     answer.reply.status,
                     std::move(answer.seen),
                     std::string(correlation),
                     std::string(request.header(model::kHopHeader)),
                     fault ? name(fault->kind) : std::string_view(),
                     std::string(authorization.substr(0, authorization.find(' ')))};
  out.log_line = boost::json::serialize(journal_.add(std::move(entry)).json());
  out.reply = std::move(answer.reply);
  return out;
}

}  // namespace fb::cloudsim
