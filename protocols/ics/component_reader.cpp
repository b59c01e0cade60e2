// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/component_reader.hpp"

namespace fb::ics {
namespace {

// Longer than any entry of a calendar, and short enough that no sum overflows.
constexpr std::chrono::days kDurationMax{36'525};

}  // namespace

ComponentReader::ComponentReader(std::string_view name) : parser_(icalparser_new()), name_(name) {
  std::string begin = "BEGIN:" + name_;
  icalparser_add_line(parser_, begin.data());
}

ComponentReader::~ComponentReader() {
  if (component_) icalcomponent_free(component_);
  icalparser_free(parser_);
}

bool ComponentReader::add(std::string_view line) {
  std::string writable(line);
  icalparser_add_line(parser_, writable.data());
  return icalparser_get_state(parser_) != ICALPARSER_ERROR;
}

icalcomponent* ComponentReader::finish() {
  std::string end = "END:" + name_;
  component_ = icalparser_add_line(parser_, end.data());
  return component_;
}

std::optional<WrittenTime> written_time(icalproperty* property, const icaltimetype& time) {
  const std::chrono::year_month_day date{std::chrono::year{time.year},
                                         std::chrono::month{static_cast<unsigned>(time.month)},
                                         std::chrono::day{static_cast<unsigned>(time.day)}};
  if (!date.ok() || time.year < 1 || time.year > 9998) return std::nullopt;
  WrittenTime written;
  written.wall = std::chrono::local_days{date};
  written.is_date = time.is_date != 0;
  if (written.is_date) return written;
  if (time.hour < 0 || time.hour > 23 || time.minute < 0 || time.minute > 59 || time.second < 0 ||
      time.second > 60) {
    return std::nullopt;
  }
  // A leap second is the last second of its minute here.
  written.wall += std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
                  std::chrono::seconds(std::min(time.second, 59));
  written.is_utc = icaltime_is_utc(time) != 0;
  const icalparameter* zone =
      property ? icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER) : nullptr;
  const char* zone_id = zone ? icalparameter_get_tzid(zone) : nullptr;
  if (zone_id && !written.is_utc) written.zone_id = zone_id;
  return written;
}

std::optional<WrittenDuration> written_duration(const icaldurationtype& value) {
  if (icaldurationtype_is_bad_duration(value)) return std::nullopt;
  const auto within = [](unsigned number) { return number <= 100'000'000; };
  if (!within(value.weeks) || !within(value.days) || !within(value.hours) ||
      !within(value.minutes) || !within(value.seconds)) {
    return std::nullopt;
  }
  WrittenDuration written;
  written.days = std::chrono::days(7 * static_cast<int>(value.weeks)) +
                 std::chrono::days(static_cast<int>(value.days));
  written.exact = std::chrono::hours(value.hours) + std::chrono::minutes(value.minutes) +
                  std::chrono::seconds(value.seconds);
  if (written.days + written.exact > kDurationMax) return std::nullopt;
  const bool is_zero = written.days + written.exact == std::chrono::seconds(0);
  if (value.is_neg && !is_zero) return std::nullopt;
  return written;
}

std::optional<WrittenPeriod> written_period(icalproperty* property,
                                            const icaldatetimeperiodtype& value) {
  WrittenPeriod written;
  const bool is_time = !icaltime_is_null_time(value.time);
  const auto begin = written_time(property, is_time ? value.time : value.period.start);
  if (!begin) return std::nullopt;
  written.begin = *begin;
  if (is_time) return written;
  if (!icaltime_is_null_time(value.period.end)) {
    written.end = written_time(property, value.period.end);
    if (!written.end) return std::nullopt;
    return written;
  }
  written.duration = written_duration(value.period.duration);
  if (!written.duration) return std::nullopt;
  return written;
}

}  // namespace fb::ics
