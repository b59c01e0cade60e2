// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/availability_endpoint.hpp"

#include <utility>

#include "gateway/front/answer_context.hpp"
#include "gateway/front/fault_reply.hpp"
#include "protocols/ics/vfreebusy.hpp"
#include "protocols/plain/openapi.hpp"
#include "protocols/plain/plain.hpp"

namespace fb::front {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;
using plain::Format;

// Of how many people something is unknown: what a script has to know before it reads any form.
constexpr std::string_view kUnknownHeader = "X-FreeBusy-Unknown";

// What only HTTP knows has no ErrorKind, only a code.
struct HttpRefusal {
  unsigned status;
  std::string_view code;
  std::string_view message;
};
constexpr HttpRefusal kNotAcceptable{
    406, "not_acceptable",
    "The answer can be application/json, text/csv or text/calendar; Accept takes none of them."};
constexpr HttpRefusal kUnsupportedMediaType{415, "unsupported_media_type",
                                            "The body must be application/json."};

std::string_view content_type(Format format) {
  switch (format) {
    case Format::csv:
      return "text/csv; charset=utf-8; header=present";
    case Format::calendar:
      return "text/calendar; charset=utf-8; method=REPLY; component=VFREEBUSY";
    case Format::json:
      break;
  }
  return "application/json";
}

void refuse(const HttpRefusal& refusal, RequestScope& scope, net::ResponseBuffer& response) {
  reply_json_error(refusal.status, refusal.code, refusal.message, {}, response);
  scope.refusal = Error::of(ErrorKind::malformed_request, std::string(refusal.code));
}

void refuse(Error error, RequestScope& scope, net::ResponseBuffer& response) {
  const bool home = is_home((*scope.caller)->kind);
  reply_json_error(plain::http_status(error.kind()), model::facts(error.kind()).name,
                   plain::error_message(error, home), {}, response);
  scope.refusal = std::move(error);
}

model::Result<plain::Question> read_question(EndpointCall call) {
  if (call.head.method == "GET") return plain::decode_query(call.head.query);
  if (!call.head.query.empty()) {
    return Error::of(ErrorKind::malformed_request,
                     "a question in the body and another one in the query: give one of them");
  }
  return plain::decode_question(call.body);
}

void write_answer(const Services& services, const RequestScope& scope, Format format,
                  plain::Question question, net::ResponseBuffer& response) {
  const model::Caller& caller = **scope.caller;
  const bool home = is_home(caller.kind);
  const model::UtcTime now = services.clock.utc_now();
  response.set_content_type(content_type(format));
  // An answer depends on who asks and on the form that was asked for.
  response.add_header("Vary", "Authorization, Accept");
  response.add_header("Cache-Control", "no-store");
  if (home) response.add_header(kCacheHeader, cache_header(*scope.reply));
  response.add_header(kUnknownHeader, std::to_string(plain::count_unknown(*scope.reply)));
  if (format == Format::calendar) {
    const ics::FreeBusyFacts facts{now, scope.correlation.str(),
                                   caller.user ? caller.user->str() : std::string(), home};
    ics::encode_free_busy(*scope.reply, facts, response.body());
    return;
  }
  const plain::Presentation presentation{std::move(question.zone), std::move(question.zone_name),
                                         now, home};
  if (format == Format::csv) {
    plain::encode_csv(*scope.reply, presentation, response.body());
  } else {
    plain::encode_answer(*scope.reply, presentation, response.body());
  }
}

}  // namespace

asio::awaitable<model::Status> answer_plain_availability(const Services& services,
                                                         RequestScope& scope, EndpointCall call,
                                                         net::ResponseBuffer& response) {
  auto trail = hop_trail(call.head);
  if (!trail) {
    refuse(trail.error(), scope, response);
    co_return model::Status();
  }
  const auto format = plain::choose_format(all_values(call.head, "Accept"));
  if (!format) {
    refuse(kNotAcceptable, scope, response);
    co_return model::Status();
  }
  if (call.head.method != "GET" && !is_json(call.head)) {
    refuse(kUnsupportedMediaType, scope, response);
    co_return model::Status();
  }
  auto question = read_question(call);
  if (!question) {
    refuse(question.error(), scope, response);
    co_return model::Status();
  }
  auto context = fetch_context(services, scope, std::move(*trail));
  scope.reply = co_await services.availability.answer(*scope.caller, std::move(question->request),
                                                      std::move(context));
  write_answer(services, scope, *format, std::move(*question), response);
  co_return model::Status();
}

asio::awaitable<model::Status> answer_openapi(const Services&, RequestScope&, EndpointCall,
                                              net::ResponseBuffer& response) {
  response.set_content_type("application/json");
  response.body() += plain::openapi_document();
  co_return model::Status();
}

}  // namespace fb::front
