// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/written_calendar.hpp"

#include <gtest/gtest.h>

namespace fb::ics {
namespace {

const std::string kHead = "BEGIN:VCALENDAR\nVERSION:2.0\n";
const std::string kEvent = "BEGIN:VEVENT\nUID:1\nDTSTART:20310506T080000Z\n";
const std::string kEnd = "END:VEVENT\nEND:VCALENDAR\n";

struct Broken {
  const char* what;
  std::string text;
  std::size_t line;
};

// Whatever is broken, the calendar is refused as a whole, with the line, and in our words.
TEST(ReadCalendar, BrokenFilesAreRefusedWithTheLine) {
  const Broken cases[] = {
      {"empty", "", 0},
      {"a web page", "<!DOCTYPE html>\n<html></html>\n", 1},
      {"cut after the head", kHead, 2},
      {"cut in an event", kHead + kEvent, 5},
      {"cut before the last line", kHead + kEvent + "END:VEVENT\n", 6},
      {"an END too many", kHead + "END:VCALENDAR\nEND:VCALENDAR\n", 4},
      {"a crossed END", kHead + kEvent + "END:VCALENDAR\nEND:VEVENT\n", 6},
      {"an event outside", kEvent + "END:VEVENT\n", 1},
      {"a calendar in a calendar", kHead + kHead + "END:VCALENDAR\nEND:VCALENDAR\n", 3},
      {"a line before the calendar", "X-A:1\n" + kHead + kEvent + kEnd, 1},
      {"a line that is none", kHead + kEvent + "what is this\n" + kEnd, 6},
      {"no beginning", kHead + "BEGIN:VEVENT\nUID:1\n" + kEnd, 3},
      {"a beginning that is no time", kHead + "BEGIN:VEVENT\nDTSTART:tomorrow\n" + kEnd, 4},
      {"a beginning without a value", kHead + "BEGIN:VEVENT\nDTSTART\n" + kEnd, 4},
      {"31 April", kHead + "BEGIN:VEVENT\nDTSTART:20310431T080000Z\n" + kEnd, 3},
      {"25 o'clock", kHead + "BEGIN:VEVENT\nDTSTART:20310430T250000Z\n" + kEnd, 3},
      {"two beginnings", kHead + kEvent + "DTSTART:20310507T080000Z\n" + kEnd, 6},
      {"an end that is no time", kHead + kEvent + "DTEND:late\n" + kEnd, 6},
      {"a duration that is none", kHead + kEvent + "DURATION:long\n" + kEnd, 6},
      {"a negative duration", kHead + kEvent + "DURATION:-PT1H\n" + kEnd, 3},
      {"a duration of a thousand years", kHead + kEvent + "DURATION:P365250D\n" + kEnd, 3},
      {"end and duration", kHead + kEvent + "DTEND:20310506T090000Z\nDURATION:PT1H\n" + kEnd, 3},
      {"a rule that is none", kHead + kEvent + "RRULE:FREQ=NEVER\n" + kEnd, 6},
      {"a rule without a colon", kHead + kEvent + "RRULE;FREQ=DAILY\n" + kEnd, 6},
      {"an exclusion that is none", kHead + kEvent + "EXDATE:never\n" + kEnd, 6},
      {"an extra date that is none", kHead + kEvent + "RDATE:often\n" + kEnd, 6},
      {"an original time that is none", kHead + kEvent + "RECURRENCE-ID:first\n" + kEnd, 6},
      {"this and the future",
       kHead + kEvent + "RECURRENCE-ID;RANGE=THISANDFUTURE:20310506T080000Z\n" + kEnd, 6},
      {"another calendar", "BEGIN:VCALENDAR\nCALSCALE:CHINESE\n" + kEvent + kEnd, 2},
      {"a nameless component", kHead + "BEGIN:\nEND:\nEND:VCALENDAR\n", 3},
      {"free/busy that is none",
       kHead + "BEGIN:VFREEBUSY\nFREEBUSY:always\nEND:VFREEBUSY\nEND:VCALENDAR\n", 4},
  };
  for (const Broken& c : cases) {
    const auto calendar = read_calendar(c.text, 100);
    ASSERT_FALSE(calendar) << c.what;
    EXPECT_EQ(calendar.error().kind(), model::ErrorKind::peer_broken) << c.what;
    const std::string place = "line " + std::to_string(c.line) + ": ";
    EXPECT_EQ(calendar.error().detail().substr(0, place.size()), place)
        << c.what << ": " << calendar.error().detail();
  }
}

TEST(ReadCalendar, OddThingsThatDecideNothingAreLeftAlone) {
  const std::string odd[] = {
      "X-FOO;BAR=1:baz\n",
      "DTSTAMP:yesterday\n",
      "CREATED:\n",
      "ATTENDEE;PARTSTAT=SLEEPING:mailto:ada@contoso.com\n",
      "STATUS:UNDECIDED\n",
      "SEQUENCE:x\n",
      "DESCRIPTION:" + std::string(300'000, 'x') + "\n",
      "BEGIN:VALARM\nTRIGGER:whenever\nEND:VALARM\n",
      "BEGIN:X-PART\nDTSTART:whenever\nEND:X-PART\n",
  };
  for (const std::string& line : odd) {
    const auto calendar = read_calendar(kHead + kEvent + line + kEnd, 100);
    ASSERT_TRUE(calendar) << line.substr(0, 60) << calendar.error().detail();
    EXPECT_EQ(calendar->events.size(), 1U);
  }
}

TEST(ReadCalendar, SeveralCalendarsInOneText) {
  const std::string one = kHead + kEvent + kEnd;
  EXPECT_EQ(read_calendar(one + one, 100).value().events.size(), 2U);
}

TEST(ReadCalendar, ComponentsAreCounted) {
  const std::string text = kHead + kEvent + "END:VEVENT\n" + kEvent + kEnd;
  EXPECT_TRUE(read_calendar(text, 3));
  EXPECT_FALSE(read_calendar(text, 2));
}

TEST(ReadCalendar, ComponentsAreNestedEightDeepAtMost) {
  const auto nested = [](int depth) {
    std::string text = kHead;
    for (int i = 1; i < depth; ++i) text += "BEGIN:X-A\n";
    for (int i = 1; i < depth; ++i) text += "END:X-A\n";
    return text + "END:VCALENDAR\n";
  };
  EXPECT_TRUE(read_calendar(nested(8), 100));
  EXPECT_FALSE(read_calendar(nested(9), 100));
}

TEST(ReadCalendar, LongTextsAreCutBetweenCharacters) {
  std::string subject(1023, 'a');
  const auto calendar = read_calendar(kHead + kEvent + "SUMMARY:" + subject +
                                          "\xc3\xbc"
                                          "b\n" +
                                          kEnd,
                                      100);
  EXPECT_EQ(calendar.value().events[0].details.subject, subject);
  subject.pop_back();
  const auto fits = read_calendar(kHead + kEvent + "SUMMARY:" + subject + "\xc3\xbc\n" + kEnd, 100);
  EXPECT_EQ(fits.value().events[0].details.subject, subject + "\xc3\xbc");
}

TEST(ReadCalendar, ListsOfTimes) {
  const auto calendar = read_calendar(
      kHead + kEvent +
          "EXDATE:20310507T080000Z,20310508T080000Z\n"
          "RDATE;VALUE=PERIOD:20310509T080000Z/PT1H,20310510T080000Z/20310510T090000Z\n" +
          kEnd,
      100);
  ASSERT_TRUE(calendar);
  EXPECT_EQ(calendar->events[0].excluded.size(), 2U);
  ASSERT_EQ(calendar->events[0].extra.size(), 2U);
  EXPECT_TRUE(calendar->events[0].extra[0].duration);
  EXPECT_TRUE(calendar->events[0].extra[1].end);
}

}  // namespace
}  // namespace fb::ics
