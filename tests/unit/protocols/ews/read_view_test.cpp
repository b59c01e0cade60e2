// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/read_view.hpp"

#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {
namespace {

const std::string kFreeDay(24, '0');

TEST(ReadView, EmptyCalendars) {
  const std::string table[] = {
      view_xml("Detailed"),
      view_xml("FreeBusy"),
      view_xml("Detailed", "<t:CalendarEventArray/>"),
      view_xml("DetailedMerged", merged_xml(kFreeDay)),
      view_xml("FreeBusyMerged", merged_xml(kFreeDay) + events_xml("")),
      view_xml("FreeBusyMerged", events_xml("")),
  };
  for (const std::string& view : table) {
    const auto entry = only_entry(view);
    EXPECT_EQ(shown(entry), "") << view;
    EXPECT_EQ(entry->window, question_for(1).window);
  }
}

TEST(ReadView, DigitsWithoutEventsAreSlots) {
  const std::pair<std::string, std::string_view> table[] = {
      {view_xml("MergedOnly", merged_xml(kFreeDay)), "slots:"},
      {view_xml("MergedOnly", merged_xml("0022" + std::string(20, '0'))),
       "slots:06T02:00/06T04:00 busy"},
      {view_xml("DetailedMerged", merged_xml("0022" + std::string(20, '0'))),
       "slots:06T02:00/06T04:00 busy"},
      {view_xml("FreeBusyMerged", merged_xml("2" + std::string(23, '0')) + events_xml("")),
       "slots:06T00:00/06T01:00 busy"},
      // A list in a view that has none is not looked at.
      {view_xml("MergedOnly", merged_xml(kFreeDay) + events_xml(event_xml("x", "y"))), "slots:"},
      // What is not said, and what is no digit, is not known.
      {view_xml("MergedOnly", merged_xml("")), "slots:06T00:00/07T00:00 no_data"},
      {view_xml("MergedOnly", merged_xml("0")), "slots:06T01:00/07T00:00 no_data"},
      {view_xml("MergedOnly", merged_xml(std::string(23, '0'))), "slots:06T23:00/07T00:00 no_data"},
      {view_xml("MergedOnly", merged_xml("45" + std::string(22, '0'))),
       "slots:06T00:00/06T02:00 no_data"},
      {view_xml("MergedOnly", merged_xml("9x-" + std::string(21, '0'))),
       "slots:06T00:00/06T03:00 no_data"},
      {view_xml("DetailedMerged", merged_xml(std::string(20, '0'))),
       "slots:06T20:00/07T00:00 no_data"},
      // One digit too many happens; twice as many are digits of other slots.
      {view_xml("MergedOnly", merged_xml(kFreeDay + "2")), "slots:"},
      {view_xml("MergedOnly", merged_xml(kFreeDay + "00")), "peer_broken"},
      {view_xml("MergedOnly", merged_xml(kFreeDay + kFreeDay)), "peer_broken"},
  };
  for (const auto& [view, expected] : table) EXPECT_EQ(shown(only_entry(view)), expected) << view;
}

TEST(ReadView, EventsWinOverDigitsButUnknownStaysUnknown) {
  const std::string event = events_xml(event_xml("2031-05-06T02:00:00", "2031-05-06T03:00:00"));
  const std::pair<std::string, std::string_view> table[] = {
      {kFreeDay, "06T02:00/06T03:00 busy"},
      {"3333" + std::string(20, '0'), "06T02:00/06T03:00 busy"},
      {"4444" + std::string(20, '0'),
       "06T00:00/06T02:00 no_data, 06T02:00/06T03:00 busy, 06T03:00/06T04:00 no_data"},
      {"0050" + std::string(20, '0'), "06T02:00/06T03:00 busy"},
      {"00", "06T02:00/06T03:00 busy"},
      {kFreeDay + kFreeDay, "06T02:00/06T03:00 busy"},
  };
  for (const auto& [digits, expected] : table) {
    EXPECT_EQ(shown(only_entry(view_xml("FreeBusyMerged", merged_xml(digits) + event))), expected)
        << digits;
  }
}

TEST(ReadView, AnEmptyListAndDoubtfulDigitsAreTheDigits) {
  const auto with_digits = [](std::string_view digits) {
    return shown(only_entry(view_xml("DetailedMerged", merged_xml(digits) + events_xml(""))));
  };
  EXPECT_EQ(with_digits(std::string(24, '4')), "slots:06T00:00/07T00:00 no_data");
  EXPECT_EQ(with_digits("02" + std::string(22, '0')), "slots:06T01:00/06T02:00 busy");
  EXPECT_EQ(with_digits("000"), "");
}

TEST(ReadView, TimesWithAndWithoutOffset) {
  const std::pair<std::string, std::string_view> table[] = {
      {event_xml("2031-05-06T02:00:00", "2031-05-06T03:00:00"), "06T02:00/06T03:00 busy"},
      {event_xml("2031-05-06T02:00:00Z", "2031-05-06T03:00:00Z"), "06T02:00/06T03:00 busy"},
      {event_xml("2031-05-06T02:00:00-07:00", "2031-05-06T03:00:00-07:00"),
       "06T09:00/06T10:00 busy"},
      {event_xml("2031-05-06T02:00:00+0100", "2031-05-06T02:00:00"), "06T01:00/06T02:00 busy"},
      {event_xml("2031-05-06T02:00:00.123", "2031-05-06T03:00:00.9Z"), "06T02:00/06T03:00 busy"},
      {event_xml("2031-05-06T02:00:00", "2031-05-06T02:00:00"), "06T02:00/06T02:00 busy"},
  };
  for (const auto& [event, expected] : table)
    EXPECT_EQ(shown(only_entry(view_xml("FreeBusy", events_xml(event)))), expected) << event;
}

TEST(ReadView, EventsThatDoNotTouchTheWindowAreDropped) {
  const std::string events = event_xml("2031-05-06T23:00:00", "2031-05-09T00:00:00") +
                             event_xml("2031-05-01T00:00:00", "2031-05-06T00:00:00") +
                             event_xml("2031-05-07T00:00:00", "2031-05-07T01:00:00") +
                             event_xml("2031-05-07T00:00:00", "2031-05-07T00:00:00") +
                             event_xml("2031-05-05T23:59:00", "2031-05-06T00:00:01");
  EXPECT_EQ(shown(only_entry(view_xml("FreeBusy", events_xml(events)))),
            "05T23:59/06T00:00 busy, 06T23:00/09T00:00 busy");
}

TEST(ReadView, BusyTypes) {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"Free", "free"},
      {"Tentative", "tentative"},
      {"Busy", "busy"},
      {"OOF", "out_of_office"},
      {"WorkingElsewhere", "working_elsewhere"},
      {"NoData", "no_data"},
      {"Vacation", "no_data"},
      {"", "no_data"},
      {"busy", "no_data"},
      {"0", "no_data"},
  };
  for (const auto& [type, status] : table) {
    const std::string event = event_xml("2031-05-06T02:00:00", "2031-05-06T03:00:00", type);
    EXPECT_EQ(shown(only_entry(view_xml("FreeBusy", events_xml(event)))),
              "06T02:00/06T03:00 " + std::string(status));
  }
  const std::string without =
      "<t:CalendarEvent><t:StartTime>2031-05-06T02:00:00</t:StartTime>"
      "<t:EndTime>2031-05-06T03:00:00</t:EndTime></t:CalendarEvent>";
  EXPECT_EQ(shown(only_entry(view_xml("FreeBusy", events_xml(without)))),
            "06T02:00/06T03:00 no_data");
}

TEST(ReadView, AnEventWithoutReadableTimesFailsItsMailbox) {
  const std::string good = event_xml("2031-05-06T02:00:00", "2031-05-06T03:00:00");
  const std::string table[] = {
      event_xml("", "2031-05-06T03:00:00"),
      event_xml("2031-05-06T02:00:00", "later"),
      event_xml("2031-05-06T03:00:00", "2031-05-06T02:00:00"),
      event_xml("2031-05-06", "2031-05-07"),
      "<t:CalendarEvent/>",
  };
  for (const std::string& event : table)
    EXPECT_EQ(shown(only_entry(view_xml("FreeBusy", events_xml(good + event)))), "peer_broken");
}

TEST(ReadView, TheNumberOfEventsIsBounded) {
  const std::string event = event_xml("2031-05-06T02:00:00Z", "2031-05-06T03:00:00Z");
  std::string events;
  for (std::size_t i = 0; i < kEventsPerMailboxMax; ++i) events += event;
  const auto most = only_entry(view_xml("FreeBusy", events_xml(events)));
  ASSERT_TRUE(most.has_value());
  EXPECT_EQ(most->blocks.size(), kEventsPerMailboxMax);
  EXPECT_EQ(shown(only_entry(view_xml("FreeBusy", events_xml(events + event)))), "result_too_big");
}

TEST(ReadView, DetailsAreThereOnlyWhereTheyWereSent) {
  const auto level_of = [](std::string_view type, std::string_view details) {
    return only_entry(view_xml(type, events_xml(event_xml("2031-05-06T02:00:00",
                                                          "2031-05-06T03:00:00", "Busy", details))))
        ->level;
  };
  EXPECT_EQ(level_of("Detailed", ""), DetailLevel::availability_only);
  EXPECT_EQ(level_of("Detailed", "<t:CalendarEventDetails/>"), DetailLevel::limited_details);
  EXPECT_EQ(level_of("FreeBusy", ""), DetailLevel::availability_only);
}

TEST(ReadView, TextsAreBounded) {
  const std::string details = "<t:CalendarEventDetails><t:ID>" + std::string(513, 'A') +
                              "</t:ID><t:Subject>" + std::string(1023, 's') + "\xc3\xa4" +
                              "</t:Subject><t:Location>" + std::string(5000, 'l') +
                              "</t:Location></t:CalendarEventDetails>";
  const auto entry = only_entry(view_xml(
      "Detailed",
      events_xml(event_xml("2031-05-06T02:00:00", "2031-05-06T03:00:00", "Busy", details))));
  const model::BlockDetails& read = entry->blocks.front().details.value();
  EXPECT_EQ(read.id, "");
  EXPECT_EQ(read.subject, std::string(1023, 's'));
  EXPECT_EQ(read.location, std::string(1024, 'l'));
}

TEST(ReadView, WorkingHoursAreReadOrLeftOut) {
  const auto hours = [](std::string_view zone, std::string_view periods) {
    const auto entry = only_entry(view_xml(
        "FreeBusy", "<t:WorkingHours>" + std::string(zone) + "<t:WorkingPeriodArray>" +
                        std::string(periods) + "</t:WorkingPeriodArray></t:WorkingHours>"));
    EXPECT_TRUE(entry.has_value());
    return entry->working_hours;
  };
  const auto period = [](std::string_view days, std::string_view start, std::string_view end) {
    return "<t:WorkingPeriod><t:DayOfWeek>" + std::string(days) +
           "</t:DayOfWeek><t:StartTimeInMinutes>" + std::string(start) +
           "</t:StartTimeInMinutes><t:EndTimeInMinutes>" + std::string(end) +
           "</t:EndTimeInMinutes></t:WorkingPeriod>";
  };
  const std::string zone = west_europe();
  const std::string good = period("Monday Friday", "480", "1020");
  EXPECT_EQ(hours(zone, good), (model::WorkingHours{west_europe_rule(), {{0b0100010, 480, 1020}}}));
  EXPECT_EQ(hours(zone, period("Weekday", "0", "1440"))->periods.front().days, 0b0111110);
  EXPECT_EQ(hours(zone, period("WeekendDay", "0", "1440"))->periods.front().days, 0b1000001);
  EXPECT_EQ(hours(zone, period("Day", "0", "1440"))->periods.front().days, 0b1111111);
  EXPECT_EQ(hours(zone, good + period("Noday", "1", "2"))->periods.size(), 1U);
  std::string many;
  for (int i = 0; i < 40; ++i) many += good;
  EXPECT_EQ(hours(zone, many)->periods.size(), 32U);

  EXPECT_EQ(hours(zone, ""), std::nullopt);
  EXPECT_EQ(hours("", good), std::nullopt);
  EXPECT_EQ(hours(zone_xml(2000, ""), good), std::nullopt);
  for (const auto& [start, end] : std::initializer_list<std::pair<const char*, const char*>>{
           {"-1", "60"}, {"60", "60"}, {"61", "60"}, {"0", "1441"}, {"", "60"}, {"0", "x"}})
    EXPECT_EQ(hours(zone, period("Monday", start, end)), std::nullopt) << start << " " << end;
}

}  // namespace
}  // namespace fb::ews
