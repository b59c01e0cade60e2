// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Answers of peers, and what was asked.
#pragma once

#include "tests/unit/protocols/ews/reply_support.hpp"

namespace fb::ews {

using Answer = model::Result<std::vector<model::Result<Availability>>>;

inline UpstreamQuestion question_for(std::size_t mailboxes, int slot_minutes = 60,
                                     View view = View::detailed_merged) {
  UpstreamQuestion question{{},
                            window("2031-05-06T00:00:00", "2031-05-07T00:00:00"),
                            model::SlotLength::of_minutes(slot_minutes).value(),
                            view};
  for (std::size_t i = 0; i < mailboxes; ++i) {
    question.mailboxes.push_back(
        model::SmtpAddress::parse("u" + std::to_string(i) + "@north.example").value());
  }
  return question;
}

inline std::string in_envelope(std::string_view body) { return RequestParts::envelope("", body); }

inline std::string answer_of(std::string_view entries) {
  return in_envelope("<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray>" +
                     std::string(entries) +
                     "</m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>");
}

inline std::string entry_of(std::string_view view, std::string_view response_class = "Success",
                            std::string_view code = "NoError") {
  return "<m:FreeBusyResponse><m:ResponseMessage ResponseClass=\"" + std::string(response_class) +
         "\"><m:ResponseCode>" + std::string(code) + "</m:ResponseCode></m:ResponseMessage>" +
         std::string(view) + "</m:FreeBusyResponse>";
}

inline std::string view_xml(std::string_view type, std::string_view rest = {}) {
  return "<m:FreeBusyView><t:FreeBusyViewType>" + std::string(type) + "</t:FreeBusyViewType>" +
         std::string(rest) + "</m:FreeBusyView>";
}

inline std::string merged_xml(std::string_view digits) {
  return "<t:MergedFreeBusy>" + std::string(digits) + "</t:MergedFreeBusy>";
}

inline std::string event_xml(std::string_view begin, std::string_view end,
                             std::string_view type = "Busy", std::string_view more = {}) {
  return "<t:CalendarEvent><t:StartTime>" + std::string(begin) + "</t:StartTime><t:EndTime>" +
         std::string(end) + "</t:EndTime><t:BusyType>" + std::string(type) + "</t:BusyType>" +
         std::string(more) + "</t:CalendarEvent>";
}

inline std::string events_xml(std::string_view events) {
  return "<t:CalendarEventArray>" + std::string(events) + "</t:CalendarEventArray>";
}

// The only entry of an answer to a question about one mailbox for the 6th of May, hourly.
inline model::Result<Availability> only_entry(std::string_view view) {
  Answer answer = decode_answer(answer_of(entry_of(view)), question_for(1));
  if (!answer) return answer.error();
  return std::move(answer->front());
}

inline std::string kind_name(const Error& error) {
  return std::string(model::facts(error.kind()).name);
}

// The blocks as "hh:mm-hh:mm status", or the name of the error.
inline std::string shown(const model::Result<Availability>& entry) {
  if (!entry) return kind_name(entry.error());
  std::string out = entry->precision == model::Precision::slots ? "slots:" : "";
  for (const BusyBlock& block : entry->blocks) {
    if (!out.empty() && out.back() != ':') out += ", ";
    out += text(block.begin).substr(8, 8) + "/" + text(block.end).substr(8, 8) + " " +
           std::string(model::name(block.status));
  }
  return out;
}

}  // namespace fb::ews
