// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Exchange Web Services, the part that free/busy needs: GetUserAvailability in both directions and
// GetServerTimeZones as a server. Bytes in, model out; model in, bytes out; no I/O. The same
// functions serve the gateway's front, its upstreams, and the simulated clouds.
//
// A question asks for a view of calendars, for suggestions when to meet, or for both.
//
// Facts of the wire: [MS-OXWAVLS] and the published schemas. Answers have the form that Exchange
// itself uses (a default namespace on each element), because hand-written clients depend on it;
// times are wall time of the caller's zone without an offset.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/model/suggestions.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::ews {

// [MS-OXWAVLS] 2.2.5.6 FreeBusyViewType, without None, which is no view that one may ask for.
enum class View : std::uint8_t {
  merged_only,
  free_busy,
  free_busy_merged,
  detailed,
  detailed_merged
};

constexpr bool has_merged(View view) {
  return view == View::merged_only || view == View::free_busy_merged ||
         view == View::detailed_merged;
}
constexpr bool has_events(View view) { return view != View::merged_only; }
constexpr bool has_details(View view) {
  return view == View::detailed || view == View::detailed_merged;
}

// What only the wire needs to answer: kept beside the question.
struct Presentation {
  wire::Zone zone = wire::Zone::utc();
  View view = View::detailed;
  // RequestServerVersion below Exchange2012, or none: such a caller's schema has no such status.
  bool hides_working_elsewhere = false;
};

struct AvailabilityCall {
  // Where no view is asked for: the mailboxes and the window of the suggestions.
  model::AvailabilityRequest request;
  Presentation presentation;
  bool view_asked = true;
  std::optional<model::SuggestionsWish> suggestions{};
};

struct ServerTimeZonesCall {
  bool full = true;              // ReturnFullTimeZoneData
  std::vector<std::string> ids;  // empty: all
};

using Call = std::variant<AvailabilityCall, ServerTimeZonesCall>;

struct DecodeLimits {
  std::size_t mailboxes_max = model::AvailabilityRequest::kMailboxesMax;
  std::size_t depth_max = 64;
};

// What to write into answers about ourselves.
struct ServerIdentity {
  std::string name = "freebusy";  // ExceptionServerName
  std::string url;                // ResponseSource
};

// As a server.

// Request-level errors are for encode_fault(); an address that cannot be read fails that mailbox
// only.
model::Result<Call> decode_call(std::string_view body, const DecodeLimits& limits = {});

// A view alone.
void encode_availability(const model::AvailabilityReply& reply, const Presentation& presentation,
                         const ServerIdentity& server, bool words_for_caller, std::string& out);

// What was asked for, and nothing else: a part that is not there is no element of the answer.
struct AvailabilityAnswer {
  const model::AvailabilityReply* view = nullptr;
  // An error where they were asked for and could not be made, whatever its kind.
  std::optional<model::Result<std::vector<model::DaySuggestions>>> suggestions{};
};
void encode_answer(const AvailabilityAnswer& answer, const Presentation& presentation,
                   const ServerIdentity& server, bool words_for_caller, std::string& out);

void encode_server_time_zones(const ServerTimeZonesCall& call, std::string& out);

// The one place where an ErrorKind becomes EWS. A request-level error becomes a SOAP fault (HTTP
// 500).
struct ResponseCode {
  std::string_view name;       // "ErrorNoFreeBusyAccess"
  std::string_view exception;  // "NoFreeBusyAccessException"
  int number;                  // 5037; 0 where none is public
};
ResponseCode response_code(model::ErrorKind kind);
void encode_fault(const model::Error& error, std::string& out);

// What the layer below EWS says where a credential inside the envelope was not taken. Says the same
// to everybody (HTTP 500).
void encode_security_fault(std::string& out);

// As a client.

// What SOAPAction and wsa:Action say of the question below.
inline constexpr std::string_view kAvailabilityAction =
    "http://schemas.microsoft.com/exchange/services/2006/messages/GetUserAvailability";

struct UpstreamQuestion {
  std::vector<model::SmtpAddress> mailboxes;
  model::TimeWindow window;
  model::SlotLength slot;
  View view = View::detailed_merged;
};

// Asks in UTC with a complete TimeZone and RequestServerVersion Exchange2013.
void encode_question(const UpstreamQuestion& question, std::string& out);

// One result per asked mailbox, in order. Tolerates what real servers do (reference: three forms of
// an empty calendar, times with and without offset, lower views, missing FreeBusyView); fills in
// what can be computed, drops events that do not touch the window, maps the peer's codes. A SOAP
// fault, or anything that is no answer to the question, is one error for all. peer_throttled
// carries the peer's back-off.
model::Result<std::vector<model::Result<model::Availability>>> decode_answer(
    std::string_view body, const UpstreamQuestion& question);

}  // namespace fb::ews
