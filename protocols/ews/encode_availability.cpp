// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Written by hand into one string, in the form that Exchange itself uses. There is no DOM: building
// one costs thirty times as much.
#include "protocols/ews/encode_suggestions.hpp"
#include "protocols/ews/ews.hpp"
#include "protocols/ews/names.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/ews/time_zones.hpp"
#include "protocols/ews/wall_clock.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {
namespace {

using model::Availability;
using model::BusyBlock;
using model::FreeBusyStatus;
using std::chrono::local_seconds;

// SHARING-MODEL's digits, by FreeBusyStatus. Working elsewhere is merged as free, as Exchange does
// it; 4 means "no data" here and never anything else.
constexpr std::string_view kDigits = "012304";

constexpr std::size_t kBytesPerMailbox = 512;
constexpr std::size_t kBytesPerBlock = 150;
constexpr std::size_t kBytesPerDetails = 350;

void append_boolean(std::string_view name, bool value, std::string& out) {
  out.append("<").append(name).append(value ? ">true</" : ">false</").append(name).append(">");
}

// What is delivered to one mailbox, never more than what was asked and what is known.
View delivered_view(View asked, const Availability& availability) {
  if (availability.precision == model::Precision::slots) return View::merged_only;
  if (availability.level < model::DetailLevel::limited_details) {
    if (asked == View::detailed) return View::free_busy;
    if (asked == View::detailed_merged) return View::free_busy_merged;
  }
  return asked;
}

class Writer {
 public:
  Writer(const model::AvailabilityReply& reply, const Presentation& presentation, std::string& out)
      : reply_(reply), presentation_(presentation), wall_(presentation.zone), out_(out) {}

  void view(const Availability& availability) {
    const View view = delivered_view(presentation_.view, availability);
    // Where the data does not reach over the whole window, the rest is not known, which is not
    // free.
    const std::vector<BusyBlock> unknown = model::unknown_parts(availability.window, reply_.window);
    out_.append("<FreeBusyView>");
    start("FreeBusyViewType");
    out_.append(name_in(kViews, view)).append("</FreeBusyViewType>");
    if (has_merged(view)) {
      merged(availability, unknown);
    }
    if (has_events(view)) {
      // An open/close pair, also where it is empty: the self-closed form broke several clients.
      start("CalendarEventArray");
      for (const BusyBlock& block : availability.blocks) event(block, has_details(view));
      for (const BusyBlock& block : unknown) event(block, false);
      out_.append("</CalendarEventArray>");
      if (availability.working_hours) working_hours(*availability.working_hours);
    }
    out_.append("</FreeBusyView>");
  }

 private:
  void start(std::string_view name) {
    out_.append("<").append(name).append(" xmlns=\"").append(kTypes).append("\">");
  }

  void merged(const Availability& availability, const std::vector<BusyBlock>& unknown) {
    start("MergedFreeBusy");
    std::vector<FreeBusyStatus> slots;
    if (unknown.empty()) {
      slots = model::merge(availability.blocks, reply_.window, reply_.slot);
    } else {
      std::vector<BusyBlock> blocks = availability.blocks;
      blocks.insert(blocks.end(), unknown.begin(), unknown.end());
      slots = model::merge(blocks, reply_.window, reply_.slot);
    }
    for (const FreeBusyStatus status : slots)
      out_.push_back(kDigits[static_cast<std::size_t>(status)]);
    out_.append("</MergedFreeBusy>");
  }

  void event(const BusyBlock& block, bool with_details) {
    if (!reply_.window.touches(block.begin, block.end)) return;
    const local_seconds begin = wall_(block.begin);
    local_seconds end = wall_(block.end);
    // Over the end of summer time the wall clock can run backwards, and an event cannot. It is
    // shown as long as it is, by the clock of its beginning.
    if (end < begin) end = begin + (block.end - block.begin);
    out_.append("<CalendarEvent><StartTime>");
    wire::append_wall_time(begin, out_);
    out_.append("</StartTime><EndTime>");
    wire::append_wall_time(end, out_);
    out_.append("</EndTime><BusyType>");
    const bool hide =
        presentation_.hides_working_elsewhere && block.status == FreeBusyStatus::working_elsewhere;
    out_.append(name_in(kBusyTypes, hide ? FreeBusyStatus::free : block.status));
    out_.append("</BusyType>");
    if (with_details && block.details) details(*block.details);
    out_.append("</CalendarEvent>");
  }

  void details(const model::BlockDetails& details) {
    out_.append("<CalendarEventDetails>");
    if (!details.is_private) {
      if (!details.id.empty()) append_element("ID", details.id, out_);
      if (!details.subject.empty()) append_element("Subject", details.subject, out_);
      if (!details.location.empty()) append_element("Location", details.location, out_);
    }
    append_boolean("IsMeeting", details.is_meeting, out_);
    append_boolean("IsRecurring", details.is_recurring, out_);
    append_boolean("IsException", details.is_exception, out_);
    append_boolean("IsReminderSet", details.is_reminder_set, out_);
    append_boolean("IsPrivate", details.is_private, out_);
    out_.append("</CalendarEventDetails>");
  }

  // Left out without a period: clients read the first one unasked.
  void working_hours(const model::WorkingHours& hours) {
    bool any = false;
    for (const model::WorkingPeriod& period : hours.periods) any = any || period.days != 0;
    if (!any) return;
    start("WorkingHours");
    out_.append("<TimeZone>");
    append_annual_zone(hours.zone, out_);
    out_.append("</TimeZone><WorkingPeriodArray>");
    for (const model::WorkingPeriod& period : hours.periods) {
      if (period.days == 0) continue;
      out_.append("<WorkingPeriod><DayOfWeek>");
      bool first = true;
      for (std::size_t day = 0; day < 7; ++day) {
        if ((period.days >> day & 1U) == 0) continue;
        if (!first) out_.push_back(' ');
        out_.append(kDays[day]);
        first = false;
      }
      out_.append("</DayOfWeek>");
      append_element("StartTimeInMinutes", period.start_minutes, out_);
      append_element("EndTimeInMinutes", period.end_minutes, out_);
      out_.append("</WorkingPeriod>");
    }
    out_.append("</WorkingPeriodArray></WorkingHours>");
  }

  const model::AvailabilityReply& reply_;
  const Presentation& presentation_;
  WallClock wall_;
  std::string& out_;
};

// What a peer said is in no answer, whoever asks: it may be hostile, and it is not ours to tell.
std::string words_of(const model::Error& error, bool words_for_caller) {
  std::string words(model::facts(error.kind()).caller_text);
  if (!words_for_caller) return words;
  if (!error.detail().empty()) words.append(" ").append(error.detail());
  if (!error.rule().empty()) words.append(" (rule ").append(error.rule()).append(")");
  return words;
}

void append_errors_element(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append(" xmlns=\"").append(kErrors).append("\">");
  wire::append_escaped(text, out);
  out.append("</").append(name).append(">");
}

void append_error(const model::Error& error, const ServerIdentity& server, bool words_for_caller,
                  std::string& out) {
  const ResponseCode code = response_code(error.kind());
  const std::string words = words_of(error, words_for_caller);
  out.append("<ResponseMessage ResponseClass=\"Error\">");
  append_element("MessageText", words, out);
  append_element("ResponseCode", code.name, out);
  out.append("<DescriptiveLinkKey>0</DescriptiveLinkKey><MessageXml>");
  append_errors_element("ExceptionType", code.exception, out);
  if (code.number != 0) append_errors_element("ExceptionCode", std::to_string(code.number), out);
  if (!server.name.empty()) append_errors_element("ExceptionServerName", server.name, out);
  if (!server.url.empty()) append_errors_element("ResponseSource", server.url, out);
  append_errors_element("ExceptionMessage", words, out);
  out.append("</MessageXml></ResponseMessage><FreeBusyView><FreeBusyViewType xmlns=\"");
  out.append(kTypes).append("\">None</FreeBusyViewType></FreeBusyView>");
}

std::size_t size_guess(const model::AvailabilityReply& reply, const Presentation& presentation) {
  std::size_t bytes = 0;
  const std::size_t per_block =
      kBytesPerBlock + (has_details(presentation.view) ? kBytesPerDetails : 0);
  for (const auto& mailbox : reply.mailboxes) {
    bytes += kBytesPerMailbox;
    if (mailbox.availability) bytes += mailbox.availability->blocks.size() * per_block;
    if (has_merged(presentation.view)) bytes += reply.slot.slots_in(reply.window);
  }
  return bytes;
}

void append_view(const model::AvailabilityReply& reply, const Presentation& presentation,
                 const ServerIdentity& server, bool words_for_caller, std::string& out) {
  out.append("<FreeBusyResponseArray>");
  Writer writer(reply, presentation, out);
  for (const model::MailboxAvailability& mailbox : reply.mailboxes) {
    out.append("<FreeBusyResponse>");
    if (mailbox.availability) {
      out.append(
          "<ResponseMessage ResponseClass=\"Success\"><ResponseCode>NoError</ResponseCode>"
          "</ResponseMessage>");
      writer.view(*mailbox.availability);
    } else {
      append_error(mailbox.availability.error(), server, words_for_caller, out);
    }
    out.append("</FreeBusyResponse>");
  }
  out.append("</FreeBusyResponseArray>");
}

}  // namespace

void encode_availability(const model::AvailabilityReply& reply, const Presentation& presentation,
                         const ServerIdentity& server, bool words_for_caller, std::string& out) {
  encode_answer({.view = &reply}, presentation, server, words_for_caller, out);
}

void encode_answer(const AvailabilityAnswer& answer, const Presentation& presentation,
                   const ServerIdentity& server, bool words_for_caller, std::string& out) {
  std::size_t bytes = out.size() + kBytesPerMailbox * 2;
  if (answer.view != nullptr) bytes += size_guess(*answer.view, presentation);
  if (answer.suggestions) bytes += suggestions_size_guess(*answer.suggestions);
  out.reserve(bytes);
  append_answer_start(out);
  out.append("<GetUserAvailabilityResponse xmlns=\"").append(kMessages).append("\">");
  if (answer.view != nullptr)
    append_view(*answer.view, presentation, server, words_for_caller, out);
  if (answer.suggestions)
    append_suggestions(*answer.suggestions, presentation, words_for_caller, out);
  out.append("</GetUserAvailabilityResponse>");
  append_answer_end(out);
}

}  // namespace fb::ews
