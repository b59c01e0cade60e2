// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <cmath>

#include "protocols/graph/meeting_times.hpp"
#include "protocols/graph/zoned_times.hpp"

namespace fb::graph {
namespace {

using model::AttendeeConflict;
using model::AttendeeType;
using model::FreeBusyStatus;
using model::Suggestion;

constexpr std::string_view kOpening =
    R"({"@odata.context":"$metadata#microsoft.graph.meetingTimeSuggestionsResult",)";

// How likely somebody attends, in percent: certainly when free, as good as never when busy, and
// nobody can say when unknown.
constexpr double kFreePercent = 100;
constexpr double kUnknownPercent = 49;

bool is_free(FreeBusyStatus status) {
  return status == FreeBusyStatus::free || status == FreeBusyStatus::working_elsewhere;
}

double percent_of(const AttendeeConflict& attendee) {
  switch (attendee.kind) {
    case AttendeeConflict::Kind::individual:
      if (is_free(attendee.status)) return kFreePercent;
      return attendee.status == FreeBusyStatus::no_data ? kUnknownPercent : 0;
    case AttendeeConflict::Kind::group:
      if (attendee.members == 0) return kUnknownPercent;
      return (attendee.members_available * kFreePercent +
              attendee.members_without_data * kUnknownPercent) /
             attendee.members;
    case AttendeeConflict::Kind::unknown:
    case AttendeeConflict::Kind::group_too_big:
      break;
  }
  return kUnknownPercent;
}

FreeBusyStatus status_of(const AttendeeConflict& attendee) {
  if (attendee.kind == AttendeeConflict::Kind::individual) return attendee.status;
  if (attendee.kind != AttendeeConflict::Kind::group) return FreeBusyStatus::no_data;
  if (attendee.members_with_conflict > 0) return FreeBusyStatus::busy;
  const bool all_free = attendee.members > 0 && attendee.members_available == attendee.members;
  return all_free ? FreeBusyStatus::free : FreeBusyStatus::no_data;
}

struct Candidate {
  const Suggestion* suggestion;
  std::chrono::minutes length;
  double confidence;
};

// The organizer is the last of the conflicts and no attendee.
Candidate candidate_of(const Suggestion& suggestion, std::chrono::minutes length) {
  const std::size_t attendees = suggestion.conflicts.size() - 1;
  double sum = 0;
  for (std::size_t i = 0; i < attendees; ++i) sum += percent_of(suggestion.conflicts[i]);
  const double mean = attendees == 0 ? kFreePercent : sum / static_cast<double>(attendees);
  return {&suggestion, length, mean};
}

// What was looked at, and what of it is good enough.
struct Outcome {
  std::vector<Candidate> good;
  bool any = false;
  bool organizer_free = false;
  bool somebody_unknown = false;
};

Outcome judge(const MeetingTimesCall& call,
              const std::vector<std::vector<model::DaySuggestions>>& found) {
  Outcome outcome;
  for (std::size_t slot = 0; slot < found.size(); ++slot) {
    for (const model::DaySuggestions& day : found[slot]) {
      for (const Suggestion& suggestion : day.suggestions) {
        outcome.any = true;
        const bool organizer_free = is_free(status_of(suggestion.conflicts.back()));
        if (!organizer_free && !call.organizer_optional) continue;
        outcome.organizer_free = true;
        outcome.somebody_unknown |= std::any_of(
            suggestion.conflicts.begin(), suggestion.conflicts.end() - 1,
            [](const auto& attendee) { return status_of(attendee) == FreeBusyStatus::no_data; });
        const Candidate candidate = candidate_of(suggestion, call.slots[slot].meeting_length);
        if (candidate.confidence >= call.percentage_min) outcome.good.push_back(candidate);
      }
    }
  }
  // Slots of a call may overlap; one time is suggested once.
  const auto by_time = [](const Candidate& a, const Candidate& b) {
    return a.suggestion->begin < b.suggestion->begin;
  };
  std::stable_sort(outcome.good.begin(), outcome.good.end(), by_time);
  outcome.good.erase(std::unique(outcome.good.begin(), outcome.good.end(),
                                 [](const Candidate& a, const Candidate& b) {
                                   return a.suggestion->begin == b.suggestion->begin;
                                 }),
                     outcome.good.end());
  std::stable_sort(
      outcome.good.begin(), outcome.good.end(),
      [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
  return outcome;
}

std::string_view empty_reason(const Outcome& outcome) {
  if (!outcome.good.empty()) return "";
  if (!outcome.any) return "unknown";
  if (!outcome.organizer_free) return "organizerUnavailable";
  return outcome.somebody_unknown ? "attendeesUnavailableOrUnknown" : "attendeesUnavailable";
}

std::string_view type_word(AttendeeType type) {
  if (type == AttendeeType::optional) return "optional";
  if (type == AttendeeType::resource || type == AttendeeType::room) return "resource";
  return "required";
}

std::string_view suggestion_reason(double confidence) {
  return confidence == kFreePercent
             ? "Suggested because it is one of the nearest times when all attendees are available."
             : "Suggested because it is one of the nearest times when most attendees are "
               "available.";
}

void append_attendees(const MeetingTimesCall& call, const Suggestion& suggestion,
                      std::string& out) {
  out += R"(,"attendeeAvailability":[)";
  for (std::size_t i = 0; i < call.types.size(); ++i) {
    if (i > 0) out += ',';
    out += R"({"availability":")";
    out += status_word(status_of(suggestion.conflicts[i]));
    out += R"(","attendee":{"type":")";
    out += type_word(call.types[i]);
    out += R"(","emailAddress":{"address":)";
    wire::append_json_string(call.request.mailboxes[i].as_written, out);
    out += "}}}";
  }
  out += ']';
}

// One digit after the point, and none where it is zero.
void append_percent(double percent, std::string& out) {
  const auto tenths = static_cast<int>(std::lround(percent * 10));
  out += std::to_string(tenths / 10);
  if (tenths % 10 != 0) out += '.' + std::to_string(tenths % 10);
}

void append_candidate(const MeetingTimesCall& call, const Candidate& candidate, std::size_t order,
                      ZonedTimes& times, std::string& out) {
  const Suggestion& suggestion = *candidate.suggestion;
  out += R"({"confidence":)";
  append_percent(candidate.confidence, out);
  out += R"(,"order":)" + std::to_string(order);
  out += R"(,"organizerAvailability":")";
  out += status_word(status_of(suggestion.conflicts.back()));
  out += '"';
  if (call.reasons) {
    out += R"(,"suggestionReason":)";
    wire::append_json_string(suggestion_reason(candidate.confidence), out);
  }
  out += R"(,"meetingTimeSlot":{"start":)";
  times.append(suggestion.begin, out);
  out += R"(,"end":)";
  times.append(suggestion.begin + candidate.length, out);
  out += '}';
  append_attendees(call, suggestion, out);
  out += R"(,"locations":[]})";
}

}  // namespace

void encode_meeting_times(const MeetingTimesCall& call,
                          const std::vector<std::vector<model::DaySuggestions>>& found,
                          std::string& out) {
  const Outcome outcome = judge(call, found);
  ZonedTimes times(call.zone, call.zone_name);
  out += kOpening;
  out += R"("emptySuggestionsReason":")";
  out += empty_reason(outcome);
  out += R"(","meetingTimeSuggestions":[)";
  const std::size_t most = static_cast<std::size_t>(call.candidates_max);
  for (std::size_t i = 0; i < std::min(outcome.good.size(), most); ++i) {
    if (i > 0) out += ',';
    append_candidate(call, outcome.good[i], i + 1, times, out);
  }
  out += "]}";
}

}  // namespace fb::graph
