// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/plain/words.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::plain {
namespace {

constexpr std::string_view kHeader =
    "person,result,start,end,status,subject,location,precision,as_of,reason_code,reason_text\r\n";

// What makes a spreadsheet take a cell for a formula.
constexpr std::string_view kFormulaBeginnings = "=+-@\t\r\n|";

void append_cell(std::string_view text, std::string& out) {
  const bool formula = !text.empty() && kFormulaBeginnings.find(text[0]) != std::string_view::npos;
  const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos;
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    if (c != '\0') out += c;
  }
  if (quoted) out += '"';
}

struct Row {
  std::string person;
  std::string_view result;
  std::string start;
  std::string end;
  std::string_view status;
  std::string_view subject;
  std::string_view location;
  std::string_view precision;
  std::string as_of;
  std::string_view reason_code;
  std::string reason_text;
};

void append_row(const Row& row, std::string& out) {
  const std::string_view cells[] = {row.person, row.result,      row.start,      row.end,
                                    row.status, row.subject,     row.location,   row.precision,
                                    row.as_of,  row.reason_code, row.reason_text};
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) out += ',';
    first = false;
    append_cell(cell, out);
  }
  out += "\r\n";
}

void set_times(model::UtcTime begin, model::UtcTime end, ZonedTimes& times, Row& row) {
  row.start.clear();
  row.end.clear();
  times.append(begin, row.start);
  times.append(end, row.end);
}

void append_known(const model::Availability& availability, const model::TimeWindow& window,
                  ZonedTimes& times, Row& row, std::string& out) {
  row.precision = precision_word(availability.precision);
  std::vector<model::BusyBlock> storage;
  bool any = false;
  for (const model::BusyBlock& block : all_blocks(availability, window, storage)) {
    if (!window.touches(block.begin, block.end)) continue;
    any = true;
    set_times(block.begin, block.end, times, row);
    row.status = status_word(block.status);
    const bool shown = block.details && availability.level >= model::DetailLevel::limited_details &&
                       !block.details->is_private;
    row.subject = shown ? std::string_view(block.details->subject) : std::string_view();
    row.location = shown ? std::string_view(block.details->location) : std::string_view();
    append_row(row, out);
  }
  if (any) return;
  set_times(window.begin(), window.end(), times, row);
  row.status = status_word(model::FreeBusyStatus::free);
  append_row(row, out);
}

void append_unknown(const model::Error& error, const model::TimeWindow& window, bool words,
                    ZonedTimes& times, Row& row, std::string& out) {
  set_times(window.begin(), window.end(), times, row);
  row.status = status_word(model::FreeBusyStatus::no_data);
  row.reason_code = model::facts(words ? error.kind() : told_to_partners(error.kind())).name;
  if (words) row.reason_text = error_message(error, words);
  append_row(row, out);
}

}  // namespace

void encode_csv(const model::AvailabilityReply& reply, const Presentation& presentation,
                std::string& out) {
  ZonedTimes times(presentation.zone);
  out += kHeader;
  for (const model::MailboxAvailability& mailbox : reply.mailboxes) {
    Row row;
    row.person = mailbox.asked;
    row.result = result_word(mailbox, reply.window);
    if (const auto at = as_of(mailbox, presentation.now)) wire::append_utc_time(*at, row.as_of);
    if (mailbox.availability) {
      append_known(*mailbox.availability, reply.window, times, row, out);
    } else {
      append_unknown(mailbox.availability.error(), reply.window, presentation.words_for_caller,
                     times, row, out);
    }
  }
}

}  // namespace fb::plain
