// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/graph_endpoint.hpp"

#include <utility>

#include "gateway/front/answer_context.hpp"
#include "gateway/front/fault_reply.hpp"
#include "protocols/graph/graph.hpp"

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
  if (asked->zone_preferred) {
    response.add_header("Preference-Applied", "outlook.timezone=\"" + asked->zone_name + '"');
  }
  if (home) response.add_header(kCacheHeader, cache_header(*scope.reply));
  co_return model::Status();
}

asio::awaitable<model::Status> answer_graph_meeting_times(const Services&, RequestScope&,
                                                          EndpointCall, net::ResponseBuffer&) {
  co_return Error::of(ErrorKind::endpoint_not_found);
}

}  // namespace fb::front
