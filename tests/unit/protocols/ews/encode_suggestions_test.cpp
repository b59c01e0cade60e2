// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/encode_suggestions.hpp"

#include "tests/unit/protocols/ews/suggestion_support.hpp"

namespace fb::ews {
namespace {

constexpr std::string_view kDay =
    "<SuggestionDayResult xmlns=\"http://schemas.microsoft.com/exchange/services/2006/types\">";

TEST(EncodeSuggestions, OnlyWhatWasAskedForIsInTheAnswer) {
  const AvailabilityReply view = reply_of({full_day()});
  for (const bool with_view : {false, true}) {
    for (const bool with_suggestions : {false, true}) {
      AvailabilityAnswer answer;
      if (with_view) answer.view = &view;
      if (with_suggestions) answer.suggestions = some_suggestions();
      const std::string out = encoded(answer);
      EXPECT_EQ(count_of(out, "<FreeBusyResponseArray>"), with_view ? 1u : 0u);
      EXPECT_EQ(count_of(out, "<SuggestionsResponse>"), with_suggestions ? 1u : 0u);
      if (with_view && with_suggestions) {
        EXPECT_LT(out.find("</FreeBusyResponseArray>"), out.find("<SuggestionsResponse>"));
      }
    }
  }
}

TEST(EncodeSuggestions, TheWholeAnswer) {
  AvailabilityAnswer answer;
  answer.suggestions = some_suggestions();
  const auto conflict = [](std::string_view status) {
    return "<IndividualAttendeeConflictData><BusyType>" + std::string(status) +
           "</BusyType></IndividualAttendeeConflictData>";
  };
  const std::string expected =
      "<ResponseMessage ResponseClass=\"Success\"><ResponseCode>NoError</ResponseCode>"
      "</ResponseMessage><SuggestionDayResultArray>" +
      std::string(kDay) +
      "<Date>2031-05-06T00:00:00</Date><DayQuality>Good</DayQuality><SuggestionArray>"
      "<Suggestion><MeetingTime>2031-05-06T08:30:00</MeetingTime><IsWorkTime>true</IsWorkTime>"
      "<SuggestionQuality>Good</SuggestionQuality><AttendeeConflictDataArray>" +
      conflict("Free") + conflict("Tentative") + conflict("Busy") + conflict("OOF") +
      conflict("WorkingElsewhere") + conflict("NoData") +
      "<UnknownAttendeeConflictData></UnknownAttendeeConflictData>"
      "<GroupAttendeeConflictData><NumberOfMembers>7</NumberOfMembers>"
      "<NumberOfMembersAvailable>4</NumberOfMembersAvailable>"
      "<NumberOfMembersWithConflict>2</NumberOfMembersWithConflict>"
      "<NumberOfMembersWithNoData>1</NumberOfMembersWithNoData></GroupAttendeeConflictData>"
      "<TooBigGroupAttendeeConflictData></TooBigGroupAttendeeConflictData>"
      "</AttendeeConflictDataArray></Suggestion>"
      "<Suggestion><MeetingTime>2031-05-06T20:00:00</MeetingTime><IsWorkTime>false</IsWorkTime>"
      "<SuggestionQuality>Fair</SuggestionQuality>"
      "<AttendeeConflictDataArray></AttendeeConflictDataArray></Suggestion>"
      "</SuggestionArray></SuggestionDayResult>" +
      std::string(kDay) +
      "<Date>2031-05-07T00:00:00</Date><DayQuality>Poor</DayQuality>"
      "<SuggestionArray></SuggestionArray></SuggestionDayResult></SuggestionDayResultArray>";
  EXPECT_EQ(inside(encoded(answer), "SuggestionsResponse"), expected);
}

TEST(EncodeSuggestions, AnEmptyArrayIsThereAndNotSelfClosed) {
  AvailabilityAnswer answer;
  answer.suggestions = std::vector<DaySuggestions>{};
  const std::string out = encoded(answer);
  EXPECT_EQ(count_of(out, "<SuggestionDayResultArray></SuggestionDayResultArray>"), 1u);
  answer.suggestions = some_suggestions();
  const std::string full = encoded(answer);
  EXPECT_EQ(count_of(std::string_view(full).substr(full.find("<s:Body")), "/>"), 0u);
}

TEST(EncodeSuggestions, TimesAreWallTimeOfTheCallersZone) {
  Presentation presentation;
  presentation.zone = zone_named("Pacific Standard Time");
  AvailabilityAnswer answer;
  // The clocks go back on the 2nd of November 2031 at 09:00 UTC.
  answer.suggestions = std::vector<DaySuggestions>{
      {utc("2031-11-02T07:00:00"),
       SuggestionQuality::excellent,
       {{utc("2031-11-02T08:30:00"), true, SuggestionQuality::excellent, {}},
        {utc("2031-11-02T16:30:00"), true, SuggestionQuality::excellent, {}}}},
      {utc("2031-11-03T08:00:00"), SuggestionQuality::poor, {}}};
  const std::string out = encoded(answer, presentation);
  for (const char* piece :
       {"<Date>2031-11-02T00:00:00</Date>", "<MeetingTime>2031-11-02T01:30:00</MeetingTime>",
        "<MeetingTime>2031-11-02T08:30:00</MeetingTime>", "<Date>2031-11-03T00:00:00</Date>"})
    EXPECT_EQ(count_of(out, piece), 1u) << piece;
}

// In Havana the clocks are put forward at midnight: the day begins at one.
TEST(EncodeSuggestions, ADayWithoutMidnightIsCalledByIt) {
  Presentation presentation;
  presentation.zone = wire::Zone::named("America/Havana").value();
  AvailabilityAnswer answer;
  answer.suggestions =
      std::vector<DaySuggestions>{{utc("2024-03-10T05:00:00"), SuggestionQuality::poor, {}}};
  EXPECT_EQ(inside(encoded(answer, presentation), "Date"), "2024-03-10T00:00:00");
}

TEST(EncodeSuggestions, AnOldSchemaHasNoWorkingElsewhere) {
  Presentation presentation;
  presentation.hides_working_elsewhere = true;
  AvailabilityAnswer answer;
  answer.suggestions = some_suggestions();
  const std::string out = encoded(answer, presentation);
  EXPECT_EQ(count_of(out, "WorkingElsewhere"), 0u);
  EXPECT_EQ(count_of(out, "<BusyType>Free<"), 2u);
}

TEST(EncodeSuggestions, WhatCouldNotBeMadeIsAnErrorOfItsOwn) {
  AvailabilityAnswer answer;
  answer.suggestions = Error::from_peer(ErrorKind::deadline_passed, "Nobody answered.", "PEER");
  const auto expected = [](std::string_view words) {
    return "<ResponseMessage ResponseClass=\"Error\"><MessageText>" + std::string(words) +
           "</MessageText><ResponseCode>ErrorMeetingSuggestionGenerationFailed</ResponseCode>"
           "<DescriptiveLinkKey>0</DescriptiveLinkKey></ResponseMessage>";
  };
  EXPECT_EQ(inside(encoded(answer), "SuggestionsResponse"),
            expected("Meeting suggestions could not be made. Nobody answered."));
  EXPECT_EQ(inside(encoded(answer, {}, false), "SuggestionsResponse"),
            expected("Meeting suggestions could not be made."));
}

}  // namespace
}  // namespace fb::ews
