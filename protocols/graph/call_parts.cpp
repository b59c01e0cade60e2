// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/call_parts.hpp"

#include <algorithm>

#include "protocols/graph/words.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

constexpr std::string_view kZonePreference = "outlook.timezone";

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the next preference from the header, up to a comma that no quotes hide.
std::string_view next_preference(std::string_view& rest) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (rest[end] == ',' && !quoted) break;
  }
  const std::string_view preference = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return preference;
}

// The value of outlook.timezone, or empty where the caller prefers nothing.
std::string_view zone_preference(std::string_view prefer) {
  while (!prefer.empty()) {
    const std::string_view preference = next_preference(prefer);
    const std::size_t equals = preference.find('=');
    if (equals == std::string_view::npos) continue;
    if (!equal_without_case(trim(preference.substr(0, equals)), kZonePreference)) continue;
    std::string_view value = trim(preference.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    return value;
  }
  return {};
}

}  // namespace

model::Result<model::UtcTime> read_time(const json::value& call, std::string_view name) {
  const json::value* const time = wire::member(call, name);
  if (time == nullptr) {
    return Error::of(ErrorKind::window_invalid, "the call has no " + std::string(name));
  }
  const auto read = wire::read_date_time(wire::text_member(*time, "dateTime"));
  if (!read) {
    return Error::of(ErrorKind::window_invalid,
                     std::string(name) + " has no time that can be read");
  }
  if (read->offset) return model::UtcTime(read->wall.time_since_epoch() - *read->offset);
  const auto zone = wire::Zone::named(wire::text_member(*time, "timeZone"));
  if (!zone) {
    return Error::of(ErrorKind::time_zone_invalid,
                     std::string(name) + " has no time zone that is known");
  }
  return zone->to_utc(read->wall);
}

model::Result<std::optional<PreferredZone>> preferred_zone(std::string_view prefer) {
  const std::string_view name = zone_preference(prefer);
  if (name.empty()) return std::optional<PreferredZone>();
  auto zone = wire::Zone::named(name);
  if (!zone) {
    return Error::of(ErrorKind::time_zone_invalid, "the preferred time zone is not known");
  }
  return std::optional<PreferredZone>({std::move(*zone), std::string(name)});
}

}  // namespace fb::graph
