// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Calendars around Tuesday, the 6th of May 2031, in UTC.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "protocols/suggestions/suggest.hpp"

namespace fb::suggestions {

using model::AttendeeConflict;
using model::AttendeeType;
using model::Availability;
using model::AvailabilityReply;
using model::BusyBlock;
using model::FreeBusyStatus;
using model::SuggestionQuality;
using model::SuggestionsWish;
using model::TimeWindow;
using model::UtcTime;
using std::chrono::hours;
using std::chrono::minutes;

inline const UtcTime kTuesday = std::chrono::sys_days(std::chrono::May / 6 / 2031);

// "09:30", or "+1 09:30" for the day after.
inline UtcTime at(std::string_view text) {
  const int day = text[0] == '+' ? text[1] - '0' : 0;
  if (text[0] == '+') text.remove_prefix(3);
  const auto digit = [&](std::size_t i) { return text[i] - '0'; };
  return kTuesday + hours(24 * day + 10 * digit(0) + digit(1)) + minutes(10 * digit(3) + digit(4));
}

inline BusyBlock block(std::string_view begin, std::string_view end,
                       FreeBusyStatus status = FreeBusyStatus::busy) {
  return {at(begin), at(end), status, {}};
}

inline TimeWindow window(std::string_view begin = "00:00", std::string_view end = "+1 00:00") {
  return TimeWindow::make(at(begin), at(end)).value();
}

inline Availability calendar(std::vector<BusyBlock> blocks = {}, TimeWindow known = window()) {
  return {known, std::move(blocks), model::Precision::exact, {}, {}};
}

// By day of the week, Sunday first.
inline constexpr std::uint8_t kWorkingWeek = 0b0111110;
inline constexpr std::uint8_t kEveryDay = 0b1111111;

inline model::WorkingHours works(int from_minutes, int to_minutes, int bias_minutes = 0,
                                 std::uint8_t days = kWorkingWeek) {
  model::AnnualZone zone;
  zone.bias_minutes = bias_minutes;
  return {zone, {{days, from_minutes, to_minutes}}};
}

inline AvailabilityReply reply_of(std::vector<model::Result<Availability>> calendars,
                                  TimeWindow asked = window()) {
  AvailabilityReply reply{asked, model::SlotLength::half_hour(), {}};
  for (auto& entry : calendars) reply.mailboxes.push_back({"somebody", std::move(entry), {}});
  return reply;
}

// Everything that could be found on that Tuesday for a meeting of one hour, at any quality.
inline SuggestionsWish wish_of(TimeWindow asked = window()) {
  SuggestionsWish wish{asked, {kTuesday}, {}};
  wish.results_per_day_max = SuggestionsWish::kResultsPerDayMax;
  wish.non_work_results_per_day_max = SuggestionsWish::kResultsPerDayMax;
  wish.minimum = SuggestionQuality::poor;
  return wish;
}

inline std::string shown(UtcTime time) {
  const auto of_day = time - std::chrono::floor<std::chrono::days>(time);
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(of_day / hours(1)) + ":" + two(of_day / minutes(1) % 60);
}

// "09:00E" and so on, by quality, a dot where it is no work time.
inline std::string shown(const model::DaySuggestions& day) {
  std::string out;
  for (const model::Suggestion& each : day.suggestions) {
    if (!out.empty()) out += " ";
    out += shown(each.begin) + "EGFP"[static_cast<std::size_t>(each.quality)];
    if (!each.work_time) out += ".";
  }
  return out;
}

}  // namespace fb::suggestions
