// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/time_zones.hpp"

#include <limits>

#include "protocols/ews/names.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {
namespace {

using model::AnnualZone;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::ZoneSwitch;
using wire::local_name;
using wire::text_of;
using wire::ZoneDefinition;

constexpr int kLastOfMonth = 5;

Error bad_zone(const char* detail) { return Error::of(ErrorKind::time_zone_invalid, detail); }

std::optional<int> small_integer(std::string_view text) {
  const auto value = integer_of(text);
  if (!value || *value < std::numeric_limits<std::int16_t>::min() ||
      *value > std::numeric_limits<std::int16_t>::max())
    return std::nullopt;
  return static_cast<int>(*value);
}

Result<std::optional<ZoneSwitch>> read_switch(const pugi::xml_node& node) {
  if (!node) return std::optional<ZoneSwitch>{};
  const auto month = small_integer(child_text(node, "Month"));
  if (!month) return bad_zone("a switch of the TimeZone has no Month");
  const auto bias = small_integer(child_text(node, "Bias"));
  if (!bias) return bad_zone("a switch of the TimeZone has no Bias");
  if (*month == 0) return std::optional<ZoneSwitch>{};
  ZoneSwitch change;
  change.month = *month;
  change.bias_minutes = *bias;
  const auto order = small_integer(child_text(node, "DayOrder"));
  if (!order) return bad_zone("a switch of the TimeZone has no DayOrder");
  change.day_order = *order;
  const auto time = wire::read_time_of_day(child_text(node, "Time"));
  if (!time) return bad_zone("a switch of the TimeZone has no Time of the form hh:mm:ss");
  change.time_of_day = *time;
  if (const std::string_view year = child_text(node, "Year"); !year.empty()) {
    change.year = small_integer(year);
    if (!change.year) return bad_zone("the Year of a switch of the TimeZone is no number");
  }
  // With a Year the DayOrder is a day of the month, and clients leave DayOfWeek out.
  const auto day = value_named<model::SwitchDay>(kDays, child_text(node, "DayOfWeek"));
  if (!day && !change.year) return bad_zone("a switch of the TimeZone has no known DayOfWeek");
  change.day = day.value_or(model::SwitchDay::sunday);
  return std::optional<ZoneSwitch>(change);
}

std::string attribute(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).value();
}

Result<ZoneDefinition::Period> read_period(const pugi::xml_node& node) {
  const auto bias = wire::read_duration(node.attribute("Bias").value());
  if (!bias || std::chrono::abs(*bias) > std::chrono::days(1))
    return bad_zone("a Period has no Bias of at most a day");
  const auto minutes = std::chrono::round<std::chrono::minutes>(*bias);
  return ZoneDefinition::Period{attribute(node, "Id"), static_cast<int>(minutes.count())};
}

Result<ZoneDefinition::YearlyTransition> read_yearly(const pugi::xml_node& node) {
  ZoneDefinition::YearlyTransition yearly;
  yearly.to_period = child_text(node, "To");
  const auto time = wire::read_duration(child_text(node, "TimeOffset"));
  const auto month = small_integer(child_text(node, "Month"));
  if (!time || !month) return bad_zone("a recurring transition lacks its TimeOffset or Month");
  yearly.time_of_day = *time;
  yearly.month = *month;
  if (local_name(node) == "RecurringDateTransition") {
    const auto day = small_integer(child_text(node, "Day"));
    if (!day) return bad_zone("a RecurringDateTransition has no Day");
    yearly.day_of_month = *day;
    return yearly;
  }
  const auto day = value_named<model::SwitchDay>(kDays, child_text(node, "DayOfWeek"));
  const auto occurrence = small_integer(child_text(node, "Occurrence"));
  if (!day || !occurrence)
    return bad_zone("a RecurringDayTransition lacks its DayOfWeek or Occurrence");
  yearly.day = *day;
  yearly.day_order = *occurrence == -1 ? kLastOfMonth : *occurrence;
  return yearly;
}

Result<ZoneDefinition::Group> read_group(const pugi::xml_node& node) {
  ZoneDefinition::Group group;
  group.id = attribute(node, "Id");
  for (auto part = wire::first_element(node); part; part = wire::next_element(part)) {
    if (local_name(part) == "Transition") {
      group.only_period = child_text(part, "To");
      continue;
    }
    auto yearly = read_yearly(part);
    if (!yearly) return yearly.error();
    group.yearly.push_back(std::move(*yearly));
  }
  return group;
}

Result<ZoneDefinition::Start> read_start(const pugi::xml_node& node) {
  ZoneDefinition::Start start;
  const pugi::xml_node to = wire::child(node, "To");
  start.to = text_of(to);
  start.to_group = attribute(to, "Kind") != "Period";
  if (local_name(node) == "Transition") return start;
  const auto from = wire::read_date_time(child_text(node, "DateTime"));
  if (local_name(node) != "AbsoluteDateTransition" || !from)
    return bad_zone("a transition between groups has no DateTime");
  start.from = from->wall;
  return start;
}

// Reads every element child of `parent` into `out`.
template <class Part>
model::Status read_all(const pugi::xml_node& parent, Result<Part> (*read)(const pugi::xml_node&),
                       std::vector<Part>& out) {
  for (auto node = wire::first_element(parent); node; node = wire::next_element(node)) {
    auto part = read(node);
    if (!part) return part.error();
    out.push_back(std::move(*part));
  }
  return {};
}

void append_two_digits(std::int64_t value, std::string& out) {
  if (value < 10) out.push_back('0');
  append_integer(value, out);
}

void append_switch(std::string_view name, const ZoneSwitch& change, std::string& out) {
  out.append("<").append(name).append(">");
  append_element("Bias", change.bias_minutes, out);
  const auto time = change.time_of_day.count();
  out.append("<Time>");
  append_two_digits(time / 3600, out);
  out.push_back(':');
  append_two_digits(time / 60 % 60, out);
  out.push_back(':');
  append_two_digits(time % 60, out);
  out.append("</Time>");
  append_element("DayOrder", change.day_order, out);
  append_element("Month", change.month, out);
  append_element("DayOfWeek", name_in(kDays, change.day), out);
  if (change.year) append_element("Year", *change.year, out);
  out.append("</").append(name).append(">");
}

}  // namespace

Result<AnnualZone> read_annual_zone(const pugi::xml_node& time_zone) {
  AnnualZone zone;
  const auto bias = small_integer(child_text(time_zone, "Bias"));
  if (!bias) return bad_zone("the TimeZone has no Bias");
  zone.bias_minutes = *bias;
  auto standard = read_switch(wire::child(time_zone, "StandardTime"));
  if (!standard) return standard.error();
  auto daylight = read_switch(wire::child(time_zone, "DaylightTime"));
  if (!daylight) return daylight.error();
  // One switch without the other says when to leave summer time but not when to enter it; that is
  // no rule, and both servers and clients read it as none.
  if (*standard && *daylight) {
    zone.standard = **standard;
    zone.daylight = **daylight;
  }
  return zone;
}

Result<ZoneDefinition> read_zone_definition(const pugi::xml_node& definition) {
  ZoneDefinition zone;
  zone.id = attribute(definition, "Id");
  if (auto read = read_all(wire::child(definition, "Periods"), read_period, zone.periods); !read)
    return read.error();
  if (auto read = read_all(wire::child(definition, "TransitionsGroups"), read_group, zone.groups);
      !read)
    return read.error();
  if (auto read = read_all(wire::child(definition, "Transitions"), read_start, zone.starts); !read)
    return read.error();
  return zone;
}

void append_annual_zone(const AnnualZone& zone, std::string& out) {
  append_element("Bias", zone.bias_minutes, out);
  const bool switches = zone.standard && zone.daylight;
  append_switch("StandardTime", switches ? *zone.standard : ZoneSwitch{}, out);
  append_switch("DaylightTime", switches ? *zone.daylight : ZoneSwitch{}, out);
}

}  // namespace fb::ews
