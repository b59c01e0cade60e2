// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/read_suggestions.hpp"

#include "tests/unit/protocols/ews/ews_support.hpp"

namespace fb::ews {
namespace {

using model::AttendeeType;
using model::SuggestionQuality;
using model::SuggestionsWish;

const std::string kWindow =
    "<t:DetailedSuggestionsWindow><t:StartTime>2031-05-06T00:00:00</t:StartTime>"
    "<t:EndTime>2031-05-08T00:00:00</t:EndTime></t:DetailedSuggestionsWindow>";

std::string alone(std::string_view options, std::string zone = std::string(kUtcZone),
                  std::string mailboxes = RequestParts::mailbox("ada@north.example")) {
  return RequestParts::envelope(
      "", "<m:GetUserAvailabilityRequest>" + zone + "<m:MailboxDataArray>" + mailboxes +
              "</m:MailboxDataArray><t:SuggestionsViewOptions>" + std::string(options) +
              "</t:SuggestionsViewOptions></m:GetUserAvailabilityRequest>");
}

SuggestionsWish wish_of(std::string_view body) {
  return availability_call(body).suggestions.value();
}

std::string window_of(std::string_view begin, std::string_view end) {
  return "<t:DetailedSuggestionsWindow><t:StartTime>" + std::string(begin) +
         "</t:StartTime><t:EndTime>" + std::string(end) +
         "</t:EndTime></t:DetailedSuggestionsWindow>";
}

TEST(ReadSuggestions, DefaultsAreThoseOfTheDocumentation) {
  const SuggestionsWish wish = wish_of(alone(kWindow));
  EXPECT_EQ(wish.good_threshold_percent, 25);
  EXPECT_EQ(wish.results_per_day_max, 10);
  EXPECT_EQ(wish.non_work_results_per_day_max, 0);
  EXPECT_EQ(wish.meeting_length, std::chrono::minutes(60));
  EXPECT_EQ(wish.minimum, SuggestionQuality::fair);
  EXPECT_FALSE(wish.current_meeting.has_value());
  EXPECT_EQ(wish.attendees, std::vector{AttendeeType::required});
}

TEST(ReadSuggestions, EveryFieldIsRead) {
  const SuggestionsWish wish = wish_of(
      alone("<t:GoodThreshold>49</t:GoodThreshold><t:MaximumResultsByDay>48</t:MaximumResultsByDay>"
            "<t:MaximumNonWorkHourResultsByDay>7</t:MaximumNonWorkHourResultsByDay>"
            "<t:MeetingDurationInMinutes>45</t:MeetingDurationInMinutes>"
            "<t:MinimumSuggestionQuality>Excellent</t:MinimumSuggestionQuality>" +
                kWindow +
                "<t:CurrentMeetingTime>2031-05-06T10:00:00</t:CurrentMeetingTime>"
                "<t:GlobalObjectId></t:GlobalObjectId>",
            pacific()));
  EXPECT_EQ(wish.good_threshold_percent, 49);
  EXPECT_EQ(wish.results_per_day_max, 48);
  EXPECT_EQ(wish.non_work_results_per_day_max, 7);
  EXPECT_EQ(wish.meeting_length, std::chrono::minutes(45));
  EXPECT_EQ(wish.minimum, SuggestionQuality::excellent);
  EXPECT_EQ(wish.current_meeting, utc("2031-05-06T17:00:00"));
  EXPECT_EQ(wish.window, window("2031-05-06T07:00:00", "2031-05-08T07:00:00"));
}

TEST(ReadSuggestions, AloneTheirWindowIsThatOfTheQuestion) {
  const AvailabilityCall call = availability_call(alone(kWindow));
  EXPECT_FALSE(call.view_asked);
  EXPECT_EQ(call.request.window, call.suggestions->window);
  EXPECT_EQ(call.request.wish, model::DetailLevel::availability_only);
  EXPECT_EQ(call.request.mailboxes.size(), 1u);
}

TEST(ReadSuggestions, BesideAViewEachHasItsOwnWindow) {
  RequestParts parts;
  parts.suggestions = "<t:SuggestionsViewOptions>" + kWindow + "</t:SuggestionsViewOptions>";
  AvailabilityCall call = availability_call(parts.str());
  EXPECT_EQ(call.request.window, window("2031-05-06T00:00:00", "2031-05-07T00:00:00"));
  EXPECT_EQ(call.suggestions->window, window("2031-05-06T00:00:00", "2031-05-08T00:00:00"));
  parts.suggestions = "<t:SuggestionsViewOptions/>";
  call = availability_call(parts.str());
  EXPECT_EQ(call.suggestions->window, call.request.window);
}

TEST(ReadSuggestions, RangesAreThoseOfTheDocumentation) {
  struct Row {
    std::string_view name;
    int min;
    int max;
  };
  const Row rows[] = {{"GoodThreshold", 0, 50},
                      {"MaximumResultsByDay", 0, 48},
                      {"MaximumNonWorkHourResultsByDay", 0, 48},
                      {"MeetingDurationInMinutes", 30, 1440}};
  for (const Row& row : rows) {
    const auto with = [&](const std::string& text) {
      const std::string name(row.name);
      return refusal(alone("<t:" + name + ">" + text + "</t:" + name + ">" + kWindow));
    };
    EXPECT_EQ(with(std::to_string(row.min)), "taken") << row.name;
    EXPECT_EQ(with(std::to_string(row.max)), "taken") << row.name;
    EXPECT_EQ(with(std::to_string(row.min - 1)), "schema_violation") << row.name;
    EXPECT_EQ(with(std::to_string(row.max + 1)), "schema_violation") << row.name;
    for (const char* text : {"", "many", "99999999999999999999", "30.5"})
      EXPECT_EQ(with(text), "schema_violation") << row.name << " " << text;
  }
}

TEST(ReadSuggestions, WhatIsWrongIsRefusedByItsKind) {
  const struct {
    std::string title;
    std::string options;
    std::string expected;
  } rows[] = {
      {"no window at all", "", "window_invalid"},
      {"a window backwards", window_of("2031-05-08T00:00:00", "2031-05-06T00:00:00"),
       "window_invalid"},
      {"an empty window", window_of("2031-05-06T00:00:00", "2031-05-06T00:00:00"),
       "window_invalid"},
      {"62 days", window_of("2031-05-06T00:00:00", "2031-07-07T00:00:00"), "taken"},
      {"a second more", window_of("2031-05-06T00:00:00", "2031-07-07T00:00:01"), "window_too_long"},
      {"no times in it", "<t:DetailedSuggestionsWindow/>", "schema_violation"},
      {"an unknown quality",
       "<t:MinimumSuggestionQuality>Best</t:MinimumSuggestionQuality>" + kWindow,
       "schema_violation"},
      {"a quality in lower case",
       "<t:MinimumSuggestionQuality>fair</t:MinimumSuggestionQuality>" + kWindow,
       "schema_violation"},
      {"no time", kWindow + "<t:CurrentMeetingTime>noon</t:CurrentMeetingTime>",
       "schema_violation"},
      {"a meeting at the beginning of time",
       kWindow + "<t:CurrentMeetingTime>0001-01-01T00:00:00</t:CurrentMeetingTime>", "taken"},
      {"a meeting without time", kWindow + "<t:CurrentMeetingTime/>", "taken"},
      {"what old documentation has",
       "<t:SuggestionIntervalInMinutes>30</t:SuggestionIntervalInMinutes>" + kWindow, "taken"},
  };
  for (const auto& row : rows) EXPECT_EQ(refusal(alone(row.options)), row.expected) << row.title;
}

std::string attendee(std::string_view rest) {
  return "<t:MailboxData><t:Email><t:Address>ada@north.example</t:Address></t:Email>" +
         std::string(rest) + "</t:MailboxData>";
}

TEST(ReadSuggestions, AttendeesHaveTypesAndMayExcludeConflicts) {
  const std::pair<std::string, AttendeeType> types[] = {
      {"<t:AttendeeType>Organizer</t:AttendeeType>", AttendeeType::organizer},
      {"<t:AttendeeType>Required</t:AttendeeType>", AttendeeType::required},
      {"<t:AttendeeType>Optional</t:AttendeeType>", AttendeeType::optional},
      {"<t:AttendeeType>Room</t:AttendeeType>", AttendeeType::room},
      {"<t:AttendeeType>Resource</t:AttendeeType>", AttendeeType::resource},
      {"", AttendeeType::required},
      {"<t:AttendeeType>Room</t:AttendeeType><t:ExcludeNonWorkingHours>true"
       "</t:ExcludeNonWorkingHours>",
       AttendeeType::room},
  };
  std::string all;
  std::vector<AttendeeType> expected;
  for (const auto& [xml, type] : types) {
    all += attendee(xml);
    expected.push_back(type);
  }
  EXPECT_EQ(wish_of(alone(kWindow, std::string(kUtcZone), all)).attendees, expected);
  const std::string boss = attendee("<t:AttendeeType>Boss</t:AttendeeType>");
  EXPECT_EQ(refusal(alone(kWindow, std::string(kUtcZone), boss)), "schema_violation");

  all.clear();
  for (const char* text : {"true", "false", "1", "0", "yes"})
    all += attendee("<t:AttendeeType>Required</t:AttendeeType><t:ExcludeConflicts>" +
                    std::string(text) + "</t:ExcludeConflicts>");
  all += attendee("<t:AttendeeType>Required</t:AttendeeType>");
  EXPECT_EQ(wish_of(alone(kWindow, std::string(kUtcZone), all)).excludes_conflicts,
            (std::vector<bool>{true, false, true, false, false, false}));
}

// A view is not refused for what matters to suggestions only.
TEST(ReadSuggestions, AViewDoesNotLookAtTypes) {
  RequestParts parts;
  parts.mailboxes = attendee("<t:AttendeeType>Boss</t:AttendeeType>");
  EXPECT_EQ(refusal(parts.str()), "taken");
}

TEST(ReadSuggestions, DaysBeginAtMidnightOfTheRequestsZone) {
  const struct {
    std::string title;
    std::string zone;
    std::string begin;
    std::string end;
    std::vector<std::string> days;
  } rows[] = {
      {"one day",
       pacific(),
       "2031-05-06T00:00:00",
       "2031-05-07T00:00:00",
       {"2031-05-06T07:00:00Z"}},
      {"parts of three days",
       pacific(),
       "2031-05-06T12:00:00",
       "2031-05-08T00:00:01",
       {"2031-05-06T07:00:00Z", "2031-05-07T07:00:00Z", "2031-05-08T07:00:00Z"}},
      {"clocks go back",
       pacific(),
       "2031-11-02T00:00:00",
       "2031-11-03T08:00:00",
       {"2031-11-02T07:00:00Z", "2031-11-03T08:00:00Z"}},
      {"times with an offset",
       "",
       "2031-05-06T00:00:00+02:00",
       "2031-05-06T12:00:00Z",
       {"2031-05-05T00:00:00Z", "2031-05-06T00:00:00Z"}},
  };
  for (const auto& row : rows) {
    const SuggestionsWish wish = wish_of(alone(window_of(row.begin, row.end), row.zone));
    std::vector<std::string> days;
    for (const model::UtcTime day : wish.days) days.push_back(text(day));
    EXPECT_EQ(days, row.days) << row.title;
  }
}

// 62 times 24 hours from half past eleven in the evening, and the clocks are put forward in
// between: 64 local days are touched.
TEST(ReadSuggestions, NoWindowTouchesMoreDaysThanTheLimit) {
  const SuggestionsWish wish =
      wish_of(alone(window_of("2031-02-01T23:30:00", "2031-04-05T00:30:00"), pacific()));
  EXPECT_EQ(wish.window.length(), std::chrono::days(62));
  EXPECT_EQ(wish.days.size(), SuggestionsWish::kDaysMax);
}

TEST(ReadSuggestions, UsualHoursAreThoseOfANewMailboxInTheRequestsZone) {
  const auto hours = wish_of(alone(kWindow, west_europe())).usual_hours.value();
  ASSERT_EQ(hours.periods.size(), 1u);
  EXPECT_EQ(hours.periods[0], (model::WorkingPeriod{0b0111110, 480, 1020}));
  EXPECT_EQ(hours.zone.bias_minutes, -60);
  ASSERT_TRUE(hours.zone.daylight.has_value());
  EXPECT_EQ(hours.zone.daylight->month, 3);
}

}  // namespace
}  // namespace fb::ews
