// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every failure that the program expects is one of the kinds below, carried by value in an Error.
// A kind says whose fault it is and whether asking again can help; each dialect owns one function
// that turns a kind into an answer. Our words for operators, and the words of a peer, are kept
// apart: a peer's text is bounded, may be hostile, and is never sent on to somebody else.
//
// Not an exception and not an error_code: exceptions here mean a bug or a refused start.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace fb::model {

enum class ErrorKind : std::uint8_t {
  // The whole request fails.
  endpoint_not_found,
  method_not_allowed,
  body_too_large,
  request_too_slow,
  content_coding_unknown,
  unauthenticated,
  attempts_exhausted,
  malformed_request,
  schema_violation,
  unknown_operation,
  server_version_invalid,
  mailbox_list_empty,
  mailbox_list_too_long,
  window_invalid,
  window_too_long,
  interval_invalid,
  view_invalid,
  time_zone_invalid,
  access_mode_refused,
  impersonation_refused,
  server_busy,
  internal,
  // One mailbox fails, its neighbours do not.
  address_invalid,
  recipient_unknown,
  recipient_ambiguous,
  no_path,
  relationship_free_busy_off,
  no_access,
  pair_refused,
  second_hop,
  asked_back,
  discovery_failed,
  token_unavailable,
  deadline_passed,
  peer_unreachable,
  peer_throttled,
  peer_broken,
  peer_refused_us,
  peer_recipient_unknown,
  peer_no_access,
  peer_request_not_allowed,
  result_too_big,
  group_too_big,
};

inline constexpr std::size_t kErrorKindCount =
    static_cast<std::size_t>(ErrorKind::group_too_big) + 1;

// Who has to change something for the request to succeed.
enum class Fault : std::uint8_t { caller, peer, gateway };

// Whether the same question may be asked again.
enum class Retry : std::uint8_t { never, later, same_route };

// One row per kind; the only place where these facts are written down.
struct ErrorKindFacts {
  ErrorKind kind;
  std::string_view name;  // stable: used in logs, metrics and documentation
  Fault fault;
  Retry retry;
  std::string_view caller_text;  // a fixed sentence, safe for anybody whose identity is proved
};

const ErrorKindFacts& facts(ErrorKind kind);
const std::array<ErrorKindFacts, kErrorKindCount>& all_error_kinds();

class Error {
 public:
  // An internal error without words: what boost::system::result needs to exist, and nobody makes.
  Error() = default;

  // `rule` names what decided, as a stable id such as "aas.tenant_not_allowed"; empty where no rule
  // did. `detail` is for operators, in our words, without tokens, secrets or calendar content.
  static Error of(ErrorKind kind, std::string detail = {}, std::string rule = {});

  // The same with what a peer said. `peer_text` is cut to kPeerTextBytesMax and control characters
  // become spaces.
  static Error from_peer(ErrorKind kind, std::string detail, std::string_view peer_text,
                         std::string rule = {});

  ErrorKind kind() const { return kind_; }
  const std::string& rule() const { return rule_; }
  const std::string& detail() const { return detail_; }
  const std::string& peer_text() const { return peer_text_; }

  // Seconds that a peer asked us to wait before the next question; zero if it did not say.
  std::uint32_t retry_after_s() const { return retry_after_s_; }
  Error&& with_retry_after_s(std::uint32_t seconds) &&;

  static constexpr std::size_t kPeerTextBytesMax = 400;

 private:
  Error(ErrorKind kind, std::string rule, std::string detail, std::string peer_text);

  ErrorKind kind_ = ErrorKind::internal;
  std::uint32_t retry_after_s_ = 0;
  std::string rule_;
  std::string detail_;
  std::string peer_text_;
};

}  // namespace fb::model
