// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/time_window.hpp"

#include <gtest/gtest.h>

namespace fb::model {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

constexpr UtcTime kNoon = sys_days{std::chrono::May / 6 / 2031} + 12h;
constexpr UtcTime k1900 = sys_days{std::chrono::January / 1 / 1900};
constexpr UtcTime k2200 = sys_days{std::chrono::January / 1 / 2200};

struct WindowCase {
  const char* what;
  UtcTime begin;
  UtcTime end;
  std::optional<ErrorKind> refusal;
};

TEST(TimeWindow, MakeAtItsEdges) {
  const WindowCase cases[] = {
      {"one second", kNoon, kNoon + 1s, {}},
      {"empty", kNoon, kNoon, ErrorKind::window_invalid},
      {"backwards", kNoon, kNoon - 1s, ErrorKind::window_invalid},
      {"62 days", kNoon, kNoon + days(62), {}},
      {"a second more", kNoon, kNoon + days(62) + 1s, ErrorKind::window_too_long},
      {"from 1900", k1900, k1900 + 1h, {}},
      {"before 1900", k1900 - 1s, k1900 + 1h, ErrorKind::window_invalid},
      {"to 2200", k2200 - 1h, k2200, {}},
      {"beyond 2200", k2200 - 1h, k2200 + 1s, ErrorKind::window_invalid},
      {"all of time", UtcTime::min(), UtcTime::max(), ErrorKind::window_too_long},
      {"the end of time", UtcTime::max() - 1s, UtcTime::max(), ErrorKind::window_invalid},
      {"the beginning of time", UtcTime::min(), UtcTime::min() + 1s, ErrorKind::window_invalid},
  };
  for (const WindowCase& c : cases) {
    const auto window = TimeWindow::make(c.begin, c.end);
    EXPECT_EQ(window.has_value(), !c.refusal) << c.what;
    if (c.refusal && !window) {
      EXPECT_EQ(window.error().kind(), *c.refusal) << c.what;
    }
  }
}

TEST(TimeWindow, SpanHasNoUpperLength) {
  const auto window = TimeWindow::span(k1900, k2200);
  ASSERT_TRUE(window);
  EXPECT_EQ(window->length(), k2200 - k1900);
  EXPECT_FALSE(TimeWindow::span(kNoon, kNoon));
  EXPECT_FALSE(TimeWindow::span(UtcTime::min(), UtcTime::max()));
}

TEST(TimeWindow, WhatTouchesIt) {
  const TimeWindow window = TimeWindow::make(kNoon, kNoon + 1h).value();
  const std::tuple<const char*, UtcTime, UtcTime, bool> cases[] = {
      {"inside", kNoon + 10min, kNoon + 20min, true},
      {"the same", kNoon, kNoon + 1h, true},
      {"around it", kNoon - 1h, kNoon + 2h, true},
      {"ends at its begin", kNoon - 1h, kNoon, false},
      {"ends a second later", kNoon - 1h, kNoon + 1s, true},
      {"begins at its end", kNoon + 1h, kNoon + 2h, false},
      {"begins a second earlier", kNoon + 1h - 1s, kNoon + 2h, true},
      {"an instant at its begin", kNoon, kNoon, true},
      {"an instant inside", kNoon + 1min, kNoon + 1min, true},
      {"an instant at its end", kNoon + 1h, kNoon + 1h, false},
  };
  for (const auto& [what, begin, end, touches] : cases) {
    EXPECT_EQ(window.touches(begin, end), touches) << what;
  }
  EXPECT_TRUE(window.contains(kNoon));
  EXPECT_FALSE(window.contains(kNoon - 1s));
  EXPECT_TRUE(window.contains(kNoon + 1h - 1s));
  EXPECT_FALSE(window.contains(kNoon + 1h));
}

TEST(SlotLength, FiveMinutesToOneDay) {
  for (const std::int64_t minutes : {5, 6, 30, 1439, 1440}) {
    ASSERT_TRUE(SlotLength::of_minutes(minutes)) << minutes;
    EXPECT_EQ(SlotLength::of_minutes(minutes)->length().count(), minutes);
  }
  for (const std::int64_t minutes :
       {std::int64_t{4}, std::int64_t{0}, std::int64_t{-30}, std::int64_t{1441}, INT64_MAX}) {
    const auto slot = SlotLength::of_minutes(minutes);
    ASSERT_FALSE(slot) << minutes;
    EXPECT_EQ(slot.error().kind(), ErrorKind::interval_invalid) << minutes;
  }
}

TEST(SlotLength, CountsAShorterLastSlot) {
  const auto slots_in = [](std::chrono::seconds length) {
    return SlotLength::half_hour().slots_in(TimeWindow::make(kNoon, kNoon + length).value());
  };
  EXPECT_EQ(slots_in(1s), 1U);
  EXPECT_EQ(slots_in(30min), 1U);
  EXPECT_EQ(slots_in(30min + 1s), 2U);
  EXPECT_EQ(slots_in(24h), 48U);
  EXPECT_EQ(SlotLength::finest().slots_in(TimeWindow::make(kNoon, kNoon + days(62)).value()),
            std::size_t{62 * 288});
}

}  // namespace
}  // namespace fb::model
