// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/recurrence_rule.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace fb::ics {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::seconds;
using std::chrono::year;
using wire::LocalTime;

constexpr LocalTime kStart = local_days{year{2031} / 5 / 6} + 8h;
constexpr LocalTime kFarFuture = local_days{year{2199} / 1 / 1};

std::vector<LocalTime> occurrences(const RecurrenceRule& rule, LocalTime start, LocalTime from,
                                   LocalTime to) {
  std::vector<LocalTime> out;
  WorkBudget budget(1'000'000);
  EXPECT_TRUE(for_each_occurrence(rule, start, from, to, budget, [&out](LocalTime wall) {
    out.push_back(wall);
    return true;
  }));
  return out;
}

TEST(RecurrenceRule, WhatIsTaken) {
  const char* taken[] = {
      "FREQ=DAILY",
      "freq=daily;interval=2",
      "FREQ=WEEKLY;BYDAY=MO,TU;",
      "INTERVAL=2;FREQ=WEEKLY",
      "FREQ=MONTHLY;BYDAY=2 TU",
      "FREQ=MONTHLY;BYDAY=-1SU,+1MO",
      "FREQ=YEARLY;BYWEEKNO=-53,53;BYDAY=MO",
      "FREQ=YEARLY;BYYEARDAY=-366,366",
      "FREQ=DAILY;COUNT=1000000000",
      "FREQ=DAILY;INTERVAL=32767",
      "FREQ=DAILY;UNTIL=20310506",
      "FREQ=DAILY;UNTIL=20310506T080000Z",
      "FREQ=SECONDLY;BYSECOND=0,59",
  };
  for (const char* text : taken) EXPECT_TRUE(RecurrenceRule::parse(text)) << text;
}

// Each is one step away from a rule that would be taken.
TEST(RecurrenceRule, WhatIsRefused) {
  const std::string refused[] = {
      "",
      "FREQ=",
      "FREQ=FORTNIGHTLY",
      "INTERVAL=2",
      "FREQ=DAILY;FREQ=WEEKLY",
      "FREQ=DAILY;INTERVAL=0",
      "FREQ=DAILY;INTERVAL=-1",
      "FREQ=DAILY;INTERVAL=32768",
      "FREQ=DAILY;INTERVAL=65537",
      "FREQ=DAILY;INTERVAL=2x",
      "FREQ=DAILY;COUNT=0",
      "FREQ=DAILY;COUNT=1000000001",
      "FREQ=DAILY;COUNT=99999999999999999999",
      "FREQ=DAILY;COUNT=2;UNTIL=20310506",
      "FREQ=DAILY;UNTIL=2031-05-06",
      "FREQ=DAILY;UNTIL=20310231",
      "FREQ=DAILY;UNTIL=20310506T250000",
      "FREQ=DAILY;UNTIL=soon",
      "FREQ=DAILY;BYHOUR=24",
      "FREQ=DAILY;BYMINUTE=60",
      "FREQ=DAILY;BYSECOND=61",
      "FREQ=DAILY;BYHOUR=-1",
      "FREQ=DAILY;BYHOUR=",
      "FREQ=DAILY;BYHOUR=1,,2",
      "FREQ=DAILY;BYMONTH=13",
      "FREQ=DAILY;BYMONTH=0",
      "FREQ=DAILY;BYMONTH=5L",
      "FREQ=MONTHLY;BYMONTHDAY=32",
      "FREQ=MONTHLY;BYMONTHDAY=-32",
      "FREQ=MONTHLY;BYMONTHDAY=0",
      "FREQ=YEARLY;BYYEARDAY=367",
      "FREQ=YEARLY;BYWEEKNO=54",
      "FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO",
      "FREQ=MONTHLY;BYWEEKNO=20",
      "FREQ=WEEKLY;BYMONTHDAY=1",
      "FREQ=DAILY;BYYEARDAY=1",
      "FREQ=WEEKLY;BYDAY=1MO",
      "FREQ=WEEKLY;BYDAY=XX",
      "FREQ=WEEKLY;BYDAY=",
      "FREQ=MONTHLY;BYDAY=0MO",
      "FREQ=MONTHLY;BYDAY=54MO",
      "FREQ=MONTHLY;BYDAY=256MO",
      "FREQ=MONTHLY;BYSETPOS=1",
      "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
      "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
      "FREQ=DAILY;WKST=XX",
      "FREQ=DAILY;BYEASTER=1",
      "FREQ=DAILY;RSCALE=HEBREW",
      "FREQ=DAILY;nonsense",
  };
  for (const std::string& text : refused) EXPECT_FALSE(RecurrenceRule::parse(text)) << text;
}

std::string repeated(const std::string& element, std::size_t times) {
  std::string out = element;
  for (std::size_t i = 1; i < times; ++i) out += "," + element;
  return out;
}

// libical would write past its arrays.
TEST(RecurrenceRule, ListsAreBounded) {
  const std::tuple<std::string, std::string, std::size_t> lists[] = {
      {"FREQ=DAILY;BYSECOND=", "1", 60},
      {"FREQ=DAILY;BYMINUTE=", "1", 60},
      {"FREQ=DAILY;BYHOUR=", "1", 24},
      {"FREQ=MONTHLY;BYMONTHDAY=", "1", 31},
      {"FREQ=YEARLY;BYYEARDAY=", "1", 366},
      {"FREQ=YEARLY;BYWEEKNO=", "1", 53},
      {"FREQ=YEARLY;BYMONTH=", "1", 12},
      {"FREQ=YEARLY;BYDAY=", "MO", 366},
      {"FREQ=YEARLY;BYDAY=MO;BYSETPOS=", "1", 366},
  };
  for (const auto& [head, element, most] : lists) {
    EXPECT_TRUE(RecurrenceRule::parse(head + repeated(element, most))) << head;
    EXPECT_FALSE(RecurrenceRule::parse(head + repeated(element, most + 1))) << head;
  }
  EXPECT_FALSE(RecurrenceRule::parse("FREQ=DAILY" + std::string(8 * 1024, ';')));
}

TEST(RecurrenceRule, ListsBecomeSortedSets) {
  const RecurrenceRule rule = *RecurrenceRule::parse("FREQ=DAILY;BYHOUR=17,9,17;BYMONTHDAY=1,-1");
  EXPECT_EQ(rule.by_hour, (std::vector<int>{9, 17}));
  EXPECT_EQ(rule.by_month_day, (std::vector<int>{-1, 1}));
}

TEST(Occurrences, FromTheMiddleOfALongSeriesAreTheSameAsFromItsBeginning) {
  for (const char* text :
       {"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU", "FREQ=MONTHLY",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1SU", "FREQ=YEARLY;INTERVAL=3;BYWEEKNO=1;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=7"}) {
    const RecurrenceRule rule = *RecurrenceRule::parse(text);
    const LocalTime middle = kStart + std::chrono::days(3000);
    const LocalTime end = middle + std::chrono::days(400);
    auto all = occurrences(rule, kStart, kStart, end);
    all.erase(all.begin(), std::lower_bound(all.begin(), all.end(), middle));
    EXPECT_EQ(occurrences(rule, kStart, middle, end), all) << text;
  }
}

TEST(Occurrences, ReachFarWithoutCountingFromTheBeginning) {
  const RecurrenceRule rule = *RecurrenceRule::parse("FREQ=SECONDLY");
  WorkBudget budget(200);
  int seen = 0;
  EXPECT_TRUE(for_each_occurrence(rule, local_days{year{1970} / 1 / 1}, kFarFuture, kFarFuture + 9s,
                                  budget, [&seen](LocalTime) {
                                    ++seen;
                                    return true;
                                  }));
  EXPECT_EQ(seen, 10);
}

// Rules that never match, match too often, or count for ever end with the budget.
TEST(Occurrences, EndWithTheBudget) {
  const std::pair<const char*, std::size_t> rules[] = {
      {"FREQ=SECONDLY", 100'000},
      {"FREQ=SECONDLY;COUNT=1000000000", 100'000},
      {"FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", 100'000},
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", 300},
      {"FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO;COUNT=1", 1000},
      {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", 10'000},
      {"FREQ=YEARLY;BYDAY=MO;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,1,2,3,4,5,6,7,8,9", 3000},
  };
  for (const auto& [text, steps] : rules) {
    WorkBudget budget(steps);
    const auto take = [](LocalTime) { return true; };
    EXPECT_FALSE(
        for_each_occurrence(*RecurrenceRule::parse(text), kStart, kStart, kFarFuture, budget, take))
        << text;
  }
}

TEST(Occurrences, TheBudgetIsExact) {
  const RecurrenceRule rule = *RecurrenceRule::parse("FREQ=DAILY;COUNT=10");
  const auto take = [](LocalTime) { return true; };
  for (const std::size_t steps : {std::size_t{19}, std::size_t{20}}) {
    WorkBudget budget(steps);
    EXPECT_EQ(for_each_occurrence(rule, kStart, kStart, kFarFuture, budget, take), steps == 20);
  }
}

TEST(Occurrences, StopWhenNoMoreAreWanted) {
  WorkBudget budget(100);
  int seen = 0;
  EXPECT_TRUE(for_each_occurrence(*RecurrenceRule::parse("FREQ=DAILY"), kStart, kStart, kFarFuture,
                                  budget, [&seen](LocalTime) { return ++seen < 3; }));
  EXPECT_EQ(seen, 3);
}

TEST(Occurrences, HugeIntervalsLeaveTheCalendar) {
  for (const char* text : {"FREQ=YEARLY;INTERVAL=32767", "FREQ=MONTHLY;INTERVAL=32767",
                           "FREQ=WEEKLY;INTERVAL=32767"}) {
    const auto found = occurrences(*RecurrenceRule::parse(text), kStart, kStart, kFarFuture);
    EXPECT_EQ(found, std::vector<LocalTime>{kStart}) << text;
  }
}

LocalTime wall_of(const std::string& text) { return LocalTime(seconds(std::stoll(text))); }

// tests/golden/ics/random_rules.txt, where dateutil says what random rules mean.
TEST(Occurrences, AreWhatDateutilSays) {
  std::ifstream in(FB_SOURCE_DIR "/tests/golden/ics/random_rules.txt");
  std::string note;
  std::getline(in, note);
  ASSERT_TRUE(note.starts_with("# "));
  int rules = 0;
  int starts = 0;
  for (std::string line; std::getline(in, line); ++rules) {
    std::istringstream fields(line);
    std::string text, start, from, to, list;
    for (std::string* field : {&text, &start, &from, &to, &list}) std::getline(fields, *field, '|');
    std::vector<LocalTime> expected;
    std::istringstream elements(list);
    for (std::string at; std::getline(elements, at, ',');) expected.push_back(wall_of(at));
    const auto rule = RecurrenceRule::parse(text);
    ASSERT_TRUE(rule) << text;
    EXPECT_TRUE(occurrences(*rule, wall_of(start), wall_of(from), wall_of(to)) == expected) << line;
    starts += static_cast<int>(expected.size());
  }
  EXPECT_GE(rules, 250);
  EXPECT_GE(starts, 2000);
}

}  // namespace
}  // namespace fb::ics
