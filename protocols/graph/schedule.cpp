// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/schedule.hpp"

#include <algorithm>

#include "protocols/graph/words.hpp"
#include "protocols/graph/working_hours.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::Error;
using model::ErrorKind;

// Far beyond every calendar, and safe to move by any zone's offset.
constexpr model::UtcTime kEarliest = std::chrono::sys_days{std::chrono::January / 1 / 1601};
constexpr model::UtcTime kLatest = std::chrono::sys_days{std::chrono::January / 1 / 9000};

Error broken(std::string detail) { return Error::of(ErrorKind::peer_broken, std::move(detail)); }

const json::value* present(const json::value& object, std::string_view name) {
  const json::value* const found = wire::member(object, name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

// A dateTimeTimeZone. The zone is beside the time; an offset in the time itself wins over it.
model::Result<model::UtcTime> read_time(const json::value* json, ZoneNames& zones) {
  if (json == nullptr) return broken("an item of the schedule has no beginning or no end");
  const auto time = wire::read_date_time(wire::text_member(*json, "dateTime"));
  if (!time) return broken("an item of the schedule has a time that cannot be read");
  if (time->offset) return model::UtcTime(time->wall.time_since_epoch() - *time->offset);
  const wire::Zone* const zone = zones.find(wire::text_member(*json, "timeZone"));
  if (zone == nullptr) return broken("an item of the schedule has a time zone that is not known");
  return zone->to_utc(time->wall);
}

bool is_true(const json::value& object, std::string_view name) {
  const json::value* const found = present(object, name);
  return found != nullptr && found->is_bool() && found->get_bool();
}

model::Result<model::BusyBlock> read_item(const json::value& item, ZoneNames& zones) {
  const auto begin = read_time(present(item, "start"), zones);
  if (!begin) return begin.error();
  const auto end = read_time(present(item, "end"), zones);
  if (!end) return end.error();
  if (*end < *begin) return broken("an item of the schedule ends before it begins");
  if (*begin < kEarliest || *end > kLatest) {
    return broken("an item of the schedule lies outside of the years 1601 to 9000");
  }
  model::BusyBlock block;
  block.begin = *begin;
  block.end = *end;
  block.status = status_of_word(wire::text_member(item, "status"));
  model::BlockDetails details;
  details.subject = wire::text_member(item, "subject");
  details.location = wire::text_member(item, "location");
  details.is_private = is_true(item, "isPrivate");
  if (details != model::BlockDetails{}) block.details = std::move(details);
  return block;
}

// Details are given together or not at all: a private flag alone is no detail.
void settle_level(model::Availability& availability) {
  const bool detailed = std::any_of(
      availability.blocks.begin(), availability.blocks.end(), [](const model::BusyBlock& block) {
        return block.details &&
               !(block.details->subject.empty() && block.details->location.empty());
      });
  availability.level =
      detailed ? model::DetailLevel::limited_details : model::DetailLevel::availability_only;
  for (model::BusyBlock& block : availability.blocks) {
    if (!detailed) {
      block.details.reset();
    } else if (!block.details) {
      block.details.emplace();
    }
  }
}

model::Status read_items(const json::array& items, ZoneNames& zones,
                         model::Availability& availability) {
  if (items.size() > kItemsMax) {
    return Error::of(ErrorKind::result_too_big,
                     "the schedule has more than " + std::to_string(kItemsMax) + " items");
  }
  for (const json::value& item : items) {
    auto block = read_item(item, zones);
    if (!block) return block.error();
    if (!availability.window.touches(block->begin, block->end)) continue;
    availability.blocks.push_back(std::move(*block));
  }
  std::stable_sort(
      availability.blocks.begin(), availability.blocks.end(),
      [](const model::BusyBlock& a, const model::BusyBlock& b) { return a.begin < b.begin; });
  settle_level(availability);
  return {};
}

// A view that is too short says nothing of the rest.
void read_view(std::string_view view, const UpstreamQuestion& question,
               model::Availability& availability) {
  std::vector<model::FreeBusyStatus> slots(question.slot.slots_in(question.window),
                                           model::FreeBusyStatus::no_data);
  const std::size_t said = std::min(slots.size(), view.size());
  std::transform(view.begin(), view.begin() + static_cast<std::ptrdiff_t>(said), slots.begin(),
                 status_of_digit);
  availability.blocks = model::blocks_of_slots(slots, question.window, question.slot);
}

}  // namespace

model::Result<model::Availability> read_schedule(const json::value& entry,
                                                 const UpstreamQuestion& question,
                                                 ZoneNames& zones) {
  if (const json::value* const error = present(entry, "error")) return read_schedule_error(*error);

  model::Availability availability{.window = question.window};
  const json::value* const items = present(entry, "scheduleItems");
  if (items != nullptr && !items->is_array()) return broken("the schedule's items are no list");
  if (items != nullptr) {
    const model::Status status = read_items(items->get_array(), zones, availability);
    if (!status) return status.error();
  }
  if (availability.blocks.empty()) {
    // An empty list is also what a schedule with an error has, so it alone proves nothing.
    const std::string_view view = wire::text_member(entry, "availabilityView");
    if (view.empty()) return broken("the schedule has neither items nor a view");
    read_view(view, question, availability);
    const bool free_throughout = availability.blocks.empty();
    availability.precision =
        items != nullptr && free_throughout ? model::Precision::exact : model::Precision::slots;
  }
  if (const json::value* const hours = present(entry, "workingHours")) {
    const std::chrono::year_month_day day{
        std::chrono::floor<std::chrono::days>(question.window.begin())};
    availability.working_hours = read_working_hours(*hours, static_cast<int>(day.year()));
  }
  return availability;
}

}  // namespace fb::graph
