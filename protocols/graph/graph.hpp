// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Microsoft Graph getSchedule in both directions. Bytes in, model out; model in, bytes out; no I/O.
// As a client it asks for the gateway; as a server it answers for the gateway's own Graph front and
// for the simulated clouds.
//
// Beware of the digits: availabilityView has 4 for working elsewhere and no digit for unknown
// (SHARING-MODEL 8), so a mailbox with any unknown slot gets an error and no view.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::graph {

inline constexpr std::size_t kSchedulesMax = 20;
inline constexpr std::size_t kItemsMax = 10'000;          // of one schedule in an answer
inline constexpr std::size_t kScheduleIdBytesMax = 1024;  // as a caller writes it

// As a client.

struct UpstreamQuestion {
  std::vector<model::SmtpAddress> mailboxes;  // at most kSchedulesMax
  model::TimeWindow window;
  model::SlotLength slot;
};

// Asks in UTC.
void encode_question(const UpstreamQuestion& question, std::string& out);

// One result per asked mailbox, in order, matched by scheduleId without regard to case. Items win
// over digits; a schedule with an error, or without items where the view has busy digits, is never
// read as free.
model::Result<std::vector<model::Result<model::Availability>>> decode_answer(
    std::string_view body, const UpstreamQuestion& question);

// A whole call that failed: what the HTTP status and the error object mean. Beware:
// peer_recipient_unknown is then about the mailbox in the URL, not about those in the question.
model::Error decode_error(unsigned http_status, std::string_view body);

// As a server.

struct ScheduleCall {
  model::AvailabilityRequest request;
  wire::Zone zone = wire::Zone::utc();  // of the answer; from the Prefer header
  std::string zone_name = "UTC";        // as the caller wrote it
  bool zone_preferred = false;          // whether the Prefer header named it
};

// The {id} of /users/{id}/..., as it was sent: an address, or none for a GUID. It names the mailbox
// that a real Graph sends the call to, and says nothing about who asks. recipient_unknown for
// anything else.
model::Result<std::optional<model::SmtpAddress>> read_user_segment(std::string_view segment);

// `prefer` is the value of the Prefer header, or empty. Errors are those of a whole call; an
// address that cannot be read fails alone.
model::Result<ScheduleCall> decode_call(std::string_view body, std::string_view prefer,
                                        std::size_t schedules_max = kSchedulesMax);

// `zone_name` stands beside every time. Details and rules of errors are written for callers of a
// home tenant only.
void encode_availability(const model::AvailabilityReply& reply, const wire::Zone& zone,
                         std::string_view zone_name, bool words_for_caller, std::string& out);
// Without a name the zone's own stands there: the Windows name, the IANA name, or UTC with times in
// UTC where it has neither. No words.
void encode_availability(const model::AvailabilityReply& reply, const wire::Zone& zone,
                         std::string& out);

// The one place where an ErrorKind becomes Graph: responseCode per schedule, code of the error
// object, HTTP status.
std::string_view schedule_response_code(model::ErrorKind kind);
struct WholeCallError {
  unsigned http_status;
  std::string_view code;
};
WholeCallError whole_call_error(model::ErrorKind kind);
// A body that is no JSON. No ErrorKind: only HTTP knows media types.
inline constexpr WholeCallError kUnsupportedMediaType{415, "UnsupportedMediaType"};

// The fixed sentence for a kind, and for callers of a home tenant what is known beyond it.
std::string error_message(const model::Error& error, bool words_for_caller);

// Names the request in an error, so that a client's complaint can be found in the log.
struct InnerError {
  std::string request_id;
  model::UtcTime date;
};
void encode_error(std::string_view code, std::string_view message, const InnerError& inner,
                  std::string& out);
void encode_error(const model::Error& error, std::string& out);

}  // namespace fb::graph
