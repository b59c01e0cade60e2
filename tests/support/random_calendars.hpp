// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Questions, calendars and zones made at random, for what has to hold for all of them. The same
// seed gives the same ones.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "protocols/model/availability.hpp"

namespace fb::test {

class RandomCalendars {
 public:
  explicit RandomCalendars(unsigned seed) : engine_(seed) {}

  int number(int below) { return std::uniform_int_distribution<>(0, below - 1)(engine_); }
  bool likely(int percent) { return number(100) < percent; }

  // Between 2020 and 2040, whole seconds, at most `days_max` days.
  model::TimeWindow window(int days_max = model::TimeWindow::kDaysMax) {
    const model::UtcTime begin =
        model::UtcTime(std::chrono::sys_days{std::chrono::year(2020) / 1 / 1}) +
        std::chrono::minutes(number(20 * 365 * 1440)) +
        std::chrono::seconds(likely(20) ? number(60) : 0);
    const auto length = std::chrono::minutes(30 + number(days_max * 1440 - 30));
    return model::TimeWindow::make(begin, begin + length).value();
  }

  // Shorter than the window.
  model::SlotLength slot(const model::TimeWindow& window) {
    const auto longest = std::min<std::int64_t>(1440, window.length().count() / 60 - 1);
    return model::SlotLength::of_minutes(5 + number(static_cast<int>(longest) - 4)).value();
  }

  std::vector<model::SmtpAddress> mailboxes(int at_most) {
    std::vector<model::SmtpAddress> mailboxes;
    const int count = 1 + number(at_most);
    for (int i = 0; i < count; ++i)
      mailboxes.push_back(model::SmtpAddress::parse("u" + std::to_string(i) + "." +
                                                    std::to_string(number(1000)) + "+x'y@north-" +
                                                    std::to_string(number(9)) + ".example")
                              .value());
    return mailboxes;
  }

  model::AnnualZone zone() {
    model::AnnualZone zone{(number(57) - 28) * 30, {}, {}};
    if (likely(40)) return zone;
    zone.standard = change(0, 7 + number(5));
    zone.daylight = change(likely(80) ? -60 : -30, 1 + number(5));
    return zone;
  }

  model::Availability availability(const model::TimeWindow& window, model::DetailLevel level,
                                   int blocks_max = 12) {
    model::Availability out{window, {}, {}, {}, level};
    const auto minutes = static_cast<int>(window.length().count() / 60);
    for (int i = number(blocks_max + 1); i > 0; --i) {
      const auto begin = window.begin() + std::chrono::minutes(number(minutes + 3000) - 3000);
      const auto end = begin + std::chrono::minutes(likely(10) ? 0 : number(4000));
      if (!window.touches(begin, end)) continue;
      model::BusyBlock block{begin, end, static_cast<model::FreeBusyStatus>(number(6)), {}};
      if (level == model::DetailLevel::limited_details) block.details = details();
      out.blocks.push_back(std::move(block));
    }
    std::stable_sort(out.blocks.begin(), out.blocks.end(),
                     [](const auto& a, const auto& b) { return a.begin < b.begin; });
    if (likely(60)) out.working_hours = working_hours();
    return out;
  }

 private:
  model::ZoneSwitch change(int bias, int month) {
    model::ZoneSwitch change;
    change.bias_minutes = bias;
    change.time_of_day = std::chrono::minutes(number(1440));
    change.month = month;
    change.day_order = 1 + number(5);
    change.day = static_cast<model::SwitchDay>(number(7));
    return change;
  }

  model::WorkingHours working_hours() {
    model::WorkingHours hours{zone(), {}};
    for (int i = 1 + number(3); i > 0; --i) {
      const int start = number(1400);
      hours.periods.push_back(
          {static_cast<std::uint8_t>(1 + number(127)), start, start + 1 + number(1439 - start)});
    }
    return hours;
  }

  model::BlockDetails details() {
    model::BlockDetails details;
    details.is_private = likely(25);
    details.is_meeting = likely(50);
    details.is_recurring = likely(50);
    details.is_exception = likely(50);
    details.is_reminder_set = likely(50);
    details.id = std::to_string(number(1000));
    details.subject = likely(70) ? kSecretSubject : std::string();
    details.location = likely(70) ? kSecretLocation : std::string();
    return details;
  }

 public:
  // Found nowhere else, so that a leak can be seen in bytes.
  static inline const std::string kSecretSubject = "Subject-7f <a> & \"b\" 'c' \xc3\xa4";
  static inline const std::string kSecretLocation = "Location-3d\nline\ttab";

 private:
  std::mt19937 engine_;
};

}  // namespace fb::test
