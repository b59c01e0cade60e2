// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/peer_error.hpp"

#include <algorithm>
#include <array>

#include "protocols/ews/soap.hpp"

namespace fb::ews {
namespace {

using model::Error;
using model::ErrorKind;
using wire::text_of;

constexpr std::int64_t kBackOffMsMax = 3'600'000;
// Deeper than any detail that was ever seen, and a bound for the search.
constexpr int kDetailDepthMax = 4;

struct Meaning {
  std::string_view code;
  ErrorKind kind;
};

// Codes that are an answer or call for something else than "the peer is broken". Where the question
// was too much for the peer's settings, whoever asks may divide it.
constexpr std::array<Meaning, 12> kMeanings{{
    {"ErrorMailRecipientNotFound", ErrorKind::peer_recipient_unknown},
    {"ErrorCannotFindUser", ErrorKind::peer_recipient_unknown},
    {"ErrorNonExistentMailbox", ErrorKind::peer_recipient_unknown},
    {"ErrorNoFreeBusyAccess", ErrorKind::peer_no_access},
    {"ErrorProxyRequestNotAllowed", ErrorKind::peer_request_not_allowed},
    {"ErrorServerBusy", ErrorKind::peer_throttled},
    {"ErrorExceededConnectionCount", ErrorKind::peer_throttled},
    {"ErrorResultSetTooBig", ErrorKind::result_too_big},
    {"ErrorFreeBusyDLLimitReached", ErrorKind::group_too_big},
    {"ErrorTimeIntervalTooBig", ErrorKind::window_too_long},
    {"ErrorMailboxDataArrayTooBig", ErrorKind::mailbox_list_too_long},
    {"ErrorTimeoutExpired", ErrorKind::deadline_passed},
}};

ErrorKind kind_of(std::string_view code) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.code == code) return meaning.kind;
  }
  return ErrorKind::peer_broken;
}

// A peer's code is its own text, so only what looks like a code goes into our words.
std::string_view plausible_code(std::string_view code) {
  constexpr std::size_t kCodeBytesMax = 64;
  const bool plain = std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  return plain && code.starts_with("Error") && code.size() <= kCodeBytesMax ? code
                                                                            : std::string_view{};
}

std::string_view after_prefix(std::string_view qualified) {
  return qualified.substr(qualified.find(':') + 1);
}

pugi::xml_node find_below(const pugi::xml_node& parent, std::string_view local, int depth) {
  for (auto node = wire::first_element(parent); node; node = wire::next_element(node)) {
    if (wire::local_name(node) == local) return node;
    if (depth > 1) {
      if (const auto found = find_below(node, local, depth - 1)) return found;
    }
  }
  return {};
}

std::uint32_t back_off_s(const pugi::xml_node& holder) {
  const auto message_xml = find_below(holder, "MessageXml", kDetailDepthMax);
  for (auto node = wire::first_element(message_xml); node; node = wire::next_element(node)) {
    if (std::string_view(node.attribute("Name").value()) != "BackOffMilliseconds") continue;
    const auto ms = integer_of(text_of(node));
    if (ms && *ms > 0)
      return static_cast<std::uint32_t>((std::min(*ms, kBackOffMsMax) + 999) / 1000);
  }
  return 0;
}

Error error_of(std::string_view code, std::string_view text, const pugi::xml_node& holder) {
  const ErrorKind kind = kind_of(code);
  std::string detail("the peer answered ");
  const std::string_view known = plausible_code(code);
  detail.append(known.empty() ? std::string_view("with an error") : known);
  Error error = Error::from_peer(kind, std::move(detail), text);
  if (kind != ErrorKind::peer_throttled) return error;
  return std::move(error).with_retry_after_s(back_off_s(holder));
}

}  // namespace

Error error_of_fault(const pugi::xml_node& fault) {
  pugi::xml_node detail = wire::child(fault, "detail");
  if (!detail) detail = wire::child(fault, "Detail");
  std::string_view code = text_of(find_below(detail, "ResponseCode", kDetailDepthMax));
  if (code.empty()) code = after_prefix(child_text(fault, "faultcode"));
  const pugi::xml_node soap12_code = wire::child(fault, "Code");
  if (code.empty()) code = after_prefix(child_text(wire::child(soap12_code, "Subcode"), "Value"));
  if (code.empty()) code = after_prefix(child_text(soap12_code, "Value"));
  std::string_view text = child_text(fault, "faultstring");
  if (text.empty()) text = child_text(wire::child(fault, "Reason"), "Text");
  return error_of(code, text, detail);
}

Error error_of_message(const pugi::xml_node& message) {
  return error_of(child_text(message, "ResponseCode"), child_text(message, "MessageText"), message);
}

}  // namespace fb::ews
