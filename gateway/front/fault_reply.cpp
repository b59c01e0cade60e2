// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/fault_reply.hpp"

#include "protocols/ews/ews.hpp"
#include "protocols/graph/graph.hpp"
#include "protocols/plain/plain.hpp"

namespace fb::front {

unsigned http_status(model::ErrorKind kind) {
  using K = model::ErrorKind;
  switch (kind) {
    case K::endpoint_not_found:
      return 404;
    case K::method_not_allowed:
      return 405;
    case K::body_too_large:
      return 413;
    case K::request_too_slow:
      return 408;
    case K::content_coding_unknown:
      return 415;
    case K::unauthenticated:
    case K::attempts_exhausted:
      return 401;
    case K::malformed_request:
      return 400;
    case K::server_busy:
      return 503;
    case K::schema_violation:
    case K::unknown_operation:
    case K::server_version_invalid:
    case K::mailbox_list_empty:
    case K::mailbox_list_too_long:
    case K::window_invalid:
    case K::window_too_long:
    case K::interval_invalid:
    case K::view_invalid:
    case K::time_zone_invalid:
    case K::access_mode_refused:
    case K::impersonation_refused:
    case K::internal:
    case K::address_invalid:
    case K::recipient_unknown:
    case K::recipient_ambiguous:
    case K::no_path:
    case K::relationship_free_busy_off:
    case K::no_access:
    case K::pair_refused:
    case K::second_hop:
    case K::asked_back:
    case K::discovery_failed:
    case K::token_unavailable:
    case K::deadline_passed:
    case K::peer_unreachable:
    case K::peer_throttled:
    case K::peer_broken:
    case K::peer_refused_us:
    case K::peer_recipient_unknown:
    case K::peer_no_access:
    case K::peer_request_not_allowed:
    case K::result_too_big:
    case K::group_too_big:
      break;
  }
  return 500;
}

namespace {

// The headers of an answer that has no result; its body is still to be written.
void begin_error(unsigned status, std::string_view content_type, const RefusalFacts& facts,
                 net::ResponseBuffer& response) {
  response.clear();
  response.set_status(status);
  response.set_content_type(content_type);
  if (status == 401) {
    for (const std::string& challenge : facts.challenges)
      response.add_header("WWW-Authenticate", challenge);
  }
  if (status == 405) response.add_header("Allow", facts.allow);
  if (status == 503) response.add_header("Retry-After", "5");
}

}  // namespace

void reply_plain(const model::Error& error, const RefusalFacts& facts,
                 net::ResponseBuffer& response) {
  begin_error(http_status(error.kind()), "text/plain; charset=utf-8", facts, response);
  response.body() += model::facts(error.kind()).caller_text;
  response.body() += '\n';
}

void reply_refusal(Dialect dialect, const model::Error& error, const RefusalFacts& facts,
                   net::ResponseBuffer& response) {
  const model::ErrorKind kind = error.kind();
  const std::string_view sentence = model::facts(kind).caller_text;
  switch (dialect) {
    case Dialect::none:
    case Dialect::ews:
    case Dialect::autodiscover:
      reply_plain(error, facts, response);
      return;
    case Dialect::graph: {
      const graph::WholeCallError words = graph::whole_call_error(kind);
      reply_graph_error(words.http_status, words.code, sentence, facts, response);
      return;
    }
    case Dialect::plain:
      reply_json_error(plain::http_status(kind), model::facts(plain::told_to_partners(kind)).name,
                       sentence, facts, response);
      return;
  }
}

void reply_graph_error(unsigned status, std::string_view code, std::string_view message,
                       const RefusalFacts& facts, net::ResponseBuffer& response) {
  begin_error(status, "application/json; charset=utf-8", facts, response);
  graph::encode_error(code, message, {facts.request_id, facts.now}, response.body());
}

void reply_json_error(unsigned status, std::string_view code, std::string_view message,
                      const RefusalFacts& facts, net::ResponseBuffer& response) {
  begin_error(status, "application/json", facts, response);
  plain::encode_error(code, message, response.body());
}

void reply_ews_fault(const model::Error& error, net::ResponseBuffer& response) {
  response.clear();
  response.set_status(500);
  response.set_content_type("text/xml; charset=utf-8");
  ews::encode_fault(error, response.body());
}

}  // namespace fb::front
