// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/encode_suggestions.hpp"

#include "protocols/ews/names.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/ews/wall_clock.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {
namespace {

using model::AttendeeConflict;
using model::FreeBusyStatus;

constexpr std::size_t kBytesPerDay = 256;
constexpr std::size_t kBytesPerSuggestion = 256;
constexpr std::size_t kBytesPerConflict = 96;

class Writer {
 public:
  Writer(const Presentation& presentation, std::string& out)
      : hides_working_elsewhere_(presentation.hides_working_elsewhere),
        wall_(presentation.zone),
        out_(out) {}

  // Arrays are open/close pairs also where they are empty: clients stumble over the other form.
  void day(const model::DaySuggestions& day) {
    out_.append("<SuggestionDayResult xmlns=\"").append(kTypes).append("\"><Date>");
    // A day that begins later than at midnight is still called by its midnight.
    wire::append_wall_time(std::chrono::floor<std::chrono::days>(wall_(day.day)), out_);
    out_.append("</Date><DayQuality>").append(name_in(kQualities, day.quality));
    out_.append("</DayQuality><SuggestionArray>");
    for (const model::Suggestion& each : day.suggestions) suggestion(each);
    out_.append("</SuggestionArray></SuggestionDayResult>");
  }

 private:
  void suggestion(const model::Suggestion& suggestion) {
    out_.append("<Suggestion><MeetingTime>");
    wire::append_wall_time(wall_(suggestion.begin), out_);
    out_.append("</MeetingTime><IsWorkTime>").append(suggestion.work_time ? "true" : "false");
    out_.append("</IsWorkTime><SuggestionQuality>");
    out_.append(name_in(kQualities, suggestion.quality));
    out_.append("</SuggestionQuality><AttendeeConflictDataArray>");
    for (const AttendeeConflict& each : suggestion.conflicts) conflict(each);
    out_.append("</AttendeeConflictDataArray></Suggestion>");
  }

  void conflict(const AttendeeConflict& conflict) {
    switch (conflict.kind) {
      case AttendeeConflict::Kind::individual:
        out_.append("<IndividualAttendeeConflictData><BusyType>");
        out_.append(name_in(kBusyTypes, shown(conflict.status)));
        out_.append("</BusyType></IndividualAttendeeConflictData>");
        return;
      case AttendeeConflict::Kind::unknown:
        out_.append("<UnknownAttendeeConflictData></UnknownAttendeeConflictData>");
        return;
      case AttendeeConflict::Kind::group:
        out_.append("<GroupAttendeeConflictData>");
        append_element("NumberOfMembers", conflict.members, out_);
        append_element("NumberOfMembersAvailable", conflict.members_available, out_);
        append_element("NumberOfMembersWithConflict", conflict.members_with_conflict, out_);
        append_element("NumberOfMembersWithNoData", conflict.members_without_data, out_);
        out_.append("</GroupAttendeeConflictData>");
        return;
      case AttendeeConflict::Kind::group_too_big:
        out_.append("<TooBigGroupAttendeeConflictData></TooBigGroupAttendeeConflictData>");
        return;
    }
  }

  FreeBusyStatus shown(FreeBusyStatus status) const {
    const bool hide = hides_working_elsewhere_ && status == FreeBusyStatus::working_elsewhere;
    return hide ? FreeBusyStatus::free : status;
  }

  bool hides_working_elsewhere_;
  WallClock wall_;
  std::string& out_;
};

void append_failure(const model::Error& error, bool words_for_caller, std::string& out) {
  std::string words = "Meeting suggestions could not be made.";
  if (words_for_caller && !error.detail().empty()) words.append(" ").append(error.detail());
  out.append("<ResponseMessage ResponseClass=\"Error\">");
  append_element("MessageText", words, out);
  out.append(
      "<ResponseCode>ErrorMeetingSuggestionGenerationFailed</ResponseCode>"
      "<DescriptiveLinkKey>0</DescriptiveLinkKey></ResponseMessage>");
}

}  // namespace

void append_suggestions(const Suggestions& suggestions, const Presentation& presentation,
                        bool words_for_caller, std::string& out) {
  out.append("<SuggestionsResponse>");
  if (suggestions) {
    out.append(
        "<ResponseMessage ResponseClass=\"Success\"><ResponseCode>NoError</ResponseCode>"
        "</ResponseMessage><SuggestionDayResultArray>");
    Writer writer(presentation, out);
    for (const model::DaySuggestions& day : *suggestions) writer.day(day);
    out.append("</SuggestionDayResultArray>");
  } else {
    append_failure(suggestions.error(), words_for_caller, out);
  }
  out.append("</SuggestionsResponse>");
}

std::size_t suggestions_size_guess(const Suggestions& suggestions) {
  if (!suggestions) return kBytesPerDay * 2;
  std::size_t bytes = kBytesPerDay;
  for (const model::DaySuggestions& day : *suggestions) {
    bytes += kBytesPerDay;
    for (const model::Suggestion& each : day.suggestions)
      bytes += kBytesPerSuggestion + each.conflicts.size() * kBytesPerConflict;
  }
  return bytes;
}

}  // namespace fb::ews
