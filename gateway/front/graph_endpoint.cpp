// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/graph_endpoint.hpp"

#include <utility>

#include "gateway/front/answer_context.hpp"
#include "gateway/front/fault_reply.hpp"
#include "protocols/graph/graph.hpp"
#include "protocols/graph/meeting_times.hpp"
#include "protocols/suggestions/suggest.hpp"

namespace fb::front {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::string_view kContentType = "application/json; charset=utf-8";

RefusalFacts refusal_facts(const Services& services, const RequestScope& scope) {
  return {{}, {}, scope.correlation.str(), services.clock.utc_now()};
}

void refuse(Error error, const Services& services, RequestScope& scope,
            net::ResponseBuffer& response) {
  const graph::WholeCallError words = graph::whole_call_error(error.kind());
  const bool home = is_home((*scope.caller)->kind);
  reply_graph_error(words.http_status, words.code, graph::error_message(error, home),
                    refusal_facts(services, scope), response);
  scope.refusal = std::move(error);
}

// True where the body is of another type than JSON, which then is the answer.
bool refuse_media_type(const Services& services, EndpointCall call, RequestScope& scope,
                       net::ResponseBuffer& response) {
  if (is_json(call.head)) return false;
  reply_graph_error(graph::kUnsupportedMediaType.http_status, graph::kUnsupportedMediaType.code,
                    "The body must be application/json.", refusal_facts(services, scope), response);
  scope.refusal = Error::of(ErrorKind::malformed_request, "the body is not called JSON");
  return true;
}

// The segment of /users/{id}/; none for /me/ and for a GUID.
model::Result<std::optional<model::SmtpAddress>> user_in_path(EndpointCall call) {
  if (call.segment.empty()) return std::optional<model::SmtpAddress>();
  return graph::read_user_segment(call.segment);
}

// Whose meeting it is: the user of the path, or who asks. What the caller may see of that mailbox
// is decided as for every other one.
model::Result<model::SmtpAddress> organizer_of(EndpointCall call, const model::Caller& caller) {
  if (call.segment.empty()) {
    if (caller.user) return *caller.user;
    return Error::of(ErrorKind::access_mode_refused, "/me needs a caller that is a person");
  }
  const auto user = graph::read_user_segment(call.segment);
  if (!user) return user.error();
  if (*user) return **user;
  return Error::of(ErrorKind::recipient_unknown, "the organizer must be named by an address");
}

void add_headers(const RequestScope& scope, bool zone_preferred, const std::string& zone_name,
                 net::ResponseBuffer& response) {
  if (zone_preferred) {
    response.add_header("Preference-Applied", "outlook.timezone=\"" + zone_name + '"');
  }
  if (is_home((*scope.caller)->kind)) {
    response.add_header(kCacheHeader, cache_header(*scope.reply));
  }
}

}  // namespace

asio::awaitable<model::Status> answer_graph_schedule(const Services& services, RequestScope& scope,
                                                     EndpointCall call,
                                                     net::ResponseBuffer& response) {
  if (refuse_media_type(services, call, scope, response)) co_return model::Status();
  auto trail = hop_trail(call.head);
  if (!trail) {
    refuse(trail.error(), services, scope, response);
    co_return model::Status();
  }
  // A path that names nobody is refused, as Graph does; whom it names decides nothing.
  if (const auto user = user_in_path(call); !user) {
    refuse(user.error(), services, scope, response);
    co_return model::Status();
  }
  auto asked = graph::decode_call(call.body, all_values(call.head, "Prefer"));
  if (!asked) {
    refuse(asked.error(), services, scope, response);
    co_return model::Status();
  }
  auto context = fetch_context(services, scope, std::move(*trail));
  scope.reply = co_await services.availability.answer(*scope.caller, std::move(asked->request),
                                                      std::move(context));
  const bool home = is_home((*scope.caller)->kind);
  response.set_content_type(kContentType);
  graph::encode_availability(*scope.reply, asked->zone, asked->zone_name, home, response.body());
  add_headers(scope, asked->zone_preferred, asked->zone_name, response);
  co_return model::Status();
}

asio::awaitable<model::Status> answer_graph_meeting_times(const Services& services,
                                                          RequestScope& scope, EndpointCall call,
                                                          net::ResponseBuffer& response) {
  if (refuse_media_type(services, call, scope, response)) co_return model::Status();
  auto trail = hop_trail(call.head);
  if (!trail) {
    refuse(trail.error(), services, scope, response);
    co_return model::Status();
  }
  const auto organizer = organizer_of(call, **scope.caller);
  if (!organizer) {
    refuse(organizer.error(), services, scope, response);
    co_return model::Status();
  }
  auto asked = graph::decode_meeting_times(call.body, all_values(call.head, "Prefer"), *organizer,
                                           services.clock.utc_now());
  if (!asked) {
    refuse(asked.error(), services, scope, response);
    co_return model::Status();
  }
  auto context = fetch_context(services, scope, std::move(*trail));
  scope.reply =
      co_await services.availability.answer(*scope.caller, asked->request, std::move(context));
  std::vector<std::vector<model::DaySuggestions>> found;
  for (const model::SuggestionsWish& wish : asked->slots) {
    found.push_back(suggestions::suggest(wish, *scope.reply));
  }
  response.set_content_type(kContentType);
  graph::encode_meeting_times(*asked, found, response.body());
  add_headers(scope, asked->zone_preferred, asked->zone_name, response);
  co_return model::Status();
}

}  // namespace fb::front
