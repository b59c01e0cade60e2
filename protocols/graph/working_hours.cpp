// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/working_hours.hpp"

#include <algorithm>
#include <chrono>

#include "protocols/graph/words.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;

constexpr int kMinutesPerDay = 24 * 60;

std::optional<int> integer(const json::value& object, std::string_view name, int min, int max) {
  const json::value* const found = wire::member(object, name);
  if (found == nullptr || !found->is_int64()) return std::nullopt;
  const std::int64_t number = found->get_int64();
  if (number < min || number > max) return std::nullopt;
  return static_cast<int>(number);
}

// An nth weekday of one year, as a day of the month.
std::optional<int> day_of_month(int year, int month, unsigned day, int order) {
  namespace chr = std::chrono;
  const auto of_month = chr::year(year) / chr::month(static_cast<unsigned>(month));
  const chr::weekday weekday(day);
  chr::year_month_day date{chr::sys_days(of_month / weekday[chr::last])};
  if (order < 5) date = chr::sys_days(of_month / weekday[static_cast<unsigned>(order)]);
  return static_cast<int>(static_cast<unsigned>(date.day()));
}

// Without a month there is no switch; `broken` is set where there is one that cannot be read.
std::optional<model::ZoneSwitch> read_switch(const json::value& json, int bias, bool& broken) {
  const std::optional<int> month = integer(json, "month", 1, 12);
  if (!month) return std::nullopt;
  const std::optional<int> order = integer(json, "dayOccurrence", 1, 5);
  const std::optional<unsigned> day = day_of_word(wire::text_member(json, "dayOfWeek"));
  const auto time = wire::read_time_of_day(wire::text_member(json, "time"));
  const int year = integer(json, "year", 0, 9999).value_or(0);
  if (!order || !day || !time) {
    broken = true;
    return std::nullopt;
  }
  model::ZoneSwitch result;
  result.bias_minutes = bias;
  result.time_of_day = *time;
  result.month = *month;
  result.day_order = *order;
  result.day = static_cast<model::SwitchDay>(*day);
  if (year != 0) {
    result.year = year;
    result.day_order = *day_of_month(year, *month, *day, *order);
  }
  return result;
}

std::optional<model::AnnualZone> read_custom_zone(const json::value& json) {
  const std::optional<int> bias = integer(json, "bias", -kMinutesPerDay, kMinutesPerDay);
  if (!bias) return std::nullopt;
  model::AnnualZone zone;
  zone.bias_minutes = *bias;
  bool broken = false;
  const json::value* const standard = wire::member(json, "standardOffset");
  const json::value* const daylight = wire::member(json, "daylightOffset");
  if (standard != nullptr) zone.standard = read_switch(*standard, 0, broken);
  if (daylight != nullptr) {
    const int saving =
        integer(*daylight, "daylightBias", -kMinutesPerDay, kMinutesPerDay).value_or(0);
    zone.daylight = read_switch(*daylight, saving, broken);
  }
  if (broken || zone.standard.has_value() != zone.daylight.has_value()) return std::nullopt;
  if (!wire::Zone::annual(zone)) return std::nullopt;
  return zone;
}

std::optional<model::AnnualZone> read_zone(const json::value* json, int year) {
  if (json == nullptr) return std::nullopt;
  if (wire::member(*json, "bias") != nullptr) return read_custom_zone(*json);
  const auto named = wire::Zone::named(wire::text_member(*json, "name"));
  if (!named) return std::nullopt;
  return named->annual_in(year);
}

std::optional<int> read_minutes(const json::value& object, std::string_view name) {
  const auto time = wire::read_time_of_day(wire::text_member(object, name));
  if (!time) return std::nullopt;
  return static_cast<int>(std::chrono::floor<std::chrono::minutes>(*time).count());
}

void append_time_of_day(std::chrono::seconds time, std::string& out) {
  const auto two = [&out](std::int64_t number) {
    out += static_cast<char>('0' + number / 10);
    out += static_cast<char>('0' + number % 10);
  };
  out += '"';
  two(time.count() / 3600);
  out += ':';
  two(time.count() / 60 % 60);
  out += ':';
  two(time.count() % 60);
  out += kFraction;
  out += '"';
}

// False where Graph has no word for the day.
bool append_switch(const model::ZoneSwitch& change, std::string_view extra, std::string& out) {
  namespace chr = std::chrono;
  auto day = static_cast<unsigned>(change.day);
  int order = change.day_order;
  if (change.year) {
    const chr::year_month_day date{chr::year(*change.year),
                                   chr::month(static_cast<unsigned>(change.month)),
                                   chr::day(static_cast<unsigned>(change.day_order))};
    if (!date.ok()) return false;
    day = chr::weekday(date).c_encoding();
    order = (change.day_order - 1) / 7 + 1;
  }
  if (day >= kDayWords.size()) return false;
  out += '{';
  out += extra;
  out += R"("time":)";
  append_time_of_day(change.time_of_day, out);
  out += R"(,"dayOccurrence":)" + std::to_string(order);
  out += R"(,"dayOfWeek":")";
  out += kDayWords[day];
  out += R"(","month":)" + std::to_string(change.month);
  out += R"(,"year":)" + std::to_string(change.year.value_or(0)) + '}';
  return true;
}

bool append_zone(const model::AnnualZone& zone, std::string& out) {
  if (zone == model::AnnualZone{}) {
    out += R"({"name":"UTC"})";
    return true;
  }
  out += R"({"@odata.type":"#microsoft.graph.customTimeZone","name":"Customized Time Zone")";
  const int standard_bias = zone.standard ? zone.standard->bias_minutes : 0;
  out += R"(,"bias":)" + std::to_string(zone.bias_minutes + standard_bias);
  if (zone.standard && zone.daylight) {
    // Graph has a bias of its own on the daylight side only.
    const int saving = zone.daylight->bias_minutes - standard_bias;
    out += R"(,"standardOffset":)";
    if (!append_switch(*zone.standard, {}, out)) return false;
    out += R"(,"daylightOffset":)";
    const std::string bias = R"("daylightBias":)" + std::to_string(saving) + ',';
    if (!append_switch(*zone.daylight, bias, out)) return false;
  }
  out += '}';
  return true;
}

}  // namespace

std::optional<model::WorkingHours> read_working_hours(const json::value& json, int year) {
  const json::value* const days = wire::member(json, "daysOfWeek");
  if (days == nullptr || !days->is_array()) return std::nullopt;
  model::WorkingPeriod period;
  for (const json::value& word : days->get_array()) {
    if (!word.is_string()) return std::nullopt;
    const std::optional<unsigned> day =
        day_of_word({word.get_string().data(), word.get_string().size()});
    if (!day) return std::nullopt;
    period.days = static_cast<std::uint8_t>(period.days | 1u << *day);
  }
  const std::optional<int> start = read_minutes(json, "startTime");
  const std::optional<int> end = read_minutes(json, "endTime");
  std::optional<model::AnnualZone> zone = read_zone(wire::member(json, "timeZone"), year);
  if (!start || !end || *start > *end || !zone) return std::nullopt;
  period.start_minutes = *start;
  period.end_minutes = *end;
  return model::WorkingHours{*zone, {period}};
}

bool append_working_hours(const model::WorkingHours& hours, std::string& out) {
  if (hours.periods.empty()) return false;
  const model::WorkingPeriod& period = hours.periods.front();
  const std::size_t begin = out.size();
  out += R"({"daysOfWeek":[)";
  bool first = true;
  for (std::size_t i = 0; i < kDayWords.size(); ++i) {
    if ((period.days >> i & 1) == 0) continue;
    if (!first) out += ',';
    first = false;
    out += '"';
    out += kDayWords[i];
    out += '"';
  }
  out += R"(],"startTime":)";
  append_time_of_day(std::chrono::minutes(period.start_minutes), out);
  out += R"(,"endTime":)";
  // A time of day ends before midnight.
  append_time_of_day(std::chrono::minutes(std::min(period.end_minutes, kMinutesPerDay - 1)), out);
  out += R"(,"timeZone":)";
  if (!append_zone(hours.zone, out)) {
    out.resize(begin);
    return false;
  }
  out += '}';
  return true;
}

}  // namespace fb::graph
