// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "protocols/graph/meeting_times.hpp"
#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::AttendeeConflict;
using model::FreeBusyStatus;
using Found = std::vector<std::vector<model::DaySuggestions>>;

constexpr FreeBusyStatus kFree = FreeBusyStatus::free;
constexpr FreeBusyStatus kBusy = FreeBusyStatus::busy;

AttendeeConflict person(FreeBusyStatus status) {
  AttendeeConflict conflict;
  conflict.kind = AttendeeConflict::Kind::individual;
  conflict.status = status;
  return conflict;
}

AttendeeConflict group(int available, int with_conflict, int without_data) {
  AttendeeConflict conflict;
  conflict.kind = AttendeeConflict::Kind::group;
  conflict.members = available + with_conflict + without_data;
  conflict.members_available = available;
  conflict.members_with_conflict = with_conflict;
  conflict.members_without_data = without_data;
  return conflict;
}

// The attendees in order, then the organizer.
model::Suggestion at(std::string_view hour, std::vector<AttendeeConflict> conflicts) {
  return {utc("2031-05-06T" + std::string(hour) + ":00:00"), true, model::SuggestionQuality::good,
          std::move(conflicts)};
}

MeetingTimesCall call_for(std::size_t attendees) {
  std::string body = R"({"minimumAttendeePercentage":0,"meetingDuration":"PT1H","attendees":[)";
  for (std::size_t i = 0; i < attendees; ++i) {
    if (i > 0) body += ',';
    body += R"({"emailAddress":{"address":"p)" + std::to_string(i) + R"(@b.example"}})";
  }
  return decode_meeting_times(body + "]}", "", address("me@b.example"), utc("2031-05-06T08:00:00"))
      .value();
}

json::value encoded(const MeetingTimesCall& call, const Found& found) {
  std::string out;
  encode_meeting_times(call, found, out);
  return json::parse(out);
}

Found one_day(std::vector<model::Suggestion> suggestions) {
  return {{{utc("2031-05-06T00:00:00"), model::SuggestionQuality::good, std::move(suggestions)}}};
}

struct ConfidenceRow {
  std::string_view title;
  std::vector<AttendeeConflict> attendees;
  double confidence;
  std::string_view first;  // availability of the first attendee
};

TEST(GraphSuggestions, ConfidenceIsTheMeanOfTheAttendees) {
  AttendeeConflict unknown;
  AttendeeConflict too_big;
  too_big.kind = AttendeeConflict::Kind::group_too_big;
  for (const ConfidenceRow& row : std::vector<ConfidenceRow>{
           {"free", {person(kFree)}, 100, "free"},
           {"elsewhere is there",
            {person(FreeBusyStatus::working_elsewhere)},
            100,
            "workingElsewhere"},
           {"busy", {person(kBusy)}, 0, "busy"},
           {"tentative", {person(FreeBusyStatus::tentative)}, 0, "tentative"},
           {"out of office", {person(FreeBusyStatus::out_of_office)}, 0, "oof"},
           {"unknown in part", {person(FreeBusyStatus::no_data)}, 49, "unknown"},
           {"did not answer", {unknown}, 49, "unknown"},
           {"a group that is too big", {too_big}, 49, "unknown"},
           {"one of two", {person(kBusy), person(kFree)}, 50, "busy"},
           {"one of three", {person(kFree), person(kBusy), person(kBusy)}, 33.3, "free"},
           {"a group, all free", {group(4, 0, 0)}, 100, "free"},
           {"a group, one busy", {group(3, 1, 0)}, 75, "busy"},
           {"a group, one unknown", {group(1, 0, 1)}, 74.5, "unknown"},
           {"a group of nobody", {group(0, 0, 0)}, 49, "unknown"},
       }) {
    auto conflicts = row.attendees;
    conflicts.push_back(person(kFree));
    const auto answer = encoded(call_for(row.attendees.size()), one_day({at("09", conflicts)}));
    const auto& suggestion = answer.at("meetingTimeSuggestions").at(0);
    EXPECT_NEAR(suggestion.at("confidence").to_number<double>(), row.confidence, 0.001)
        << row.title;
    EXPECT_EQ(suggestion.at("attendeeAvailability").at(0).at("availability"),
              json::string_view(row.first))
        << row.title;
  }
}

TEST(GraphSuggestions, TheBestFirstThenTheEarliest) {
  const Found found =
      one_day({at("09", {person(kBusy), person(kFree)}), at("10", {person(kFree), person(kFree)}),
               at("08", {person(kFree), person(kFree)})});
  MeetingTimesCall call = call_for(1);
  const auto all = encoded(call, found);
  std::vector<std::string> starts;
  for (const auto& suggestion : all.at("meetingTimeSuggestions").as_array()) {
    starts.emplace_back(
        suggestion.at("meetingTimeSlot").at("start").at("dateTime").as_string().c_str());
    EXPECT_EQ(suggestion.at("order").as_int64(), static_cast<std::int64_t>(starts.size()));
  }
  EXPECT_EQ(starts,
            (std::vector<std::string>{"2031-05-06T08:00:00.0000000", "2031-05-06T10:00:00.0000000",
                                      "2031-05-06T09:00:00.0000000"}));
  call.candidates_max = 2;
  EXPECT_EQ(encoded(call, found).at("meetingTimeSuggestions").as_array().size(), 2u);
  call.percentage_min = 0.1;
  call.candidates_max = 20;
  EXPECT_EQ(encoded(call, found).at("meetingTimeSuggestions").as_array().size(), 2u);
}

TEST(GraphSuggestions, ATimeOfTwoSlotsIsSuggestedOnce) {
  MeetingTimesCall call = call_for(0);
  call.slots.push_back(call.slots[0]);
  const auto day = one_day({at("09", {person(kFree)})})[0];
  EXPECT_EQ(encoded(call, {day, day}).at("meetingTimeSuggestions").as_array().size(), 1u);
}

struct EmptyRow {
  std::string_view title;
  std::vector<model::Suggestion> suggestions;
  bool organizer_optional;
  std::string_view reason;
};

TEST(GraphSuggestions, WhyThereIsNone) {
  for (const EmptyRow& row : std::vector<EmptyRow>{
           {"no time at all", {}, false, "unknown"},
           {"the organizer is busy",
            {at("09", {person(kFree), person(kBusy)})},
            false,
            "organizerUnavailable"},
           {"the organizer is unknown",
            {at("09", {person(kFree), person(FreeBusyStatus::no_data)})},
            false,
            "organizerUnavailable"},
           {"the attendee is busy",
            {at("09", {person(kBusy), person(kFree)})},
            false,
            "attendeesUnavailable"},
           {"the attendee is unknown",
            {at("09", {AttendeeConflict(), person(kFree)})},
            false,
            "attendeesUnavailableOrUnknown"},
           {"who need not come",
            {at("09", {person(kBusy), person(kBusy)})},
            true,
            "attendeesUnavailable"},
       }) {
    MeetingTimesCall call = call_for(1);
    call.percentage_min = 50;
    call.organizer_optional = row.organizer_optional;
    const auto answer = encoded(call, one_day(row.suggestions));
    EXPECT_EQ(answer.at("emptySuggestionsReason"), json::string_view(row.reason)) << row.title;
    EXPECT_TRUE(answer.at("meetingTimeSuggestions").as_array().empty()) << row.title;
  }
}

TEST(GraphSuggestions, WhatIsWritten) {
  MeetingTimesCall call = call_for(1);
  std::string out;
  encode_meeting_times(call, one_day({at("09", {person(kBusy), person(kFree)})}), out);
  EXPECT_EQ(out,
            R"({"@odata.context":"$metadata#microsoft.graph.meetingTimeSuggestionsResult",)"
            R"("emptySuggestionsReason":"","meetingTimeSuggestions":[{"confidence":0,"order":1,)"
            R"("organizerAvailability":"free","meetingTimeSlot":{)"
            R"("start":{"dateTime":"2031-05-06T09:00:00.0000000","timeZone":"UTC"},)"
            R"("end":{"dateTime":"2031-05-06T10:00:00.0000000","timeZone":"UTC"}},)"
            R"("attendeeAvailability":[{"availability":"busy","attendee":{"type":"required",)"
            R"("emailAddress":{"address":"p0@b.example"}}}],"locations":[]}]})");
  call.reasons = true;
  EXPECT_NE(json::serialize(encoded(call, one_day({at("09", {person(kBusy), person(kFree)})})))
                .find("when most attendees are available."),
            std::string::npos);
}

}  // namespace
}  // namespace fb::graph
