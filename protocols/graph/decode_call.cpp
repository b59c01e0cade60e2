// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>

#include "protocols/graph/graph.hpp"
#include "protocols/graph/words.hpp"
#include "protocols/model/identifiers.hpp"
#include "protocols/wire/idna.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/percent.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

constexpr std::size_t kCallBytesMax = 1024 * 1024;
constexpr std::string_view kZonePreference = "outlook.timezone";
constexpr std::int64_t kDefaultInterval_min = 30;

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
std::string_view preferred_zone(std::string_view prefer) {
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

model::Result<model::SlotLength> read_interval(const json::value& call) {
  const json::value* const interval = wire::member(call, "availabilityViewInterval");
  if (interval == nullptr) return model::SlotLength::of_minutes(kDefaultInterval_min);
  if (!interval->is_int64()) {
    return Error::of(ErrorKind::interval_invalid,
                     "availabilityViewInterval must be a whole number of minutes");
  }
  return model::SlotLength::of_minutes(interval->get_int64());
}

model::Result<std::vector<model::AskedMailbox>> read_schedules(const json::value& call,
                                                               std::size_t schedules_max) {
  const json::value* const schedules = wire::member(call, "schedules");
  if (schedules == nullptr || !schedules->is_array()) {
    return Error::of(ErrorKind::mailbox_list_empty, "the call has no list of schedules");
  }
  const json::array& list = schedules->get_array();
  if (list.empty()) {
    return Error::of(ErrorKind::mailbox_list_empty, "the list of schedules is empty");
  }
  if (list.size() > schedules_max) {
    return Error::of(ErrorKind::mailbox_list_too_long,
                     "the call names more than " + std::to_string(schedules_max) + " schedules");
  }
  std::vector<model::AskedMailbox> mailboxes;
  for (const json::value& entry : list) {
    if (!entry.is_string() || entry.get_string().size() > kScheduleIdBytesMax) {
      return Error::of(
          ErrorKind::malformed_request,
          "a schedule is no text of at most " + std::to_string(kScheduleIdBytesMax) + " bytes");
    }
    const std::string_view text(entry.get_string().data(), entry.get_string().size());
    mailboxes.push_back({std::string(text), wire::read_smtp_address(text)});
  }
  return mailboxes;
}

}  // namespace

model::Result<std::optional<model::SmtpAddress>> read_user_segment(std::string_view segment) {
  const auto unknown = [] {
    return Error::of(ErrorKind::recipient_unknown,
                     "the user in the path is neither an address nor an object id");
  };
  const auto decoded = wire::percent_decode(segment);
  if (!decoded || decoded->size() > kScheduleIdBytesMax) return unknown();
  // An object id has the form of a tenant id.
  if (model::TenantId::parse(*decoded)) return std::optional<model::SmtpAddress>();
  auto address = wire::read_smtp_address(*decoded);
  if (!address) return unknown();
  return std::optional<model::SmtpAddress>(std::move(*address));
}

model::Result<ScheduleCall> decode_call(std::string_view body, std::string_view prefer,
                                        std::size_t schedules_max) {
  const auto call = wire::parse_json(body, {.bytes_max = kCallBytesMax});
  if (!call) return call.error();
  if (!call->is_object()) {
    return Error::of(ErrorKind::malformed_request, "the call is no JSON object");
  }
  auto mailboxes = read_schedules(*call, schedules_max);
  if (!mailboxes) return mailboxes.error();
  const auto begin = read_time(*call, "startTime");
  if (!begin) return begin.error();
  const auto end = read_time(*call, "endTime");
  if (!end) return end.error();
  const auto window = model::TimeWindow::make(*begin, *end);
  if (!window) return window.error();
  const auto slot = read_interval(*call);
  if (!slot) return slot.error();

  // Graph has no choice of detail: the answer holds what the caller may see.
  ScheduleCall result{.request = {.mailboxes = std::move(*mailboxes),
                                  .window = *window,
                                  .slot = *slot,
                                  .wish = model::DetailLevel::limited_details}};
  if (const std::string_view name = preferred_zone(prefer); !name.empty()) {
    auto zone = wire::Zone::named(name);
    if (!zone) {
      return Error::of(ErrorKind::time_zone_invalid, "the preferred time zone is not known");
    }
    result.zone = std::move(*zone);
    result.zone_name = name;
    result.zone_preferred = true;
  }
  return result;
}

}  // namespace fb::graph
