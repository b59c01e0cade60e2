// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <array>

#include "protocols/graph/error_words.hpp"
#include "protocols/graph/graph.hpp"
#include "protocols/graph/schedule.hpp"
#include "protocols/graph/words.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::Error;
using K = model::ErrorKind;

struct PeerCode {
  std::string_view code;
  K kind;
};

constexpr PeerCode kPeerCodes[] = {
    {"5009", K::peer_recipient_unknown},
    {"ErrorMailRecipientNotFound", K::peer_recipient_unknown},
    {"ErrorItemNotFound", K::peer_recipient_unknown},
    {"ErrorNonExistentMailbox", K::peer_recipient_unknown},
    {"ErrorInvalidUser", K::peer_recipient_unknown},
    {"ErrorCannotFindUser", K::peer_recipient_unknown},
    {"MailboxNotFound", K::peer_recipient_unknown},
    {"MailboxNotEnabledForRESTAPI", K::peer_recipient_unknown},
    {"ResourceNotFound", K::peer_recipient_unknown},
    {"Request_ResourceNotFound", K::peer_recipient_unknown},
    {"5037", K::peer_no_access},
    {"ErrorNoFreeBusyAccess", K::peer_no_access},
    {"5016", K::peer_no_access},
    {"7002", K::peer_request_not_allowed},
    {"ErrorProxyRequestNotAllowed", K::peer_request_not_allowed},
    {"ErrorTimeoutExpired", K::deadline_passed},
    {"ErrorServerBusy", K::peer_throttled},
    {"ErrorTooManyRequests", K::peer_throttled},
    {"TooManyRequests", K::peer_throttled},
    {"ApplicationThrottled", K::peer_throttled},
    {"activityLimitReached", K::peer_throttled},
    {"MailboxConcurrency", K::peer_throttled},
    {"ErrorExceededConnectionCount", K::peer_throttled},
    {"ErrorResultSetTooBig", K::result_too_big},
    {"5006", K::result_too_big},
    {"ErrorTimeIntervalTooBig", K::window_too_long},
    {"5002", K::mailbox_list_too_long},
    {"ErrorMailboxDataArrayTooBig", K::mailbox_list_too_long},
    {"ErrorFreeBusyDLLimitReached", K::group_too_big},
};

// responseCode is a string, but a number would mean the same.
std::string code_of(const json::value& error, std::string_view name) {
  const json::value* const found = wire::member(error, name);
  if (found != nullptr && found->is_int64()) return std::to_string(found->get_int64());
  return std::string(wire::text_member(error, name));
}

std::string peer_words(std::string_view code, std::string_view message) {
  std::string words(code);
  if (!words.empty() && !message.empty()) words += ": ";
  words += message;
  return words;
}

K kind_of_status(unsigned http_status, std::string_view code) {
  if (http_status == 401 || http_status == 403) return K::peer_refused_us;
  if (http_status == 429 || http_status == 503) return K::peer_throttled;
  const std::optional<K> named = kind_of_code(code);
  if (named && *named == K::peer_recipient_unknown) {
    // A path that does not exist has no mailbox in it: only a code proves that one is missing.
    return http_status == 404 || http_status == 400 ? *named : K::peer_broken;
  }
  return http_status < 500 ? named.value_or(K::peer_broken) : K::peer_broken;
}

// One row per kind.
struct Words {
  K kind;
  std::string_view schedule_code;
  WholeCallError whole_call;
};

constexpr std::string_view kProcessing = "ErrorProxyRequestProcessingFailed";
constexpr std::string_view kNotAllowed = "ErrorProxyRequestNotAllowed";
constexpr std::string_view kInternal = "ErrorInternalServerError";
constexpr std::string_view kInvalid = "ErrorInvalidRequest";

constexpr std::array<Words, model::kErrorKindCount> kWords{{
    {K::endpoint_not_found, kInvalid, {404, "ResourceNotFound"}},
    {K::method_not_allowed, kInvalid, {405, "MethodNotAllowed"}},
    {K::body_too_large, kInvalid, {413, "RequestEntityTooLarge"}},
    {K::request_too_slow, kInvalid, {408, "RequestTimeout"}},
    {K::content_coding_unknown, kInvalid, {415, "UnsupportedMediaType"}},
    {K::unauthenticated, "ErrorAccessDenied", {401, "InvalidAuthenticationToken"}},
    {K::attempts_exhausted, "ErrorAccessDenied", {401, "InvalidAuthenticationToken"}},
    {K::malformed_request, kInvalid, {400, "BadRequest"}},
    {K::schema_violation, kInvalid, {400, kInvalid}},
    {K::unknown_operation, kInvalid, {400, kInvalid}},
    {K::server_version_invalid, kInvalid, {400, kInvalid}},
    {K::mailbox_list_empty, kInvalid, {400, "ErrorInvalidParameter"}},
    {K::mailbox_list_too_long, kInvalid, {400, "ErrorMailboxDataArrayTooBig"}},
    {K::window_invalid, kInvalid, {400, "ErrorInvalidTimeInterval"}},
    {K::window_too_long, kInvalid, {400, "ErrorTimeIntervalTooBig"}},
    {K::interval_invalid, kInvalid, {400, "ErrorInvalidMergedFreeBusyInterval"}},
    {K::view_invalid, kInvalid, {400, kInvalid}},
    {K::time_zone_invalid, kInvalid, {400, "TimeZoneNotSupportedException"}},
    {K::access_mode_refused, kNotAllowed, {403, "ErrorAccessDenied"}},
    {K::impersonation_refused, kNotAllowed, {403, "ErrorAccessDenied"}},
    {K::server_busy, "ErrorServerBusy", {503, "ErrorServerBusy"}},
    {K::internal, kInternal, {500, kInternal}},
    {K::address_invalid, "5009", {400, "ErrorInvalidParameter"}},
    {K::recipient_unknown, "5009", {404, "ErrorItemNotFound"}},
    {K::recipient_ambiguous, "5009", {404, "ErrorItemNotFound"}},
    {K::no_path, "ErrorAddressSpaceNotFound", {404, "ErrorAddressSpaceNotFound"}},
    {K::relationship_free_busy_off,
     "ErrorInvalidOrganizationRelationshipForFreeBusy",
     {403, "ErrorAccessDenied"}},
    {K::no_access, "5037", {403, "ErrorAccessDenied"}},
    {K::pair_refused, kNotAllowed, {403, "ErrorAccessDenied"}},
    {K::second_hop, kNotAllowed, {403, "ErrorAccessDenied"}},
    {K::asked_back, kNotAllowed, {403, "ErrorAccessDenied"}},
    {K::discovery_failed, "ErrorAutoDiscoverFailed", {502, "ErrorAutoDiscoverFailed"}},
    {K::token_unavailable, kProcessing, {502, kProcessing}},
    {K::deadline_passed, "ErrorTimeoutExpired", {504, "ErrorTimeoutExpired"}},
    {K::peer_unreachable, kProcessing, {502, kProcessing}},
    {K::peer_throttled, kProcessing, {503, "ErrorServerBusy"}},
    {K::peer_broken, kProcessing, {502, kProcessing}},
    {K::peer_refused_us, kProcessing, {502, kProcessing}},
    {K::peer_recipient_unknown, "5009", {404, "ErrorItemNotFound"}},
    {K::peer_no_access, "5037", {403, "ErrorAccessDenied"}},
    {K::peer_request_not_allowed, kNotAllowed, {403, "ErrorAccessDenied"}},
    {K::result_too_big, "ErrorResultSetTooBig", {502, "ErrorResultSetTooBig"}},
    {K::group_too_big, "ErrorFreeBusyDLLimitReached", {400, "ErrorFreeBusyDLLimitReached"}},
}};

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (static_cast<std::size_t>(kWords[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_enum_order(), "one row per kind, in the order of the enum");

const Words& words(K kind) { return kWords[static_cast<std::size_t>(kind)]; }

}  // namespace

std::optional<K> kind_of_code(std::string_view code) {
  for (const PeerCode& row : kPeerCodes) {
    if (equal_without_case(row.code, code)) return row.kind;
  }
  return std::nullopt;
}

Error read_schedule_error(const json::value& error) {
  const std::string code = code_of(error, "responseCode");
  return Error::from_peer(kind_of_code(code).value_or(K::peer_broken),
                          "the schedule has an error instead of times",
                          peer_words(code, wire::text_member(error, "message")));
}

Error decode_error(unsigned http_status, std::string_view body) {
  std::string code;
  std::string message;
  if (const auto parsed = wire::parse_json(body)) {
    if (const json::value* const error = wire::member(*parsed, "error")) {
      code = code_of(*error, "code");
      message = wire::text_member(*error, "message");
    }
  }
  return Error::from_peer(kind_of_status(http_status, code),
                          "getSchedule was answered with HTTP " + std::to_string(http_status),
                          peer_words(code, message));
}

std::string_view schedule_response_code(K kind) { return words(kind).schedule_code; }

WholeCallError whole_call_error(K kind) { return words(kind).whole_call; }

std::string error_message(const Error& error, bool words_for_caller) {
  std::string message(model::facts(error.kind()).caller_text);
  if (!words_for_caller) return message;
  if (!error.detail().empty()) {
    if (message.ends_with('.')) message.pop_back();
    message.append(": ").append(error.detail());
  }
  if (!error.rule().empty()) message.append(" (rule ").append(error.rule()).append(")");
  return message;
}

void encode_error(std::string_view code, std::string_view message, const InnerError& inner,
                  std::string& out) {
  out += R"({"error":{"code":)";
  wire::append_json_string(code, out);
  out += R"(,"message":)";
  wire::append_json_string(message, out);
  out += R"(,"innerError":{"date":")";
  wire::append_wall_time(std::chrono::local_seconds(inner.date.time_since_epoch()), out);
  out += R"(","request-id":)";
  wire::append_json_string(inner.request_id, out);
  out += R"(,"client-request-id":)";
  wire::append_json_string(inner.request_id, out);
  out += "}}}";
}

void encode_error(const Error& error, std::string& out) {
  out += R"({"error":{"code":)";
  wire::append_json_string(whole_call_error(error.kind()).code, out);
  out += R"(,"message":)";
  wire::append_json_string(model::facts(error.kind()).caller_text, out);
  out += "}}";
}

}  // namespace fb::graph
