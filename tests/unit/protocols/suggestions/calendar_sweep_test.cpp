// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/suggestions/calendar_sweep.hpp"

#include "tests/unit/protocols/suggestions/suggestion_support.hpp"

namespace fb::suggestions {
namespace {

using S = FreeBusyStatus;

TEST(CalendarSweep, NothingIsKnownOfNobody) {
  EXPECT_EQ(CalendarSweep().strongest(at("09:00"), at("10:00")), S::no_data);
}

TEST(CalendarSweep, TouchingIsNotOverlapping) {
  const struct {
    const char* begin;
    const char* end;
    S expected;
  } rows[] = {
      {"08:00", "09:00", S::free}, {"08:00", "09:01", S::busy}, {"09:00", "10:00", S::busy},
      {"09:59", "11:00", S::busy}, {"10:00", "11:00", S::free},
  };
  for (const auto& row : rows) {
    CalendarSweep sweep(calendar({block("09:00", "10:00")}), window(), {});
    EXPECT_EQ(sweep.strongest(at(row.begin), at(row.end)), row.expected) << row.begin;
  }
}

// The lanes follow the order that merged views go by.
TEST(CalendarSweep, TheStrongestStatusIsThatOfAMergedView) {
  for (std::size_t a = 0; a < model::kFreeBusyStatusCount; ++a) {
    for (std::size_t b = 0; b < model::kFreeBusyStatusCount; ++b) {
      const auto first = static_cast<S>(a);
      const auto second = static_cast<S>(b);
      CalendarSweep sweep(
          calendar({block("09:00", "09:30", first), block("09:30", "10:00", second)}), window(),
          {});
      EXPECT_EQ(sweep.strongest(at("09:00"), at("10:00")), model::stronger(first, second));
    }
  }
}

TEST(CalendarSweep, BlocksMayOverlapAndStandInAnyOrder) {
  CalendarSweep sweep(calendar({block("12:00", "13:00"), block("09:00", "12:30"),
                                block("09:30", "10:00"), block("15:00", "15:30")}),
                      window(), {});
  std::string found;
  for (UtcTime begin = at("08:30"); begin < at("16:00"); begin += minutes(30))
    found += sweep.strongest(begin, begin + minutes(30)) == S::busy ? 'x' : '-';
  EXPECT_EQ(found, "-xxxxxxxx----x-");
}

TEST(CalendarSweep, AnAppointmentWithoutLengthMarksItsTime) {
  CalendarSweep sweep(calendar({block("10:00", "10:00")}), window(), {});
  EXPECT_EQ(sweep.strongest(at("09:00"), at("10:00")), S::free);
  EXPECT_EQ(sweep.strongest(at("09:30"), at("10:30")), S::busy);
  EXPECT_EQ(sweep.strongest(at("10:00"), at("11:00")), S::busy);
  EXPECT_EQ(sweep.strongest(at("10:30"), at("11:30")), S::free);
}

TEST(CalendarSweep, WhatNoDataReachesIsUnknown) {
  const Availability known = calendar({block("10:00", "11:00")}, window("09:00", "12:00"));
  CalendarSweep sweep(known, window(), {});
  EXPECT_EQ(sweep.strongest(at("08:00"), at("09:00")), S::no_data);
  EXPECT_EQ(sweep.strongest(at("08:30"), at("09:30")), S::no_data);
  EXPECT_EQ(sweep.strongest(at("09:00"), at("10:00")), S::free);
  EXPECT_EQ(sweep.strongest(at("10:30"), at("12:30")), S::busy);
  EXPECT_EQ(sweep.strongest(at("11:00"), at("12:00")), S::free);
  EXPECT_EQ(sweep.strongest(at("11:30"), at("12:30")), S::no_data);
}

// One entry of the right begin, length and status is the meeting itself; nothing else is.
TEST(CalendarSweep, TheMeetingThatIsMovedIsNoConflict) {
  const CurrentMeeting current{at("10:00"), hours(1)};
  const struct {
    const char* title;
    std::vector<BusyBlock> blocks;
    S expected;
  } rows[] = {
      {"the meeting", {block("10:00", "11:00")}, S::free},
      {"accepted tentatively", {block("10:00", "11:00", S::tentative)}, S::free},
      {"another length", {block("10:00", "10:30")}, S::busy},
      {"another begin", {block("10:30", "11:30")}, S::busy},
      {"out of office", {block("10:00", "11:00", S::out_of_office)}, S::out_of_office},
      {"two of them", {block("10:00", "11:00"), block("10:00", "11:00")}, S::busy},
      {"unknown", {block("10:00", "11:00", S::no_data)}, S::no_data},
  };
  for (const auto& row : rows) {
    CalendarSweep sweep(calendar(row.blocks), window(), current);
    EXPECT_EQ(sweep.strongest(at("10:00"), at("11:00")), row.expected) << row.title;
  }
  Availability slots = calendar({block("10:00", "11:00")});
  slots.precision = model::Precision::slots;
  EXPECT_EQ(CalendarSweep(slots, window(), current).strongest(at("10:00"), at("11:00")), S::busy);
}

}  // namespace
}  // namespace fb::suggestions
