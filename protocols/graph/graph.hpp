// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Microsoft Graph getSchedule in both directions. Bytes in, model out; model in, bytes out; no I/O.
// As a client it asks for the gateway; as a server it answers for the simulated clouds, and later
// for the gateway's own Graph front.
//
// Beware of the digits: availabilityView has 4 for working elsewhere and no digit for unknown
// (SHARING-MODEL 8), so a mailbox with any unknown slot gets an error and no view.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::graph {

inline constexpr std::size_t kSchedulesMax = 20;

// --- as a client
// ---------------------------------------------------------------------------------------------------

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

// A whole call that failed: what the HTTP status and the error object mean.
model::Error decode_error(unsigned http_status, std::string_view body);

// --- as a server
// ---------------------------------------------------------------------------------------------------

struct ScheduleCall {
  model::AvailabilityRequest request;
  wire::Zone zone = wire::Zone::utc();  // of the answer; from the Prefer header
};

// `prefer` is the value of the Prefer header, or empty.
model::Result<ScheduleCall> decode_call(std::string_view body, std::string_view prefer,
                                        std::size_t schedules_max = kSchedulesMax);

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
void encode_error(const model::Error& error, std::string& out);

}  // namespace fb::graph
