// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A zone is described from tzdata year by year; years with the same rule share a group. Clients
// (exchangelib among them) want each group to be one plain transition or two recurring ones, the
// names "Standard" and "Daylight", and group ids that sort as text in the order in which they
// apply.
#include <set>

#include "protocols/ews/ews.hpp"
#include "protocols/ews/names.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/ews/time_zones.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {
namespace {

using model::AnnualZone;
using model::ZoneSwitch;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::year;

// The first rule applies to all time before, the last one to all time after.
constexpr int kFirstYear = 2010;
constexpr int kLastYear = 2037;

// From when on which rule holds.
struct Era {
  local_seconds from;
  AnnualZone rule;
};

AnnualZone constant(int bias_minutes) {
  AnnualZone zone;
  zone.bias_minutes = bias_minutes;
  return zone;
}

local_seconds moment_of(const ZoneSwitch& change) {
  const auto day = year(*change.year) / change.month / change.day_order;
  return local_days(day) + change.time_of_day;
}

// A year in which a zone changes once and not back is two eras of one offset each.
void append_single_change(const AnnualZone& annual, int in_year, std::vector<Era>& eras) {
  const int standard = annual.bias_minutes + annual.standard->bias_minutes;
  const int daylight = annual.bias_minutes + annual.daylight->bias_minutes;
  const bool into_daylight = annual.daylight->year == in_year;
  const ZoneSwitch& change = into_daylight ? *annual.daylight : *annual.standard;
  eras.push_back(
      {local_days(year(in_year) / 1 / 1), constant(into_daylight ? standard : daylight)});
  eras.push_back({moment_of(change), constant(into_daylight ? daylight : standard)});
}

std::vector<Era> eras_of(const wire::Zone& zone) {
  std::vector<Era> eras;
  for (int in_year = kFirstYear; in_year <= kLastYear; ++in_year) {
    const AnnualZone annual = zone.annual_in(in_year);
    if (annual.standard && annual.daylight && annual.standard->year) {
      append_single_change(annual, in_year, eras);
    } else {
      eras.push_back({local_days(year(in_year) / 1 / 1), annual});
    }
  }
  std::vector<Era> distinct;
  for (Era& era : eras) {
    if (distinct.empty() || !(distinct.back().rule == era.rule)) distinct.push_back(std::move(era));
  }
  return distinct;
}

bool has_switches(const AnnualZone& rule) { return rule.standard && rule.daylight; }
int standard_bias(const AnnualZone& rule) {
  return rule.bias_minutes + (has_switches(rule) ? rule.standard->bias_minutes : 0);
}
int daylight_bias(const AnnualZone& rule) {
  return rule.bias_minutes + rule.daylight->bias_minutes;
}

void append_period_id(std::string_view kind, int bias_minutes, std::string& out) {
  out.append(kind).append("/");
  append_integer(bias_minutes, out);
}

void append_duration(std::int64_t minutes, std::string& out) {
  out.append(minutes < 0 ? "-PT" : "PT");
  append_integer(minutes < 0 ? -minutes : minutes, out);
  out.push_back('M');
}

void append_group_id(std::size_t index, std::string& out) {
  if (index < 10) out.push_back('0');
  append_integer(static_cast<std::int64_t>(index), out);
}

void append_periods(const std::vector<Era>& eras, std::string& out) {
  std::set<std::pair<std::string_view, int>> written;
  const auto period = [&](std::string_view kind, int bias_minutes) {
    if (!written.emplace(kind, bias_minutes).second) return;
    out.append("<t:Period Bias=\"");
    append_duration(bias_minutes, out);
    out.append("\" Name=\"").append(kind).append("\" Id=\"");
    append_period_id(kind, bias_minutes, out);
    out.append("\"/>");
  };
  out.append("<t:Periods>");
  for (const Era& era : eras) {
    period("Standard", standard_bias(era.rule));
    if (has_switches(era.rule)) period("Daylight", daylight_bias(era.rule));
  }
  out.append("</t:Periods>");
}

void append_yearly(std::string_view kind, int bias_minutes, const ZoneSwitch& change,
                   std::string& out) {
  constexpr int kLastOfMonth = 5;
  out.append("<t:RecurringDayTransition><t:To Kind=\"Period\">");
  append_period_id(kind, bias_minutes, out);
  out.append("</t:To><t:TimeOffset>");
  const auto seconds = change.time_of_day.count();
  out.append("PT");
  append_integer(seconds / 3600, out);
  out.append("H");
  append_integer(seconds / 60 % 60, out);
  out.append("M");
  append_integer(seconds % 60, out);
  out.append("S</t:TimeOffset>");
  append_element("t:Month", change.month, out);
  append_element("t:DayOfWeek", name_in(kDays, change.day), out);
  append_element("t:Occurrence", change.day_order == kLastOfMonth ? -1 : change.day_order, out);
  out.append("</t:RecurringDayTransition>");
}

void append_group(std::size_t index, const AnnualZone& rule, std::string& out) {
  out.append("<t:TransitionsGroup Id=\"");
  append_group_id(index, out);
  out.append("\">");
  if (has_switches(rule)) {
    append_yearly("Daylight", daylight_bias(rule), *rule.daylight, out);
    append_yearly("Standard", standard_bias(rule), *rule.standard, out);
  } else {
    out.append("<t:Transition><t:To Kind=\"Period\">");
    append_period_id("Standard", standard_bias(rule), out);
    out.append("</t:To></t:Transition>");
  }
  out.append("</t:TransitionsGroup>");
}

void append_starts(const std::vector<Era>& eras, std::string& out) {
  out.append("<t:Transitions>");
  for (std::size_t i = 0; i < eras.size(); ++i) {
    const std::string_view kind = i == 0 ? "Transition" : "AbsoluteDateTransition";
    out.append("<t:").append(kind).append("><t:To Kind=\"Group\">");
    append_group_id(i, out);
    out.append("</t:To>");
    if (i > 0) {
      out.append("<t:DateTime>");
      wire::append_wall_time(eras[i].from, out);
      out.append("</t:DateTime>");
    }
    out.append("</t:").append(kind).append(">");
  }
  out.append("</t:Transitions>");
}

std::string body_of(const wire::Zone& zone) {
  const std::vector<Era> eras = eras_of(zone);
  std::string out;
  append_periods(eras, out);
  out.append("<t:TransitionsGroups>");
  for (std::size_t i = 0; i < eras.size(); ++i) append_group(i, eras[i].rule, out);
  out.append("</t:TransitionsGroups>");
  append_starts(eras, out);
  return out;
}

void append_definition(std::string_view id, const wire::Zone& zone, bool full, std::string& out) {
  out.append("<t:TimeZoneDefinition Id=\"");
  wire::append_escaped(id, out);
  out.append("\" Name=\"");
  wire::append_escaped(id, out);
  if (full) {
    out.append("\">").append(body_of(zone)).append("</t:TimeZoneDefinition>");
  } else {
    out.append("\"/>");
  }
}

std::string all_definitions(bool full) {
  std::string out;
  for (const wire::NamedZone& name : wire::windows_zones()) {
    if (const auto zone = wire::Zone::named(name.windows_name))
      append_definition(name.windows_name, *zone, full, out);
  }
  return out;
}

}  // namespace

void encode_server_time_zones(const ServerTimeZonesCall& call, std::string& out) {
  append_answer_start(out);
  out.append("<m:GetServerTimeZonesResponse xmlns:m=\"").append(kMessages);
  out.append("\" xmlns:t=\"").append(kTypes);
  out.append(
      "\"><m:ResponseMessages><m:GetServerTimeZonesResponseMessage ResponseClass=\"Success\">"
      "<m:ResponseCode>NoError</m:ResponseCode><m:TimeZoneDefinitions>");
  if (call.ids.empty()) {
    // Some hundred kilobytes that change only with tzdata, so they are made once.
    static const std::string full = all_definitions(true);
    static const std::string names = all_definitions(false);
    out.append(call.full ? full : names);
  }
  // A name that we do not know has no definition; the others still have theirs.
  for (const std::string& id : call.ids) {
    if (const auto zone = wire::Zone::named(id)) append_definition(id, *zone, call.full, out);
  }
  out.append(
      "</m:TimeZoneDefinitions></m:GetServerTimeZonesResponseMessage></m:ResponseMessages>"
      "</m:GetServerTimeZonesResponse>");
  append_answer_end(out);
}

}  // namespace fb::ews
