// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/ews_endpoint.hpp"

#include <algorithm>
#include <utility>

#include "gateway/front/answer_context.hpp"
#include "gateway/front/fault_reply.hpp"
#include "protocols/ews/ews.hpp"
#include "protocols/suggestions/suggest.hpp"

namespace fb::front {
namespace asio = boost::asio;
namespace {

constexpr std::string_view kContentType = "text/xml; charset=utf-8";

void refuse(model::Error error, RequestScope& scope, net::ResponseBuffer& response) {
  reply_ews_fault(error, response);
  scope.refusal = std::move(error);
}

bool lies_in(const model::TimeWindow& inner, const model::TimeWindow& outer) {
  return inner.begin() >= outer.begin() && inner.end() <= outer.end();
}

// Where nobody's calendar is known there is nothing to suggest from; an empty list would say that
// nobody has time.
model::Result<std::vector<model::DaySuggestions>> suggestions_of(
    const model::SuggestionsWish& wish, const model::AvailabilityReply& reply) {
  const bool any =
      std::any_of(reply.mailboxes.begin(), reply.mailboxes.end(),
                  [](const auto& mailbox) { return mailbox.availability.has_value(); });
  if (!any && !reply.mailboxes.empty()) {
    return model::Error::of(reply.mailboxes.front().availability.error().kind(),
                            "No attendee's calendar is known.");
  }
  return suggestions::suggest(wish, reply);
}

// What the suggestions need beyond the view, where they need it: the pipeline is asked a second
// time then, and most of the answer is in the cache.
std::optional<model::AvailabilityRequest> question_beyond_the_view(
    const ews::AvailabilityCall& call) {
  if (!call.suggestions || lies_in(call.suggestions->window, call.request.window)) {
    return std::nullopt;
  }
  return model::AvailabilityRequest{call.request.mailboxes, call.suggestions->window};
}

asio::awaitable<void> answer_availability(const Services& services, RequestScope& scope,
                                          ews::AvailabilityCall call, model::HopTrail trail,
                                          net::ResponseBuffer& response) {
  auto more = question_beyond_the_view(call);
  auto context = fetch_context(services, scope, std::move(trail));
  scope.reply =
      co_await services.availability.answer(*scope.caller, std::move(call.request), context);
  std::optional<model::AvailabilityReply> beyond;
  if (more) {
    beyond =
        co_await services.availability.answer(*scope.caller, std::move(*more), std::move(context));
  }
  ews::AvailabilityAnswer answer;
  if (call.view_asked) answer.view = &*scope.reply;
  if (call.suggestions) {
    answer.suggestions = suggestions_of(*call.suggestions, beyond ? *beyond : *scope.reply);
  }
  const bool home = is_home((*scope.caller)->kind);
  const ews::ServerIdentity server{services.settings.gateway.id,
                                   services.settings.listener.public_url + "/EWS/Exchange.asmx"};
  ews::encode_answer(answer, call.presentation, server, home, response.body());
  if (home) response.add_header(kCacheHeader, cache_header(*scope.reply));
}

}  // namespace

asio::awaitable<model::Status> answer_ews(const Services& services, RequestScope& scope,
                                          EndpointCall call, net::ResponseBuffer& response) {
  auto trail = hop_trail(call.head);
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

}  // namespace fb::front
