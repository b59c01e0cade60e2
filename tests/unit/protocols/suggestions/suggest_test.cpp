// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/suggestions/suggest.hpp"

#include "tests/unit/protocols/suggestions/suggestion_support.hpp"

namespace fb::suggestions {
namespace {

using model::Error;
using model::ErrorKind;
using Kind = AttendeeConflict::Kind;
using S = FreeBusyStatus;

std::string only_day(const SuggestionsWish& wish, const AvailabilityReply& reply) {
  const auto days = suggest(wish, reply);
  EXPECT_EQ(days.size(), 1u);
  return days.empty() ? std::string() : shown(days.front());
}

TEST(Suggest, StartsAreOnHalfHoursAndTheWholeMeetingFits) {
  const struct {
    const char* title;
    const char* begin;
    const char* end;
    int minutes;
    const char* expected;
  } rows[] = {
      {"exactly one", "09:00", "10:00", 60, "09:00E"},
      {"a minute too short", "09:00", "09:59", 60, ""},
      {"the window begins between half hours", "09:10", "11:00", 60, "09:30E 10:00E"},
      {"the shortest meeting", "09:00", "10:00", 30, "09:00E 09:30E"},
      {"an odd length", "09:00", "10:30", 45, "09:00E 09:30E"},
      {"a meeting into the next day", "23:00", "+1 01:00", 120, "23:00E"},
      {"the longest meeting", "00:00", "+1 00:00", 1440, "00:00E"},
  };
  for (const auto& row : rows) {
    SuggestionsWish wish = wish_of(window(row.begin, row.end));
    wish.meeting_length = minutes(row.minutes);
    const auto reply =
        reply_of({calendar({}, window("00:00", "+2 00:00"))}, window(row.begin, row.end));
    EXPECT_EQ(only_day(wish, reply), row.expected) << row.title;
  }
}

// Midnight at half past: a zone of UTC+5:30, and one that a switch has moved.
TEST(Suggest, StartsAreAlignedToTheLocalDay) {
  SuggestionsWish wish = wish_of(window("09:00", "10:45"));
  wish.days = {at("00:15")};
  EXPECT_EQ(only_day(wish, reply_of({calendar()})), "09:15E 09:45E");
}

// What share is free, in people; the threshold is 25 where nothing else is said.
TEST(Suggest, QualityGoesByTheShareOfThoseWhoAreFree) {
  const struct {
    int people;
    int free;
    int threshold;
    char expected;
  } rows[] = {
      {1, 1, 25, 'E'},    {1, 0, 25, 'P'},    {2, 1, 25, 'F'},    {2, 1, 0, 'G'},
      {4, 3, 25, 'G'},    {4, 3, 26, 'F'},    {4, 2, 25, 'F'},    {4, 1, 25, 'P'},
      {4, 4, 50, 'E'},    {100, 99, 50, 'F'}, {100, 99, 49, 'G'}, {100, 75, 25, 'G'},
      {100, 74, 25, 'F'}, {100, 50, 25, 'F'}, {100, 49, 25, 'P'}, {3, 2, 25, 'F'},
  };
  for (const auto& row : rows) {
    std::vector<model::Result<Availability>> calendars;
    for (int i = 0; i < row.people; ++i)
      calendars.emplace_back(i < row.free ? calendar() : calendar({block("09:30", "09:31")}));
    SuggestionsWish wish = wish_of(window("09:00", "10:00"));
    wish.good_threshold_percent = row.threshold;
    EXPECT_EQ(only_day(wish, reply_of(std::move(calendars))), std::string("09:00") + row.expected)
        << row.free << " of " << row.people << " at " << row.threshold;
  }
}

TEST(Suggest, EveryTypeOfAttendeeCounts) {
  for (const AttendeeType type :
       {AttendeeType::organizer, AttendeeType::required, AttendeeType::optional, AttendeeType::room,
        AttendeeType::resource}) {
    SuggestionsWish wish = wish_of(window("09:00", "10:00"));
    wish.attendees = {AttendeeType::organizer, type};
    EXPECT_EQ(only_day(wish, reply_of({calendar(), calendar({block("09:00", "10:00")})})),
              "09:00F");
  }
}

TEST(Suggest, OnlyFreeAndWorkingElsewhereAreFree) {
  const std::pair<S, const char*> rows[] = {
      {S::free, "09:00E"}, {S::working_elsewhere, "09:00E"}, {S::tentative, "09:00P"},
      {S::busy, "09:00P"}, {S::out_of_office, "09:00P"},     {S::no_data, "09:00P"},
  };
  for (const auto& [status, expected] : rows) {
    const auto reply = reply_of({calendar({block("09:00", "10:00", status)})});
    const auto days = suggest(wish_of(window("09:00", "10:00")), reply);
    EXPECT_EQ(shown(days.at(0)), expected) << model::name(status);
    EXPECT_EQ(days.at(0).suggestions.at(0).conflicts.at(0),
              (AttendeeConflict{Kind::individual, status, 0, 0, 0, 0}));
  }
}

TEST(Suggest, WhatIsUnknownIsNeverFree) {
  AvailabilityReply reply =
      reply_of({Error::of(ErrorKind::deadline_passed), Error::of(ErrorKind::group_too_big),
                calendar(), calendar({}, window("12:00", "13:00")), calendar()});
  reply.mailboxes[4].members.emplace();  // a group of nobody
  const auto days = suggest(wish_of(window("09:00", "10:00")), reply);
  ASSERT_EQ(shown(days.at(0)), "09:00P");
  const std::vector<AttendeeConflict> expected{
      {Kind::unknown, S::no_data, 0, 0, 0, 0}, {Kind::group_too_big, S::no_data, 0, 0, 0, 0},
      {Kind::individual, S::free, 0, 0, 0, 0}, {Kind::individual, S::no_data, 0, 0, 0, 0},
      {Kind::group, S::no_data, 0, 0, 0, 0},
  };
  EXPECT_EQ(days[0].suggestions[0].conflicts, expected);
}

// Eight people, seven of them in the group: five are free.
TEST(Suggest, MembersOfAGroupCountOneByOne) {
  AvailabilityReply reply = reply_of({calendar(), calendar()});
  reply.mailboxes[1].members = model::GroupMembers{
      calendar(),
      calendar({block("09:00", "10:00", S::working_elsewhere)}),
      calendar({block("09:00", "10:00", S::tentative)}),
      calendar({block("09:59", "11:00", S::out_of_office)}),
      Error::of(ErrorKind::peer_unreachable),
      calendar({block("10:00", "11:00")}),
      calendar(),
  };
  const auto days = suggest(wish_of(window("09:00", "10:00")), reply);
  EXPECT_EQ(shown(days.at(0)), "09:00F");
  EXPECT_EQ(days[0].suggestions[0].conflicts[1],
            (AttendeeConflict{Kind::group, S::no_data, 7, 4, 2, 1}));
}

TEST(Suggest, NobodyMeetsWhenSomebodyMustNotHaveAConflict) {
  SuggestionsWish wish = wish_of(window("09:00", "12:00"));
  const auto reply = reply_of(
      {calendar({block("09:00", "10:00")}), calendar({block("11:00", "12:00")}), calendar()});
  EXPECT_EQ(only_day(wish, reply), "10:00E 09:00F 09:30F 10:30F 11:00F");
  wish.excludes_conflicts = {false, true};
  EXPECT_EQ(only_day(wish, reply), "10:00E 09:00F 09:30F");
  wish.excludes_conflicts = {true, true, true};
  EXPECT_EQ(only_day(wish, reply), "10:00E");
}

TEST(Suggest, BestFirstThenEarliestWithinTheLimits) {
  const auto reply = reply_of({calendar({block("09:00", "10:00")}), calendar()});
  const struct {
    const char* title;
    int results_max;
    SuggestionQuality minimum;
    const char* expected;
  } rows[] = {
      {"all", 48, SuggestionQuality::poor, "10:00E 10:30E 08:30F 09:00F 09:30F"},
      {"the best", 3, SuggestionQuality::poor, "10:00E 10:30E 08:30F"},
      {"good enough", 48, SuggestionQuality::fair, "10:00E 10:30E 08:30F 09:00F 09:30F"},
      {"good", 48, SuggestionQuality::good, "10:00E 10:30E"},
      {"excellent", 1, SuggestionQuality::excellent, "10:00E"},
      {"none", 0, SuggestionQuality::poor, ""},
  };
  for (const auto& row : rows) {
    SuggestionsWish wish = wish_of(window("08:30", "11:30"));
    wish.results_per_day_max = row.results_max;
    wish.minimum = row.minimum;
    EXPECT_EQ(only_day(wish, reply), row.expected) << row.title;
  }
}

TEST(Suggest, WorkTimeIsThatOfOrganizerAndRequiredAttendees) {
  Availability early = calendar();
  early.working_hours = works(540, 660);  // 09:00 to 11:00
  Availability late = calendar();
  late.working_hours = works(600, 720);  // 10:00 to 12:00
  Availability none = calendar();
  none.working_hours = model::WorkingHours{};
  const struct {
    const char* title;
    std::vector<Availability> people;
    std::vector<AttendeeType> types;
    const char* expected;
  } rows[] = {
      {"one", {early}, {AttendeeType::required}, "09:00E 09:30E 10:00E 10:30E. 11:00E."},
      {"both",
       {early, late},
       {AttendeeType::organizer, AttendeeType::required},
       "09:00E. 09:30E. 10:00E 10:30E. 11:00E."},
      {"an optional one has no say",
       {early, late},
       {AttendeeType::organizer, AttendeeType::optional},
       "09:00E 09:30E 10:00E 10:30E. 11:00E."},
      {"nor has a room",
       {early, late},
       {AttendeeType::organizer, AttendeeType::room},
       "09:00E 09:30E 10:00E 10:30E. 11:00E."},
      {"without a type everybody is required",
       {early, late},
       {},
       "09:00E. 09:30E. 10:00E 10:30E. 11:00E."},
      {"hours that say nothing", {early, none}, {}, "09:00E 09:30E 10:00E 10:30E. 11:00E."},
      {"nobody's hours are known", {calendar(), none}, {}, "09:00E 09:30E 10:00E 10:30E 11:00E"},
  };
  for (const auto& row : rows) {
    SuggestionsWish wish = wish_of(window("09:00", "12:00"));
    wish.attendees = row.types;
    AvailabilityReply reply = reply_of({});
    for (const Availability& person : row.people) reply.mailboxes.push_back({"x", person, {}});
    EXPECT_EQ(only_day(wish, reply), row.expected) << row.title;
  }
}

TEST(Suggest, UsualHoursAreForThoseOfWhomNoneAreKnown) {
  SuggestionsWish wish = wish_of(window("09:00", "12:00"));
  wish.usual_hours = works(540, 600);
  EXPECT_EQ(only_day(wish, reply_of({calendar()})), "09:00E 09:30E. 10:00E. 10:30E. 11:00E.");
  Availability known = calendar();
  known.working_hours = works(660, 720);
  EXPECT_EQ(only_day(wish, reply_of({known})), "09:00E. 09:30E. 10:00E. 10:30E. 11:00E");
}

TEST(Suggest, NonWorkTimeHasALimitOfItsOwn) {
  Availability person = calendar();
  person.working_hours = works(600, 720);
  const struct {
    int results_max;
    int non_work_max;
    const char* expected;
  } rows[] = {
      {48, 0, "10:00E 10:30E 11:00E"},
      {48, 1, "09:00E. 10:00E 10:30E 11:00E"},
      {48, 2, "09:00E. 09:30E. 10:00E 10:30E 11:00E"},
      {2, 1, "09:00E. 10:00E"},
      {2, 0, "10:00E 10:30E"},
  };
  for (const auto& row : rows) {
    SuggestionsWish wish = wish_of(window("09:00", "12:00"));
    wish.results_per_day_max = row.results_max;
    wish.non_work_results_per_day_max = row.non_work_max;
    EXPECT_EQ(only_day(wish, reply_of({person})), row.expected);
  }
}

TEST(Suggest, EachDayHasAnEntryAndTheQualityOfItsBestSuggestion) {
  const TimeWindow three_days = window("22:00", "+3 01:30");
  SuggestionsWish wish = wish_of(three_days);
  wish.days = {kTuesday, kTuesday + hours(24), kTuesday + hours(48), kTuesday + hours(72)};
  wish.results_per_day_max = 2;
  wish.minimum = SuggestionQuality::fair;
  Availability somebody = calendar({}, three_days);
  Availability away = calendar({block("+1 00:00", "+2 23:00", S::out_of_office)}, three_days);
  const auto days = suggest(wish, reply_of({somebody, away}, three_days));
  ASSERT_EQ(days.size(), 4u);
  EXPECT_EQ(shown(days[0]), "22:00E 22:30E");
  EXPECT_EQ(shown(days[1]), "00:00F 00:30F");
  EXPECT_EQ(shown(days[2]), "23:00E 23:30E");
  EXPECT_EQ(shown(days[3]), "00:00E 00:30E");
  const SuggestionQuality qualities[] = {SuggestionQuality::excellent, SuggestionQuality::fair,
                                         SuggestionQuality::excellent,
                                         SuggestionQuality::excellent};
  for (std::size_t i = 0; i < days.size(); ++i) {
    EXPECT_EQ(days[i].day, wish.days[i]);
    EXPECT_EQ(days[i].quality, qualities[i]);
  }
  wish.minimum = SuggestionQuality::good;
  const auto stricter = suggest(wish, reply_of({somebody, away}, three_days));
  EXPECT_EQ(shown(stricter.at(1)), "");
  EXPECT_EQ(stricter.at(1).quality, SuggestionQuality::poor);
}

TEST(Suggest, TheCurrentMeetingIsNotInItsOwnWay) {
  SuggestionsWish wish = wish_of(window("09:30", "11:30"));
  const auto reply = reply_of({calendar({block("10:00", "11:00")})});
  EXPECT_EQ(only_day(wish, reply), "09:30P 10:00P 10:30P");
  wish.current_meeting = at("10:00");
  EXPECT_EQ(only_day(wish, reply), "09:30E 10:00E 10:30E");
  wish.meeting_length = minutes(90);
  EXPECT_EQ(only_day(wish, reply), "09:30P 10:00P") << "it is made longer";
}

TEST(Suggest, NoAnswerIsLargerThanItsLimits) {
  const auto whole =
      TimeWindow::make(kTuesday, kTuesday + std::chrono::days(TimeWindow::kDaysMax)).value();
  SuggestionsWish wish = wish_of(whole);
  wish.meeting_length = minutes(30);
  wish.results_per_day_max = 1000;
  wish.days.clear();
  for (std::size_t i = 0; i < SuggestionsWish::kDaysMax + 5; ++i)
    wish.days.push_back(kTuesday + hours(24) * static_cast<int>(i));
  const auto few = suggest(wish, reply_of({calendar({}, whole)}, whole));
  ASSERT_EQ(few.size(), SuggestionsWish::kDaysMax);
  for (std::size_t i = 0; i < few.size(); ++i)
    EXPECT_EQ(few[i].suggestions.size(), i < 62 ? 48u : 0u) << i;

  std::vector<model::Result<Availability>> crowd(100, calendar({}, whole));
  const auto many = suggest(wish, reply_of(crowd, whole));
  std::size_t entries = 0;
  for (const auto& day : many) {
    for (const auto& suggestion : day.suggestions) entries += suggestion.conflicts.size();
  }
  EXPECT_EQ(many.front().suggestions.size(), kConflictEntriesMax / SuggestionsWish::kDaysMax / 100);
  EXPECT_LE(entries, kConflictEntriesMax);
}

}  // namespace
}  // namespace fb::suggestions
