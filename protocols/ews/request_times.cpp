// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/request_times.hpp"

#include "protocols/ews/soap.hpp"
#include "protocols/ews/time_zones.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::TimeWindow;
using wire::Zone;

namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2200;

}  // namespace

Result<std::optional<Zone>> read_zone(const pugi::xml_node& request,
                                      const RequestHeaders& headers) {
  if (const pugi::xml_node body_zone = wire::child(request, "TimeZone")) {
    const auto annual = read_annual_zone(body_zone);
    if (!annual) return annual.error();
    auto zone = Zone::annual(*annual);
    if (!zone) return zone.error();
    return std::optional<Zone>(std::move(*zone));
  }
  if (!headers.zone_definition) return std::optional<Zone>{};
  const auto definition = read_zone_definition(headers.zone_definition);
  if (!definition) return definition.error();
  auto zone = Zone::defined(*definition);
  if (!zone) return zone.error();
  return std::optional<Zone>(std::move(*zone));
}

Result<model::UtcTime> read_instant(std::string_view text, const std::optional<Zone>& zone) {
  const auto read = wire::read_date_time(text);
  if (!read) return Error::of(ErrorKind::schema_violation, "the request has a time that is none");
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(read->wall));
  if (date.year() < std::chrono::year(kYearMin) || date.year() > std::chrono::year(kYearMax))
    return Error::of(ErrorKind::window_invalid, "the window lies too far away");
  if (read->offset) return model::UtcTime(read->wall.time_since_epoch() - *read->offset);
  if (!zone)
    return Error::of(ErrorKind::time_zone_invalid,
                     "the times have no offset and the request has no time zone");
  return zone->to_utc(read->wall);
}

Result<TimeWindow> read_window(const pugi::xml_node& options, std::string_view name,
                               const std::optional<Zone>& zone) {
  const pugi::xml_node window = wire::child(options, name);
  if (!window) return Error::of(ErrorKind::schema_violation, "there is no " + std::string(name));
  const auto begin = read_instant(child_text(window, "StartTime"), zone);
  if (!begin) return begin.error();
  const auto end = read_instant(child_text(window, "EndTime"), zone);
  if (!end) return end.error();
  return TimeWindow::make(*begin, *end);
}

}  // namespace fb::ews
