// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>

#include "protocols/graph/graph.hpp"
#include "protocols/graph/words.hpp"
#include "protocols/graph/working_hours.hpp"
#include "protocols/graph/zoned_times.hpp"
#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

using model::DetailLevel;
using model::FreeBusyStatus;

constexpr std::string_view kOpening =
    R"x({"@odata.context":"$metadata#Collection(microsoft.graph.scheduleInformation)","value":[)x";

void append_text(std::string_view name, std::string_view text, std::string& out) {
  out += name;
  wire::append_json_string(text, out);
  out += ',';
}

void append_item(const model::BusyBlock& block, DetailLevel level, ZonedTimes& times,
                 std::string& out) {
  out += '{';
  if (block.details && level >= DetailLevel::limited_details) {
    out += block.details->is_private ? R"("isPrivate":true,)" : R"("isPrivate":false,)";
    append_text(R"("subject":)", block.details->subject, out);
    append_text(R"("location":)", block.details->location, out);
  }
  out += R"("status":")";
  out += status_word(block.status);
  out += R"(","start":)";
  times.append(block.begin, out);
  out += R"(,"end":)";
  times.append(block.end, out);
  out += '}';
}

void append_failure(const model::Error& error, bool words_for_caller, std::string& out) {
  out += R"("availabilityView":"","scheduleItems":[],"error":{"message":)";
  wire::append_json_string(error_message(error, words_for_caller), out);
  out += R"(,"responseCode":)";
  wire::append_json_string(schedule_response_code(error.kind()), out);
  out += '}';
}

// Appends the digits and says so, or appends nothing where a slot is unknown.
bool append_view(const model::Availability& availability, const model::AvailabilityReply& reply,
                 std::string& out) {
  if (!model::unknown_parts(availability.window, reply.window).empty()) return false;
  const std::size_t begin = out.size();
  for (const FreeBusyStatus status : model::merge(availability.blocks, reply.window, reply.slot)) {
    const std::optional<char> digit = digit_of_status(status);
    if (!digit) {
      out.resize(begin);
      return false;
    }
    out += *digit;
  }
  return true;
}

void append_schedule(const model::Availability& availability, const model::AvailabilityReply& reply,
                     ZonedTimes& times, bool words_for_caller, std::string& out) {
  const std::size_t begin = out.size();
  out += R"("availabilityView":")";
  if (!append_view(availability, reply, out)) {
    out.resize(begin);
    append_failure(model::Error::of(model::ErrorKind::peer_broken,
                                    "the calendar says nothing about a part of the window"),
                   words_for_caller, out);
    return;
  }
  out += R"(","scheduleItems":[)";
  // Edges of slots are no edges of entries, so they are not shown as such.
  if (availability.precision == model::Precision::exact) {
    bool first = true;
    for (const model::BusyBlock& block : availability.blocks) {
      if (!reply.window.touches(block.begin, block.end)) continue;
      if (!first) out += ',';
      first = false;
      append_item(block, availability.level, times, out);
    }
  }
  out += ']';
  if (availability.working_hours) {
    const std::size_t before = out.size();
    out += R"(,"workingHours":)";
    if (!append_working_hours(*availability.working_hours, out)) out.resize(before);
  }
}

}  // namespace

void encode_availability(const model::AvailabilityReply& reply, const wire::Zone& zone,
                         std::string_view zone_name, bool words_for_caller, std::string& out) {
  ZonedTimes times(zone, zone_name);
  out += kOpening;
  bool first = true;
  for (const model::MailboxAvailability& mailbox : reply.mailboxes) {
    if (!first) out += ',';
    first = false;
    out += R"({"scheduleId":)";
    wire::append_json_string(mailbox.asked, out);
    out += ',';
    if (mailbox.availability) {
      append_schedule(*mailbox.availability, reply, times, words_for_caller, out);
    } else {
      append_failure(mailbox.availability.error(), words_for_caller, out);
    }
    out += '}';
  }
  out += "]}";
}

void encode_availability(const model::AvailabilityReply& reply, const wire::Zone& zone,
                         std::string& out) {
  std::string_view name = zone.windows_name();
  if (name.empty()) name = zone.iana_name();
  if (name.empty()) return encode_availability(reply, wire::Zone::utc(), "UTC", false, out);
  encode_availability(reply, zone, name, false, out);
}

}  // namespace fb::graph
