// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/ews/reply_support.hpp"

namespace fb::ews {
namespace {

constexpr View kAllViews[] = {View::merged_only, View::free_busy, View::free_busy_merged,
                              View::detailed, View::detailed_merged};

TEST(EncodeAvailability, GoldenReply) {
  Presentation presentation;
  presentation.zone = zone_named("W. Europe Standard Time");
  presentation.view = View::detailed_merged;
  const AvailabilityReply reply =
      reply_of({full_day(), Error::of(ErrorKind::no_access, "Default is None", "default.none"),
                full_day(DetailLevel::availability_only)});
  EXPECT_EQ(encoded(reply, presentation) + "\n", read_golden("replies/detailed_merged.xml"));
}

TEST(EncodeAvailability, AppendsAndKeepsWhatIsThere) {
  std::string out = "HTTP/1.1 200 OK\r\n\r\n";
  encode_availability(reply_of({full_day()}), {}, kServer, true, out);
  EXPECT_TRUE(out.starts_with("HTTP/1.1 200 OK\r\n\r\n<?xml version=\"1.0\" encoding=\"utf-8\"?>"));
}

// What is delivered for each wish, by what is known.
TEST(EncodeAvailability, ViewsAreCutPerMailbox) {
  struct Row {
    View asked;
    std::string_view at_limited_details;
    std::string_view at_availability_only;
  };
  const Row table[] = {
      {View::merged_only, "MergedOnly", "MergedOnly"},
      {View::free_busy, "FreeBusy", "FreeBusy"},
      {View::free_busy_merged, "FreeBusyMerged", "FreeBusyMerged"},
      {View::detailed, "Detailed", "FreeBusy"},
      {View::detailed_merged, "DetailedMerged", "FreeBusyMerged"},
  };
  Availability slots = full_day(DetailLevel::availability_only);
  slots.precision = model::Precision::slots;
  for (const Row& row : table) {
    Presentation presentation;
    presentation.view = row.asked;
    const std::string detailed_entry = encoded(reply_of({full_day()}), presentation);
    const std::string plain_entry =
        encoded(reply_of({full_day(DetailLevel::availability_only)}), presentation);
    const std::string slots_entry = encoded(reply_of({slots}), presentation);
    EXPECT_EQ(inside(detailed_entry, "FreeBusyViewType"), row.at_limited_details);
    EXPECT_EQ(inside(plain_entry, "FreeBusyViewType"), row.at_availability_only);
    EXPECT_EQ(inside(slots_entry, "FreeBusyViewType"), "MergedOnly");
    EXPECT_EQ(count_of(detailed_entry, "<CalendarEventDetails>"), has_details(row.asked) ? 2U : 0U);
    EXPECT_EQ(count_of(plain_entry, "<CalendarEventDetails>"), 0U);
    EXPECT_EQ(count_of(detailed_entry, "<MergedFreeBusy "), has_merged(row.asked) ? 1U : 0U);
    EXPECT_EQ(count_of(detailed_entry, "<WorkingHours "), has_events(row.asked) ? 1U : 0U);
    EXPECT_EQ(count_of(detailed_entry, "<CalendarEvent>"), has_events(row.asked) ? 6U : 0U);
    EXPECT_EQ(count_of(slots_entry, "<MergedFreeBusy "), 1U);
    EXPECT_EQ(count_of(slots_entry, "<CalendarEvent"), 0U);
  }
}

TEST(EncodeAvailability, DigitsAreTheFiveOfTheWire) {
  Presentation presentation;
  presentation.view = View::merged_only;
  EXPECT_EQ(inside(encoded(reply_of({full_day()}), presentation), "MergedFreeBusy"),
            "000000220001030004000000");
  EXPECT_EQ(inside(encoded(reply_of({full_day()}, 1439), presentation), "MergedFreeBusy"), "30");
}

TEST(EncodeAvailability, AnIntervalThatDoesNotDivideTheWindowEndsInAShortSlot) {
  Presentation presentation;
  presentation.view = View::merged_only;
  Availability day = full_day();
  day.blocks = {block("2031-05-06T23:59:00", "2031-05-07T03:00:00")};
  EXPECT_EQ(inside(encoded(reply_of({day}, 1000), presentation), "MergedFreeBusy"), "02");
  EXPECT_EQ(inside(encoded(reply_of({day}, 7), presentation), "MergedFreeBusy"),
            std::string(205, '0') + "2");
}

TEST(EncodeAvailability, EventsThatTouchAreWholeAndOthersAreNotThere) {
  Availability day = full_day(DetailLevel::availability_only);
  day.working_hours.reset();
  day.blocks = {
      block("2031-05-05T20:00:00", "2031-05-06T00:00:00"),  // ends where the window begins
      block("2031-05-05T22:00:00", "2031-05-06T00:00:01"),
      block("2031-05-01T00:00:00", "2031-05-31T00:00:00"),
      block("2031-05-06T00:00:00", "2031-05-06T00:00:00"),  // no length, inside
      block("2031-05-06T23:59:59", "2031-05-07T02:00:00"),
      block("2031-05-07T00:00:00", "2031-05-07T02:00:00"),  // begins where the window ends
  };
  const std::string events = inside(encoded(reply_of({day})), "CalendarEventArray");
  EXPECT_EQ(events,
            "<CalendarEvent><StartTime>2031-05-05T22:00:00</StartTime>"
            "<EndTime>2031-05-06T00:00:01</EndTime><BusyType>Busy</BusyType></CalendarEvent>"
            "<CalendarEvent><StartTime>2031-05-01T00:00:00</StartTime>"
            "<EndTime>2031-05-31T00:00:00</EndTime><BusyType>Busy</BusyType></CalendarEvent>"
            "<CalendarEvent><StartTime>2031-05-06T00:00:00</StartTime>"
            "<EndTime>2031-05-06T00:00:00</EndTime><BusyType>Busy</BusyType></CalendarEvent>"
            "<CalendarEvent><StartTime>2031-05-06T23:59:59</StartTime>"
            "<EndTime>2031-05-07T02:00:00</EndTime><BusyType>Busy</BusyType></CalendarEvent>");
}

TEST(EncodeAvailability, AnEmptyCalendarIsAnOpenAndAClosedTag) {
  Availability day = full_day();
  day.blocks.clear();
  const std::string out = encoded(reply_of({day}));
  EXPECT_EQ(count_of(out,
                     "<CalendarEventArray "
                     "xmlns=\"http://schemas.microsoft.com/exchange/services/2006/types\">"
                     "</CalendarEventArray>"),
            1U);
}

TEST(EncodeAvailability, WorkingElsewhereIsHiddenFromOldSchemas) {
  Presentation presentation;
  EXPECT_EQ(count_of(encoded(reply_of({full_day()}), presentation), "WorkingElsewhere"), 1U);
  EXPECT_EQ(count_of(encoded(reply_of({full_day()}), presentation), ">Free<"), 1U);
  presentation.hides_working_elsewhere = true;
  EXPECT_EQ(count_of(encoded(reply_of({full_day()}), presentation), "WorkingElsewhere"), 0U);
  EXPECT_EQ(count_of(encoded(reply_of({full_day()}), presentation), ">Free<"), 2U);
}

TEST(EncodeAvailability, WorkingHoursNeedAPeriod) {
  Availability day = full_day();
  day.working_hours->periods = {{0, 480, 1020}};
  EXPECT_EQ(count_of(encoded(reply_of({day})), "WorkingHours"), 0U);
  day.working_hours->periods = {};
  EXPECT_EQ(count_of(encoded(reply_of({day})), "WorkingHours"), 0U);
  day.working_hours->periods = {{0, 480, 1020}, {0b1000001, 0, 1440}};
  EXPECT_EQ(inside(encoded(reply_of({day})), "WorkingPeriodArray"),
            "<WorkingPeriod><DayOfWeek>Sunday Saturday</DayOfWeek>"
            "<StartTimeInMinutes>0</StartTimeInMinutes><EndTimeInMinutes>1440</EndTimeInMinutes>"
            "</WorkingPeriod>");
}

TEST(EncodeAvailability, PrivateEntriesShowNoWordsEvenIfTheyWereNotCut) {
  Availability day = full_day();
  day.blocks = {detailed(block("2031-05-06T06:00:00", "2031-05-06T07:00:00"),
                         {"AB", "secret", "hideout", true, false, false, false, true})};
  EXPECT_EQ(inside(encoded(reply_of({day})), "CalendarEventDetails"),
            "<IsMeeting>true</IsMeeting><IsRecurring>false</IsRecurring>"
            "<IsException>false</IsException><IsReminderSet>false</IsReminderSet>"
            "<IsPrivate>true</IsPrivate>");
}

TEST(EncodeAvailability, WhatLiesOutsideOfTheKnownWindowIsNoData) {
  struct Row {
    std::string_view begin;
    std::string_view end;
    std::string_view digits;
  };
  const Row table[] = {
      {"2031-05-06T00:00:00", "2031-05-07T00:00:00", "2000"},
      {"2031-05-05T00:00:00", "2031-05-08T00:00:00", "2000"},
      {"2031-05-06T06:00:00", "2031-05-06T18:00:00", "2004"},
      {"2031-05-06T00:00:00", "2031-05-06T06:00:01", "2444"},
      {"2031-05-06T18:00:00", "2031-05-07T00:00:00", "2440"},
      {"2031-05-01T00:00:00", "2031-05-02T00:00:00", "2444"},
      {"2031-05-01T00:00:00", "2031-05-06T00:00:00", "2444"},
      {"2031-05-07T00:00:00", "2031-05-08T00:00:00", "2444"},
      {"2031-05-09T00:00:00", "2031-05-10T00:00:00", "2444"},
  };
  for (const Row& row : table) {
    Availability day = full_day(DetailLevel::availability_only);
    day.window = window(row.begin, row.end);
    day.blocks = {block("2031-05-06T00:00:00", "2031-05-06T01:00:00")};
    Presentation presentation;
    presentation.view = View::free_busy_merged;
    const std::string out = encoded(reply_of({day}, 360), presentation);
    EXPECT_EQ(inside(out, "MergedFreeBusy"), row.digits) << row.begin << " " << row.end;
    EXPECT_EQ(count_of(out, ">NoData<") > 0, row.digits.find('4') != std::string_view::npos);
  }
}

TEST(EncodeAvailability, TimesAreTheCallersWallTimeOnBothSidesOfASwitch) {
  struct Row {
    std::string_view zone;
    std::string_view begin;
    std::string_view end;
    std::string_view wall_begin;
    std::string_view wall_end;
  };
  const Row table[] = {
      {"UTC", "2031-03-30T00:30:00", "2031-03-30T02:00:00", "2031-03-30T00:30:00",
       "2031-03-30T02:00:00"},
      {"W. Europe Standard Time", "2031-03-30T00:30:00", "2031-03-30T02:00:00",
       "2031-03-30T01:30:00", "2031-03-30T04:00:00"},
      {"W. Europe Standard Time", "2031-10-26T00:00:00", "2031-10-26T02:00:00",
       "2031-10-26T02:00:00", "2031-10-26T03:00:00"},
      {"Pacific Standard Time", "2031-03-09T09:00:00", "2031-03-09T11:00:00", "2031-03-09T01:00:00",
       "2031-03-09T04:00:00"},
      {"Lord Howe Standard Time", "2031-04-05T14:00:00", "2031-04-05T16:00:00",
       "2031-04-06T01:00:00", "2031-04-06T02:30:00"},
      // From the first 02:50 to the second 02:10: shown with its length, not backwards.
      {"W. Europe Standard Time", "2031-10-26T00:50:00", "2031-10-26T01:10:00",
       "2031-10-26T02:50:00", "2031-10-26T03:10:00"},
  };
  for (const Row& row : table) {
    Availability day = full_day(DetailLevel::availability_only);
    day.blocks = {block(row.begin, row.end)};
    AvailabilityReply reply{model::TimeWindow::span(utc(row.begin) - std::chrono::days(1),
                                                    utc(row.end) + std::chrono::days(1))
                                .value(),
                            model::SlotLength::half_hour(),
                            {}};
    day.window = reply.window;
    reply.mailboxes.push_back({"", day, {}});
    Presentation presentation;
    presentation.zone = zone_named(row.zone);
    const std::string out = encoded(reply, presentation);
    EXPECT_EQ(inside(out, "StartTime"), row.wall_begin) << row.zone << row.begin;
    EXPECT_EQ(inside(out, "EndTime"), row.wall_end) << row.zone << row.end;
  }
}

TEST(EncodeAvailability, BlocksInAnyOrderGetTheOffsetOfTheirOwnTime) {
  Availability year = full_day(DetailLevel::availability_only);
  year.window = window("2031-01-01T00:00:00", "2032-01-01T00:00:00");
  year.blocks = {block("2031-07-01T00:00:00", "2031-07-01T01:00:00"),
                 block("2031-01-10T00:00:00", "2031-12-01T00:00:00"),
                 block("2031-02-01T00:00:00", "2031-08-01T00:00:00")};
  AvailabilityReply reply{year.window, model::SlotLength::half_hour(), {}};
  reply.mailboxes.push_back({"", year, {}});
  Presentation presentation;
  presentation.zone = zone_named("Europe/Berlin");
  const std::string out = encoded(reply, presentation);
  for (const char* wall : {"<StartTime>2031-07-01T02:00:00<", "<EndTime>2031-07-01T03:00:00<",
                           "<StartTime>2031-01-10T01:00:00<", "<EndTime>2031-12-01T01:00:00<",
                           "<StartTime>2031-02-01T01:00:00<", "<EndTime>2031-08-01T02:00:00<"})
    EXPECT_EQ(count_of(out, wall), 1U) << wall;
}

TEST(EncodeAvailability, ErrorsSayToPartnersNoMoreThanTheirKind) {
  const Error error = std::move(Error::from_peer(ErrorKind::peer_no_access,
                                                 "the peer answered ErrorX", "SECRET of the peer"))
                          .with_retry_after_s(3);
  const std::string home = encoded(reply_of({error}), {}, true);
  const std::string partner = encoded(reply_of({error}), {}, false);
  EXPECT_EQ(inside(home, "MessageText"),
            "The caller does not have access to free/busy data. the peer answered ErrorX");
  EXPECT_EQ(inside(partner, "MessageText"), "The caller does not have access to free/busy data.");
  EXPECT_EQ(inside(partner, "ExceptionMessage"), inside(partner, "MessageText"));
  EXPECT_EQ(count_of(home, "SECRET"), 0U);
  EXPECT_EQ(count_of(partner, "ErrorX"), 0U);

  const Error ruled = Error::of(ErrorKind::no_access, "<not listed>", "aas.tenant_not_allowed");
  EXPECT_EQ(inside(encoded(reply_of({ruled}), {}, true), "MessageText"),
            "The caller does not have access to free/busy data. &lt;not listed&gt; (rule "
            "aas.tenant_not_allowed)");
  EXPECT_EQ(count_of(encoded(reply_of({ruled}), {}, false), "aas."), 0U);
}

TEST(EncodeAvailability, ErrorsOfEachKindHaveTheFormOfExchange) {
  for (const model::ErrorKindFacts& fact : model::all_error_kinds()) {
    const std::string out = encoded(reply_of({Error::of(fact.kind)}));
    const ResponseCode code = response_code(fact.kind);
    EXPECT_EQ(inside(out, "ResponseCode"), code.name);
    EXPECT_EQ(inside(out, "ExceptionType"), code.exception);
    EXPECT_EQ(inside(out, "ExceptionCode"),
              code.number == 0 ? "(no ExceptionCode)" : std::to_string(code.number));
    EXPECT_EQ(inside(out, "DescriptiveLinkKey"), "0");
    EXPECT_EQ(inside(out, "ExceptionServerName"), "GW01");
    EXPECT_EQ(inside(out, "ResponseSource"), "https://gw.example/EWS/Exchange.asmx");
    EXPECT_EQ(inside(out, "FreeBusyViewType"), "None");
  }
}

TEST(EncodeAvailability, EntriesKeepTheirOrder) {
  Availability busy = full_day(DetailLevel::availability_only);
  const std::string out = encoded(
      reply_of({Error::of(ErrorKind::no_path), busy, Error::of(ErrorKind::internal), busy}));
  std::string order;
  for (std::size_t at = out.find("ResponseClass=\""); at != std::string::npos;
       at = out.find("ResponseClass=\"", at + 1))
    order += out[at + 15];
  EXPECT_EQ(order, "ESES");
}

TEST(EncodeAvailability, NoElementIsSelfClosedInTheBody) {
  for (const View view : kAllViews) {
    Presentation presentation;
    presentation.view = view;
    const std::string out =
        encoded(reply_of({full_day(), Error::of(ErrorKind::no_access)}), presentation);
    EXPECT_EQ(count_of(std::string_view(out).substr(out.find("<s:Body")), "/>"), 0U);
  }
}

}  // namespace
}  // namespace fb::ews
