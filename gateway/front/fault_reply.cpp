// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/fault_reply.hpp"

#include "protocols/ews/ews.hpp"

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
      break;
  }
  return 500;
}

void reply_plain(const model::Error& error, const std::vector<std::string>& challenges,
                 std::string_view allow, net::ResponseBuffer& response) {
  const unsigned status = http_status(error.kind());
  response.clear();
  response.set_status(status);
  response.set_content_type("text/plain; charset=utf-8");
  if (status == 401) {
    for (const std::string& challenge : challenges)
      response.add_header("WWW-Authenticate", challenge);
  }
  if (status == 405) response.add_header("Allow", allow);
  if (status == 503) response.add_header("Retry-After", "5");
  response.body() += model::facts(error.kind()).caller_text;
  response.body() += '\n';
}

void reply_refusal(Dialect dialect, const model::Error& error,
                   const std::vector<std::string>& challenges, std::string_view allow,
                   net::ResponseBuffer& response) {
  reply_plain(error, challenges, allow, response);
  switch (dialect) {
    case Dialect::none:
    case Dialect::ews:
    case Dialect::autodiscover:
    case Dialect::graph:
    case Dialect::plain:
      break;
  }
}

void reply_ews_fault(const model::Error& error, net::ResponseBuffer& response) {
  response.clear();
  response.set_status(500);
  response.set_content_type("text/xml; charset=utf-8");
  ews::encode_fault(error, response.body());
}

}  // namespace fb::front
