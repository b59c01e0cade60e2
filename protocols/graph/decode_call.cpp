// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/call_parts.hpp"
#include "protocols/graph/graph.hpp"
#include "protocols/model/identifiers.hpp"
#include "protocols/wire/idna.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/percent.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

constexpr std::size_t kCallBytesMax = 1024 * 1024;
constexpr std::int64_t kDefaultInterval_min = 30;

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
  auto preferred = preferred_zone(prefer);
  if (!preferred) return preferred.error();
  if (*preferred) {
    result.zone = std::move((*preferred)->zone);
    result.zone_name = std::move((*preferred)->name);
    result.zone_preferred = true;
  }
  return result;
}

}  // namespace fb::graph
