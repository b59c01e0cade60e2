// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <array>

#include "protocols/ics/recurrence_rule.hpp"

namespace fb::ics {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::month;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;
using std::chrono::years;
using wire::LocalTime;

// A rule that goes on for longer than this has left the calendar.
constexpr std::int64_t kYearsMax = 10'000;
// Testing so many days costs about as much as one occurrence.
constexpr std::size_t kDaysPerStep = 16;

bool contains(const std::vector<int>& list, int value) {
  return std::binary_search(list.begin(), list.end(), value);
}

// True if the list names the position `nth` of `size`, counted from either end, both from 1.
bool names_position(const std::vector<int>& list, int nth, int size) {
  return contains(list, nth) || contains(list, nth - size - 1);
}

int days_in(year_month of) {
  return static_cast<int>(static_cast<unsigned>((of / std::chrono::last).day()));
}

struct WeekOfYear {
  int number;
  int weeks;  // in that year of weeks
};

// The first day of week 1: the first week with at least four days in the year.
local_days first_week_of(year of, weekday week_start) {
  const local_days fourth{of / 1 / 4};
  return fourth - (weekday{fourth} - week_start);
}

WeekOfYear week_of(local_days date, weekday week_start) {
  year of = year_month_day{date}.year();
  if (date < first_week_of(of, week_start)) --of;
  if (date >= first_week_of(of + years(1), week_start)) ++of;
  const local_days first = first_week_of(of, week_start);
  const local_days next = first_week_of(of + years(1), week_start);
  return {static_cast<int>((date - first).count() / 7) + 1,
          static_cast<int>((next - first).count() / 7)};
}

// What DTSTART says where the rule does not (RFC 5545, 3.3.10: "information ... gotten from the
// DTSTART").
RecurrenceRule completed(RecurrenceRule rule, LocalTime start) {
  const auto date = std::chrono::floor<days>(start);
  const year_month_day parts{date};
  const auto day = static_cast<int>(static_cast<unsigned>(parts.day()));
  const bool names_days = !rule.by_day.empty() || !rule.by_month_day.empty() ||
                          !rule.by_year_day.empty() || !rule.by_week.empty();
  if (rule.frequency == Frequency::yearly && !names_days) {
    if (rule.by_month.empty()) {
      rule.by_month = {static_cast<int>(static_cast<unsigned>(parts.month()))};
    }
    rule.by_month_day = {day};
  }
  if (rule.frequency == Frequency::monthly && !names_days) rule.by_month_day = {day};
  const bool needs_weekday = rule.frequency == Frequency::weekly || !rule.by_week.empty();
  if (needs_weekday && rule.by_day.empty() && rule.by_month_day.empty() &&
      rule.by_year_day.empty()) {
    rule.by_day = {{0, weekday{date}}};
  }
  const std::chrono::hh_mm_ss<seconds> time{start - date};
  if (rule.by_hour.empty() && rule.frequency > Frequency::hourly) {
    rule.by_hour = {static_cast<int>(time.hours().count())};
  }
  if (rule.by_minute.empty() && rule.frequency > Frequency::minutely) {
    rule.by_minute = {static_cast<int>(time.minutes().count())};
  }
  if (rule.by_second.empty() && rule.frequency > Frequency::secondly) {
    rule.by_second = {static_cast<int>(time.seconds().count())};
  }
  return rule;
}

class DayFilter {
 public:
  explicit DayFilter(const RecurrenceRule& rule)
      : rule_(rule),
        nth_is_of_year_(rule.frequency == Frequency::yearly && rule.by_month.empty()) {}

  bool takes_month(month of) const {
    return rule_.by_month.empty() ||
           contains(rule_.by_month, static_cast<int>(static_cast<unsigned>(of)));
  }

  bool takes(local_days date) const {
    const year_month_day parts{date};
    const year_month of = parts.year() / parts.month();
    const auto day = static_cast<int>(static_cast<unsigned>(parts.day()));
    if (!takes_month(parts.month())) return false;
    if (!rule_.by_month_day.empty() && !names_position(rule_.by_month_day, day, days_in(of))) {
      return false;
    }
    const int day_of_year = static_cast<int>((date - local_days{parts.year() / 1 / 1}).count()) + 1;
    const int days_in_year = parts.year().is_leap() ? 366 : 365;
    if (!rule_.by_year_day.empty() &&
        !names_position(rule_.by_year_day, day_of_year, days_in_year)) {
      return false;
    }
    if (!rule_.by_week.empty()) {
      const WeekOfYear week = week_of(date, rule_.week_start);
      if (!names_position(rule_.by_week, week.number, week.weeks)) return false;
    }
    if (rule_.by_day.empty()) return true;
    return nth_is_of_year_ ? takes_weekday(weekday{date}, day_of_year, days_in_year)
                           : takes_weekday(weekday{date}, day, days_in(of));
  }

 private:
  bool takes_weekday(weekday of_date, int day, int size) const {
    return std::any_of(rule_.by_day.begin(), rule_.by_day.end(),
                       [=](const RecurrenceRule::Day& wanted) {
                         if (wanted.weekday != of_date) return false;
                         return wanted.nth == 0 || wanted.nth == (day + 6) / 7 ||
                                wanted.nth == -((size - day) / 7 + 1);
                       });
  }

  const RecurrenceRule& rule_;
  bool nth_is_of_year_;
};

// One period of a rule after another: what a year, a month, ... or a second contributes.
class Periods {
 public:
  Periods(const RecurrenceRule& rule, LocalTime start) : rule_(rule), start_(start) {
    const auto date = std::chrono::floor<days>(start);
    week_ = date - (weekday{date} - rule.week_start);
  }

  // The number of the last period that begins at or before `at`, or 0.
  std::int64_t number_at(LocalTime at) const {
    if (at <= start_) return 0;
    const auto date = year_month_day{std::chrono::floor<days>(at)};
    const auto first = year_month_day{std::chrono::floor<days>(start_)};
    switch (rule_.frequency) {
      case Frequency::yearly:
        return (date.year() - first.year()).count() / rule_.interval;
      case Frequency::monthly:
        return (date.year() / date.month() - first.year() / first.month()).count() / rule_.interval;
      case Frequency::weekly:
        return (at - week_) / (days(7) * rule_.interval);
      case Frequency::daily:
        return (at - std::chrono::floor<days>(start_)) / (days(1) * rule_.interval);
      case Frequency::hourly:
      case Frequency::minutely:
      case Frequency::secondly:
        break;
    }
    return (at - start_) / (unit() * rule_.interval);
  }

  LocalTime begin_of(std::int64_t number) const {
    const std::int64_t units = number * rule_.interval;
    const int units_a_year = rule_.frequency == Frequency::yearly ? 1 : 12;
    if (rule_.frequency >= Frequency::monthly && units / units_a_year > kYearsMax) {
      return LocalTime::max();
    }
    const auto first = year_month_day{std::chrono::floor<days>(start_)};
    switch (rule_.frequency) {
      case Frequency::yearly:
        return local_days{(first.year() + years(units)) / 1 / 1};
      case Frequency::monthly:
        return local_days{(first.year() / first.month() + months(units)) / 1};
      case Frequency::weekly:
        return week_ + days(7) * units;
      case Frequency::daily:
        return std::chrono::floor<days>(start_) + days(1) * units;
      case Frequency::hourly:
      case Frequency::minutely:
      case Frequency::secondly:
        break;
    }
    // The unit that holds DTSTART; its smaller parts come from the rule.
    const seconds into_unit = (start_.time_since_epoch() % unit() + unit()) % unit();
    return start_ - into_unit + unit() * units;
  }

  // The days of a period that the filter takes, or none where the budget did not suffice.
  std::optional<std::vector<local_days>> days_of(LocalTime begin, const DayFilter& filter,
                                                 WorkBudget& budget) const {
    const auto first = std::chrono::floor<days>(begin);
    std::vector<local_days> taken;
    std::size_t tested = 0;
    const auto test = [&](local_days from, int count) {
      for (int i = 0; i < count; ++i) {
        if (filter.takes(from + days(i))) taken.push_back(from + days(i));
      }
      tested += static_cast<std::size_t>(count);
    };
    const year_month_day date{first};
    if (rule_.frequency == Frequency::yearly) {
      for (unsigned number = 1; number <= 12; ++number) {
        const year_month of = date.year() / month{number};
        if (filter.takes_month(of.month())) test(local_days{of / 1}, days_in(of));
      }
    } else if (rule_.frequency == Frequency::monthly) {
      if (filter.takes_month(date.month())) test(first, days_in(date.year() / date.month()));
    } else {
      test(first, rule_.frequency == Frequency::weekly ? 7 : 1);
    }
    if (!budget.spend(1 + tested / kDaysPerStep)) return std::nullopt;
    return taken;
  }

  // The times of day in a period, in order. Units that are smaller than the frequency are spelled
  // out, larger ones are what the period has, if the rule takes it.
  struct Clock {
    std::vector<int> hours;
    std::vector<int> minutes;
    std::vector<int> seconds;
    std::size_t size() const { return hours.size() * minutes.size() * seconds.size(); }
  };
  Clock clock_of(LocalTime begin) const {
    const std::chrono::hh_mm_ss<std::chrono::seconds> time{begin - std::chrono::floor<days>(begin)};
    const auto own = [](const std::vector<int>& list, auto value) {
      const auto number = static_cast<int>(value.count());
      return list.empty() || contains(list, number) ? std::vector<int>{number} : std::vector<int>{};
    };
    Clock clock{rule_.by_hour, rule_.by_minute, rule_.by_second};
    if (rule_.frequency <= Frequency::hourly) clock.hours = own(rule_.by_hour, time.hours());
    if (rule_.frequency <= Frequency::minutely) {
      clock.minutes = own(rule_.by_minute, time.minutes());
    }
    if (rule_.frequency <= Frequency::secondly) {
      clock.seconds = own(rule_.by_second, time.seconds());
    }
    return clock;
  }

 private:
  seconds unit() const {
    if (rule_.frequency == Frequency::hourly) return std::chrono::hours(1);
    if (rule_.frequency == Frequency::minutely) return std::chrono::minutes(1);
    return seconds(1);
  }

  const RecurrenceRule& rule_;
  LocalTime start_;
  local_days week_;
};

std::vector<LocalTime> spelled_out(const std::vector<local_days>& dates,
                                   const Periods::Clock& clock) {
  std::vector<LocalTime> times;
  times.reserve(dates.size() * clock.size());
  for (const local_days date : dates) {
    for (const int hour : clock.hours) {
      for (const int minute : clock.minutes) {
        for (const int second : clock.seconds) {
          times.push_back(date + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                          seconds(second));
        }
      }
    }
  }
  return times;
}

std::vector<LocalTime> at_positions(const std::vector<LocalTime>& times,
                                    const std::vector<int>& positions) {
  std::vector<LocalTime> kept;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (names_position(positions, static_cast<int>(i) + 1, static_cast<int>(times.size()))) {
      kept.push_back(times[i]);
    }
  }
  return kept;
}

}  // namespace

bool for_each_occurrence(const RecurrenceRule& given, LocalTime start, LocalTime from, LocalTime to,
                         WorkBudget& budget, const std::function<bool(LocalTime)>& take) {
  const RecurrenceRule rule = completed(given, start);
  const Periods periods(rule, start);
  const DayFilter filter(rule);
  int left = rule.count.value_or(0);
  // COUNT counts from the beginning; without it, begin just before the time that is asked for.
  std::int64_t number = rule.count ? 0 : std::max<std::int64_t>(0, periods.number_at(from) - 1);
  for (;; ++number) {
    const LocalTime begin = periods.begin_of(number);
    if (begin > to) return true;
    const auto dates = periods.days_of(begin, filter, budget);
    if (!dates) return false;
    const auto clock = periods.clock_of(begin);
    if (!budget.spend(dates->size() * clock.size())) return false;
    std::vector<LocalTime> times = spelled_out(*dates, clock);
    if (!rule.by_position.empty()) times = at_positions(times, rule.by_position);
    for (const LocalTime time : times) {
      if (time < start) continue;
      if (time > to) return true;
      if (time >= from && !take(time)) return true;
      if (rule.count && --left == 0) return true;
    }
  }
}

}  // namespace fb::ics
