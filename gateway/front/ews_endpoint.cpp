// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/ews_endpoint.hpp"

#include <utility>

#include "gateway/front/fault_reply.hpp"
#include "protocols/ews/ews.hpp"

namespace fb::front {
namespace asio = boost::asio;
namespace {

constexpr std::string_view kContentType = "text/xml; charset=utf-8";

// Words, rule names and reasons are for callers of a home tenant; a partner gets the code and a
// fixed sentence.
bool is_home(model::CallerKind kind) {
  return kind == model::CallerKind::home_user || kind == model::CallerKind::home_server ||
         kind == model::CallerKind::home_script;
}

// "fetched, cached;age=12, none": one entry per mailbox, in order. EWS has no place for the age of
// an answer.
std::string cache_header(const model::AvailabilityReply& reply) {
  std::string value;
  for (const model::MailboxAvailability& mailbox : reply.mailboxes) {
    if (!value.empty()) value += ", ";
    value += model::name(mailbox.provenance.cache);
    if (mailbox.provenance.cache == model::CacheState::cached ||
        mailbox.provenance.cache == model::CacheState::stale) {
      value += ";age=" + std::to_string(mailbox.provenance.age.count());
    }
  }
  return value;
}

pipeline::FetchContext fetch_context(const Services& services, const RequestScope& scope,
                                     model::HopTrail trail) {
  return {scope.snapshot, services.http, scope.deadline, std::move(trail), scope.correlation};
}

void refuse(model::Error error, RequestScope& scope, net::ResponseBuffer& response) {
  reply_ews_fault(error, response);
  scope.refusal = std::move(error);
}

asio::awaitable<void> answer_availability(const Services& services, RequestScope& scope,
                                          ews::AvailabilityCall call, model::HopTrail trail,
                                          net::ResponseBuffer& response) {
  auto context = fetch_context(services, scope, std::move(trail));
  scope.reply = co_await services.availability.answer(*scope.caller, std::move(call.request),
                                                      std::move(context));
  const bool home = is_home((*scope.caller)->kind);
  const ews::ServerIdentity server{services.settings.gateway.id,
                                   services.settings.listener.public_url + "/EWS/Exchange.asmx"};
  ews::encode_availability(*scope.reply, call.presentation, server, home, response.body());
  if (home) response.add_header("X-FreeBusy-Cache", cache_header(*scope.reply));
}

}  // namespace

asio::awaitable<model::Status> answer_ews(const Services& services, RequestScope& scope,
                                          EndpointCall call, net::ResponseBuffer& response) {
  auto trail = model::HopTrail::parse(call.head.header(model::kHopHeader));
  if (!trail) {
    refuse(trail.error(), scope, response);
    co_return model::Status();
  }
  auto asked = ews::decode_call(call.body);
  if (!asked) {
    refuse(asked.error(), scope, response);
    co_return model::Status();
  }
  response.set_content_type(kContentType);
  if (auto* availability = std::get_if<ews::AvailabilityCall>(&*asked)) {
    co_await answer_availability(services, scope, std::move(*availability), std::move(*trail),
                                 response);
  } else {
    ews::encode_server_time_zones(std::get<ews::ServerTimeZonesCall>(*asked), response.body());
  }
  co_return model::Status();
}

asio::awaitable<model::Status> answer_ews_security(RequestScope& scope,
                                                   net::ResponseBuffer& response) {
  static_cast<void>(scope);
  static_cast<void>(response);
  co_return model::Error::of(model::ErrorKind::endpoint_not_found);
}

}  // namespace fb::front
