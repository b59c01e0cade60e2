// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/recurrence_rule.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "protocols/ics/content_lines.hpp"

namespace fb::ics {
namespace {

// libical writes one element past a list that is as long as its array, keeps COUNT and INTERVAL in
// types that overflow, and takes dates that do not exist. So a rule is checked before it sees it.
struct PartLimits {
  std::string_view name;
  int min;
  int max;
  bool negative_too;
  std::size_t elements_max;
};
constexpr PartLimits kLists[] = {
    {"BYSECOND", 0, 59, false, 60},    {"BYMINUTE", 0, 59, false, 60},
    {"BYHOUR", 0, 23, false, 24},      {"BYMONTHDAY", 1, 31, true, 31},
    {"BYYEARDAY", 1, 366, true, 366},  {"BYWEEKNO", 1, 53, true, 53},
    {"BYMONTH", 1, 12, false, 12},     {"BYSETPOS", 1, 366, true, 366},
    {"INTERVAL", 1, 32'767, false, 1}, {"COUNT", 1, 1'000'000'000, false, 1},
};
constexpr std::size_t kDaysMax = 366;
constexpr int kNthMax = 53;
constexpr std::size_t kRuleBytesMax = 8 * 1024;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> whole_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_within(const PartLimits& limits, std::string_view list) {
  const auto elements = split(list, ',');
  if (elements.size() > limits.elements_max) return false;
  return std::all_of(elements.begin(), elements.end(), [&limits](std::string_view element) {
    const auto value = whole_number(element);
    if (!value) return false;
    const int size = *value < 0 && limits.negative_too ? -*value : *value;
    return size >= limits.min && size <= limits.max;
  });
}

// "MO", "-1SU", and "2 TU" as Outlook writes it.
bool is_day_list(std::string_view list) {
  const auto elements = split(list, ',');
  if (elements.size() > kDaysMax) return false;
  return std::all_of(elements.begin(), elements.end(), [](std::string_view element) {
    if (element.size() < 2) return false;
    std::string_view nth = element.substr(0, element.size() - 2);
    if (!nth.empty() && nth.back() == ' ') nth.remove_suffix(1);
    if (nth.empty()) return true;
    const auto value = whole_number(nth);
    return value && *value != 0 && std::abs(*value) <= kNthMax;
  });
}

bool is_moment(std::string_view text) {
  const auto digits = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (text.size() == 8) return digits(text);
  if (text.size() == 16 && text.back() == 'Z') text.remove_suffix(1);
  return text.size() == 15 && text[8] == 'T' && digits(text.substr(0, 8)) && digits(text.substr(9));
}

bool is_fit_for_libical(std::string_view text) {
  if (text.size() > kRuleBytesMax) return false;
  for (std::string_view part : split(text, ';')) {
    if (part.empty()) continue;  // a trailing semicolon
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string name = upper(part.substr(0, equals));
    const std::string_view value = part.substr(equals + 1);
    if (name == "FREQ" || name == "WKST") continue;
    if (name == "UNTIL" && !is_moment(value)) return false;
    if (name == "BYDAY" && !is_day_list(value)) return false;
    if (name == "UNTIL" || name == "BYDAY") continue;
    const auto limits =
        std::find_if(std::begin(kLists), std::end(kLists),
                     [&name](const PartLimits& known) { return known.name == name; });
    if (limits == std::end(kLists) || !is_within(*limits, value)) return false;
  }
  return true;
}

template <std::size_t size>
std::vector<int> list_of(const short (&array)[size]) {
  std::vector<int> out;
  for (std::size_t i = 0; i < size && array[i] != ICAL_RECURRENCE_ARRAY_MAX; ++i) {
    out.push_back(array[i]);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::chrono::weekday weekday_of(icalrecurrencetype_weekday day) {
  return std::chrono::weekday{static_cast<unsigned>(day - ICAL_SUNDAY_WEEKDAY)};
}

std::vector<RecurrenceRule::Day> days_of(const icalrecurrencetype& read) {
  std::vector<RecurrenceRule::Day> days;
  for (const int encoded : list_of(read.by_day)) {
    const auto value = static_cast<short>(encoded);
    days.push_back({icalrecurrencetype_day_position(value),
                    weekday_of(icalrecurrencetype_day_day_of_week(value))});
  }
  return days;
}

std::optional<wire::LocalTime> wall_of(const icaltimetype& time) {
  const std::chrono::year_month_day date{std::chrono::year{time.year},
                                         std::chrono::month{static_cast<unsigned>(time.month)},
                                         std::chrono::day{static_cast<unsigned>(time.day)}};
  if (!date.ok() || time.hour > 23 || time.minute > 59 || time.second > 60) return std::nullopt;
  return std::chrono::local_days{date} + std::chrono::hours(time.hour) +
         std::chrono::minutes(time.minute) + std::chrono::seconds(std::min(time.second, 59));
}

// The table of RFC 5545, 3.3.10.
bool parts_fit_frequency(const RecurrenceRule& rule) {
  const Frequency frequency = rule.frequency;
  const bool has_nth = std::any_of(rule.by_day.begin(), rule.by_day.end(),
                                   [](const RecurrenceRule::Day& day) { return day.nth != 0; });
  if (has_nth && frequency != Frequency::monthly && frequency != Frequency::yearly) return false;
  if (has_nth && !rule.by_week.empty()) return false;
  if (!rule.by_week.empty() && frequency != Frequency::yearly) return false;
  if (!rule.by_month_day.empty() && frequency == Frequency::weekly) return false;
  if (!rule.by_year_day.empty() &&
      (frequency == Frequency::daily || frequency == Frequency::weekly ||
       frequency == Frequency::monthly)) {
    return false;
  }
  const bool has_other_part = !rule.by_second.empty() || !rule.by_minute.empty() ||
                              !rule.by_hour.empty() || !rule.by_day.empty() ||
                              !rule.by_month_day.empty() || !rule.by_year_day.empty() ||
                              !rule.by_week.empty() || !rule.by_month.empty();
  return rule.by_position.empty() || has_other_part;
}

}  // namespace

std::optional<RecurrenceRule> RecurrenceRule::parse(std::string_view text) {
  if (!is_fit_for_libical(text)) return std::nullopt;
  const icalrecurrencetype read = icalrecurrencetype_from_string(std::string(text).c_str());
  if (read.freq == ICAL_NO_RECURRENCE) return std::nullopt;
  RecurrenceRule rule;
  rule.frequency = static_cast<Frequency>(read.freq);  // the same order, from seconds to years
  rule.interval = read.interval;
  if (read.count > 0) rule.count = read.count;
  rule.week_start = weekday_of(read.week_start);
  if (!icaltime_is_null_time(read.until)) {
    rule.until = wall_of(read.until);
    rule.until_is_utc = icaltime_is_utc(read.until) != 0;
    rule.until_is_date = read.until.is_date != 0;
    if (!rule.until) return std::nullopt;
  }
  rule.by_second = list_of(read.by_second);
  rule.by_minute = list_of(read.by_minute);
  rule.by_hour = list_of(read.by_hour);
  rule.by_day = days_of(read);
  rule.by_month_day = list_of(read.by_month_day);
  rule.by_year_day = list_of(read.by_year_day);
  rule.by_week = list_of(read.by_week_no);
  rule.by_month = list_of(read.by_month);
  rule.by_position = list_of(read.by_set_pos);
  if (!parts_fit_frequency(rule)) return std::nullopt;
  return rule;
}

static_assert(static_cast<int>(Frequency::secondly) == ICAL_SECONDLY_RECURRENCE);
static_assert(static_cast<int>(Frequency::yearly) == ICAL_YEARLY_RECURRENCE);

}  // namespace fb::ics
