// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/error.hpp"

#include <algorithm>
#include <utility>

namespace fb::model {
namespace {

using K = ErrorKind;
using F = Fault;
using R = Retry;

constexpr std::array<ErrorKindFacts, kErrorKindCount> kFacts{{
    {K::endpoint_not_found, "endpoint_not_found", F::caller, R::never,
     "There is no such endpoint."},
    {K::method_not_allowed, "method_not_allowed", F::caller, R::never,
     "This endpoint does not take that method."},
    {K::body_too_large, "body_too_large", F::caller, R::never, "The request body is too large."},
    {K::request_too_slow, "request_too_slow", F::caller, R::later,
     "The request did not arrive in time."},
    {K::content_coding_unknown, "content_coding_unknown", F::caller, R::never,
     "The content coding of the request body is not supported: send it as it is, or with gzip."},
    {K::unauthenticated, "unauthenticated", F::caller, R::never,
     "The caller is not authenticated."},
    {K::attempts_exhausted, "attempts_exhausted", F::caller, R::later,
     "The caller is not authenticated."},
    {K::malformed_request, "malformed_request", F::caller, R::never,
     "The request could not be read."},
    {K::schema_violation, "schema_violation", F::caller, R::never,
     "The request failed schema validation."},
    {K::unknown_operation, "unknown_operation", F::caller, R::never,
     "The operation is not offered here."},
    {K::server_version_invalid, "server_version_invalid", F::caller, R::never,
     "The requested server version is not known."},
    {K::mailbox_list_empty, "mailbox_list_empty", F::caller, R::never,
     "The request names no mailbox."},
    {K::mailbox_list_too_long, "mailbox_list_too_long", F::caller, R::never,
     "The request names too many mailboxes."},
    {K::window_invalid, "window_invalid", F::caller, R::never, "The time window is not valid."},
    {K::window_too_long, "window_too_long", F::caller, R::never, "The time window is too long."},
    {K::interval_invalid, "interval_invalid", F::caller, R::never,
     "The merged free/busy interval is not valid."},
    {K::view_invalid, "view_invalid", F::caller, R::never, "The requested view is not valid."},
    {K::time_zone_invalid, "time_zone_invalid", F::caller, R::never,
     "The time zone is missing or not valid."},
    {K::access_mode_refused, "access_mode_refused", F::caller, R::never,
     "The way of access that the request names is not allowed."},
    {K::impersonation_refused, "impersonation_refused", F::caller, R::never,
     "The caller may not act for that user."},
    {K::server_busy, "server_busy", F::gateway, R::later, "The server is busy. Try again later."},
    {K::internal, "internal", F::gateway, R::later, "An internal error occurred."},
    {K::address_invalid, "address_invalid", F::caller, R::never,
     "The address is not a valid SMTP address."},
    {K::recipient_unknown, "recipient_unknown", F::caller, R::never,
     "The recipient could not be found."},
    {K::recipient_ambiguous, "recipient_ambiguous", F::caller, R::never,
     "The recipient could not be found."},
    {K::no_path, "no_path", F::caller, R::never, "No way to that organisation is configured."},
    {K::relationship_free_busy_off, "relationship_free_busy_off", F::caller, R::never,
     "The organization relationship has free/busy turned off."},
    {K::no_access, "no_access", F::caller, R::never,
     "The caller does not have access to free/busy data."},
    {K::pair_refused, "pair_refused", F::caller, R::never,
     "Free/busy between these two clouds is not allowed."},
    {K::second_hop, "second_hop", F::caller, R::never,
     "An external request is not sent on to another organisation."},
    {K::asked_back, "asked_back", F::caller, R::never,
     "The request came from the place that it would be sent to."},
    {K::discovery_failed, "discovery_failed", F::peer, R::later,
     "The other organisation's service could not be found."},
    {K::token_unavailable, "token_unavailable", F::gateway, R::later,
     "The request to the other organisation could not be processed."},
    {K::deadline_passed, "deadline_passed", F::peer, R::later,
     "The answer did not arrive in time."},
    {K::peer_unreachable, "peer_unreachable", F::peer, R::same_route,
     "The request to the other organisation could not be processed."},
    {K::peer_throttled, "peer_throttled", F::peer, R::later,
     "The request to the other organisation could not be processed."},
    {K::peer_broken, "peer_broken", F::peer, R::later,
     "The request to the other organisation could not be processed."},
    {K::peer_refused_us, "peer_refused_us", F::peer, R::never,
     "The request to the other organisation could not be processed."},
    {K::peer_recipient_unknown, "peer_recipient_unknown", F::caller, R::never,
     "The recipient could not be found."},
    {K::peer_no_access, "peer_no_access", F::caller, R::never,
     "The caller does not have access to free/busy data."},
    {K::peer_request_not_allowed, "peer_request_not_allowed", F::caller, R::never,
     "The other organisation does not allow the request."},
    {K::result_too_big, "result_too_big", F::peer, R::never,
     "The calendar holds too many entries in that window."},
    {K::group_too_big, "group_too_big", F::caller, R::never,
     "The group has too many members to be expanded."},
}};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < kFacts.size(); ++i) {
    if (static_cast<std::size_t>(kFacts[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_enum_order(), "one row per kind, in the order of the enum");

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::string bounded_plain_text(std::string_view text) {
  std::size_t size = std::min(text.size(), Error::kPeerTextBytesMax);
  // Not in the middle of a UTF-8 character, which has at most three continuation bytes.
  for (int i = 0; i < 3 && size > 0 && size < text.size() && is_continuation(text[size]); ++i) {
    --size;
  }
  std::string out(text.substr(0, size));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < 0x20 || byte == 0x7f) out[i] = ' ';
    // U+0080 to U+009F: terminals obey some of these too.
    if (byte == 0xc2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xa0 &&
        is_continuation(out[i + 1])) {
      out[i] = ' ';
      out[i + 1] = ' ';
    }
  }
  return out;
}

}  // namespace

const ErrorKindFacts& facts(ErrorKind kind) { return kFacts[static_cast<std::size_t>(kind)]; }

const std::array<ErrorKindFacts, kErrorKindCount>& all_error_kinds() { return kFacts; }

Error::Error(ErrorKind kind, std::string rule, std::string detail, std::string peer_text)
    : kind_(kind),
      rule_(std::move(rule)),
      detail_(std::move(detail)),
      peer_text_(std::move(peer_text)) {}

Error Error::of(ErrorKind kind, std::string detail, std::string rule) {
  return Error(kind, std::move(rule), std::move(detail), {});
}

Error Error::from_peer(ErrorKind kind, std::string detail, std::string_view peer_text,
                       std::string rule) {
  return Error(kind, std::move(rule), std::move(detail), bounded_plain_text(peer_text));
}

Error&& Error::with_retry_after_s(std::uint32_t seconds) && {
  retry_after_s_ = seconds;
  return std::move(*this);
}

}  // namespace fb::model
