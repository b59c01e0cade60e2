// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/iso8601.hpp"

#include <algorithm>
#include <array>

namespace fb::wire {
namespace {

using model::Error;
using model::ErrorKind;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes kOffsetMax = hours(14);      // of xs:dateTime
constexpr std::size_t kDurationDigitsMax = 9;  // of one number in a duration

// Reads from the front; a step that does not fit makes the whole reading fail.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }
  bool has(char c) const { return ok_ && rest_.starts_with(c); }

  bool take(char c) {
    if (!has(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = take(c); }

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!digit_next()) {
        ok_ = false;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  std::int64_t number() {
    std::int64_t value = 0;
    std::size_t count = 0;
    for (; digit_next(); ++count) {
      if (count < kDurationDigitsMax) value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (count == 0 || count > kDurationDigitsMax) ok_ = false;
    return value;
  }

  void optional_fraction() {
    if (!take('.')) return;
    if (!digit_next()) ok_ = false;
    while (digit_next()) rest_.remove_prefix(1);
  }

  // hh:mm:ss[.fraction]; 24:00:00 is the end of the day where `with_24`.
  seconds time_of_day(bool with_24) {
    const int hour = digits(2);
    expect(':');
    const int minute = digits(2);
    expect(':');
    const int second = digits(2);
    optional_fraction();
    const bool end_of_day = with_24 && hour == 24 && minute == 0 && second == 0;
    if ((hour > 23 && !end_of_day) || minute > 59 || second > 59) ok_ = false;
    return hours(hour) + minutes(minute) + seconds(second);
  }

  std::optional<seconds> optional_offset() {
    if (take('Z')) return seconds(0);
    const bool east = has('+');
    if (!east && !has('-')) return std::nullopt;
    rest_.remove_prefix(1);
    const int hour = digits(2);
    take(':');
    const int minute = digits(2);
    const minutes offset = hours(hour) + minutes(minute);
    if (minute > 59 || offset > kOffsetMax) ok_ = false;
    return east ? offset : -offset;
  }

 private:
  bool digit_next() const {
    return ok_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }

  std::string_view rest_;
  bool ok_ = true;
};

Error malformed(const char* detail) { return Error::of(ErrorKind::malformed_request, detail); }

void append_two_digits(unsigned value, std::string& out) {
  out.push_back(static_cast<char>('0' + value / 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

}  // namespace

model::Result<DateTime> read_date_time(std::string_view text) {
  Reader reader(text);
  const int year = reader.digits(4);
  reader.expect('-');
  const int month = reader.digits(2);
  reader.expect('-');
  const int day = reader.digits(2);
  reader.expect('T');
  const seconds time = reader.time_of_day(true);
  const std::optional<seconds> offset = reader.optional_offset();
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!reader.done() || !date.ok()) return malformed("this is not a date and time");
  // Year 0 does not exist in xs:dateTime, and the hour 24 of the last day has no year to lie in.
  constexpr local_days kBegin{std::chrono::year(1) / 1 / 1};
  constexpr local_days kEnd{std::chrono::year(10'000) / 1 / 1};
  const std::chrono::local_seconds wall = local_days(date) + time;
  if (wall < kBegin || wall >= kEnd) return malformed("the years are 1 to 9999");
  return DateTime{wall, offset};
}

model::Result<seconds> read_time_of_day(std::string_view text) {
  Reader reader(text);
  const seconds time = reader.time_of_day(false);
  if (!reader.done()) return malformed("this is not a time of day");
  return time;
}

model::Result<seconds> read_duration(std::string_view text) {
  constexpr std::string_view kUnits = "HMS";
  constexpr std::array<std::int64_t, 3> kUnitSeconds{3600, 60, 1};
  const Error error = malformed("this is not a duration of days, hours, minutes and seconds");
  Reader reader(text);
  const bool negative = reader.take('-');
  reader.expect('P');
  seconds total{0};
  if (!reader.has('T')) {
    total += days(reader.number());
    reader.expect('D');
  }
  if (reader.take('T')) {
    std::size_t unit = 0;
    if (reader.done()) return error;
    while (reader.ok() && !reader.done()) {
      const std::int64_t value = reader.number();
      const bool fraction = reader.has('.');
      reader.optional_fraction();
      while (unit < kUnits.size() && !reader.take(kUnits[unit])) ++unit;
      if (unit == kUnits.size() || (fraction && kUnits[unit] != 'S')) return error;
      total += seconds(value * kUnitSeconds[unit]);
      ++unit;
    }
  }
  if (!reader.done()) return error;
  return negative ? -total : total;
}

void append_wall_time(local_seconds wall, std::string& out) {
  constexpr local_seconds kFirst = local_days(std::chrono::January / 1 / 1) + seconds(0);
  constexpr local_seconds kLast =
      local_days(std::chrono::December / 31 / 9999) + hours(24) - seconds(1);
  wall = std::clamp(wall, kFirst, kLast);
  const local_days date = std::chrono::floor<days>(wall);
  const std::chrono::year_month_day ymd(date);
  const auto year = static_cast<unsigned>(static_cast<int>(ymd.year()));
  const auto second = static_cast<unsigned>((wall - date).count());
  append_two_digits(year / 100, out);
  append_two_digits(year % 100, out);
  out.push_back('-');
  append_two_digits(static_cast<unsigned>(ymd.month()), out);
  out.push_back('-');
  append_two_digits(static_cast<unsigned>(ymd.day()), out);
  out.push_back('T');
  append_two_digits(second / 3600, out);
  out.push_back(':');
  append_two_digits(second / 60 % 60, out);
  out.push_back(':');
  append_two_digits(second % 60, out);
}

void append_utc_time(model::UtcTime at, std::string& out) {
  append_wall_time(local_seconds(at.time_since_epoch()), out);
  out.push_back('Z');
}

}  // namespace fb::wire
