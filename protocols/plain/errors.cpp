// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <array>

#include "protocols/plain/plain.hpp"
#include "protocols/wire/json.hpp"

namespace fb::plain {
namespace {

using K = model::ErrorKind;

// One row per kind. A kind that is about one mailbox never fails a whole request.
struct Row {
  K kind;
  unsigned http_status;
  K told_to_partners;
};

constexpr std::array<Row, model::kErrorKindCount> kRows{{
    {K::endpoint_not_found, 404, K::endpoint_not_found},
    {K::method_not_allowed, 405, K::method_not_allowed},
    {K::body_too_large, 413, K::body_too_large},
    {K::request_too_slow, 408, K::request_too_slow},
    {K::content_coding_unknown, 415, K::content_coding_unknown},
    {K::unauthenticated, 401, K::unauthenticated},
    {K::attempts_exhausted, 401, K::unauthenticated},
    {K::malformed_request, 400, K::malformed_request},
    {K::schema_violation, 400, K::schema_violation},
    {K::unknown_operation, 400, K::unknown_operation},
    {K::server_version_invalid, 400, K::server_version_invalid},
    {K::mailbox_list_empty, 400, K::mailbox_list_empty},
    {K::mailbox_list_too_long, 400, K::mailbox_list_too_long},
    {K::window_invalid, 400, K::window_invalid},
    {K::window_too_long, 400, K::window_too_long},
    {K::interval_invalid, 400, K::interval_invalid},
    {K::view_invalid, 400, K::view_invalid},
    {K::time_zone_invalid, 400, K::time_zone_invalid},
    {K::access_mode_refused, 403, K::access_mode_refused},
    {K::impersonation_refused, 403, K::impersonation_refused},
    {K::server_busy, 503, K::server_busy},
    {K::internal, 500, K::internal},
    {K::address_invalid, 500, K::address_invalid},
    {K::recipient_unknown, 500, K::recipient_unknown},
    {K::recipient_ambiguous, 500, K::recipient_unknown},
    {K::no_path, 500, K::no_path},
    {K::relationship_free_busy_off, 500, K::relationship_free_busy_off},
    {K::no_access, 500, K::no_access},
    {K::pair_refused, 500, K::peer_request_not_allowed},
    {K::second_hop, 500, K::peer_request_not_allowed},
    {K::asked_back, 500, K::peer_request_not_allowed},
    {K::discovery_failed, 500, K::peer_broken},
    {K::token_unavailable, 500, K::peer_broken},
    {K::deadline_passed, 500, K::deadline_passed},
    {K::peer_unreachable, 500, K::peer_broken},
    {K::peer_throttled, 500, K::peer_broken},
    {K::peer_broken, 500, K::peer_broken},
    {K::peer_refused_us, 500, K::peer_broken},
    {K::peer_recipient_unknown, 500, K::recipient_unknown},
    {K::peer_no_access, 500, K::no_access},
    {K::peer_request_not_allowed, 500, K::peer_request_not_allowed},
    {K::result_too_big, 500, K::result_too_big},
    {K::group_too_big, 500, K::group_too_big},
}};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_enum_order(), "one row per kind, in the order of the enum");

const Row& row(K kind) { return kRows[static_cast<std::size_t>(kind)]; }

}  // namespace

unsigned http_status(K kind) { return row(kind).http_status; }

K told_to_partners(K kind) { return row(kind).told_to_partners; }

std::string error_message(const model::Error& error, bool words_for_caller) {
  std::string message(model::facts(error.kind()).caller_text);
  if (!words_for_caller || error.detail().empty()) return message;
  if (message.ends_with('.')) message.pop_back();
  return message.append(": ").append(error.detail());
}

void encode_error(std::string_view code, std::string_view message, std::string& out) {
  out += R"({"error":{"code":)";
  wire::append_json_string(code, out);
  out += R"(,"message":)";
  wire::append_json_string(message, out);
  out += "}}\n";
}

}  // namespace fb::plain
