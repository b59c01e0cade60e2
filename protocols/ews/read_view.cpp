// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/read_view.hpp"

#include <algorithm>

#include "protocols/ews/names.hpp"
#include "protocols/ews/question.hpp"
#include "protocols/ews/soap.hpp"
#include "protocols/ews/time_zones.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ews {
namespace {

using model::Availability;
using model::BusyBlock;
using model::Error;
using model::ErrorKind;
using model::FreeBusyStatus;
using model::Result;
using model::UtcTime;

constexpr std::size_t kEntryIdBytesMax = 512;
constexpr std::size_t kTextBytesMax = 1024;  // of a subject or a location
constexpr std::size_t kWorkingPeriodsMax = 32;
constexpr int kDayMinutes = 1440;

Error broken(const char* detail) { return Error::of(ErrorKind::peer_broken, detail); }

// 4 is "no data", also for the peers that know a 5; what is no digit of EWS tells nothing.
FreeBusyStatus status_of_digit(char digit) {
  switch (digit) {
    case '0':
      return FreeBusyStatus::free;
    case '1':
      return FreeBusyStatus::tentative;
    case '2':
      return FreeBusyStatus::busy;
    case '3':
      return FreeBusyStatus::out_of_office;
    default:
      return FreeBusyStatus::no_data;
  }
}

struct Merged {
  std::vector<FreeBusyStatus> slots;  // as many as the window has
  std::size_t stated = 0;             // how many of them the peer spoke of
};

// A string that is too short says nothing about the rest. One that is much too long counts slots of
// another length than we asked for, so none of its digits means the time that we think.
Result<Merged> read_merged(std::string_view digits, const UpstreamQuestion& question) {
  const std::size_t slots = asked_slot(question).slots_in(question.window);
  if (digits.size() > slots + 1) return broken("the merged string is longer than the window");
  Merged merged{std::vector<FreeBusyStatus>(slots, FreeBusyStatus::no_data),
                std::min(slots, digits.size())};
  for (std::size_t i = 0; i < merged.stated; ++i) merged.slots[i] = status_of_digit(digits[i]);
  return merged;
}

using Slots = std::vector<FreeBusyStatus>;
bool all_free(Slots::const_iterator begin, Slots::const_iterator end) {
  return std::all_of(begin, end,
                     [](FreeBusyStatus status) { return status == FreeBusyStatus::free; });
}

bool is_true(std::string_view text) { return text == "true" || text == "1"; }

model::BlockDetails read_details(const pugi::xml_node& node) {
  model::BlockDetails details;
  if (const std::string_view id = child_text(node, "ID"); id.size() <= kEntryIdBytesMax)
    details.id = id;
  details.subject = bounded(child_text(node, "Subject"), kTextBytesMax);
  details.location = bounded(child_text(node, "Location"), kTextBytesMax);
  details.is_meeting = is_true(child_text(node, "IsMeeting"));
  details.is_recurring = is_true(child_text(node, "IsRecurring"));
  details.is_exception = is_true(child_text(node, "IsException"));
  details.is_reminder_set = is_true(child_text(node, "IsReminderSet"));
  details.is_private = is_true(child_text(node, "IsPrivate"));
  return details;
}

// We ask in UTC, so a time without offset is UTC.
std::optional<UtcTime> read_instant(std::string_view text) {
  const auto read = wire::read_date_time(text);
  if (!read) return std::nullopt;
  return UtcTime(read->wall.time_since_epoch() - read->offset.value_or(std::chrono::seconds(0)));
}

Result<BusyBlock> read_event(const pugi::xml_node& node) {
  const auto begin = read_instant(child_text(node, "StartTime"));
  const auto end = read_instant(child_text(node, "EndTime"));
  // Leaving the event out would show its time as free.
  if (!begin || !end || *end < *begin) return broken("an event has no readable times");
  BusyBlock block{*begin, *end, FreeBusyStatus::no_data, {}};
  if (const auto status = value_named<FreeBusyStatus>(kBusyTypes, child_text(node, "BusyType")))
    block.status = *status;
  if (const auto details = wire::child(node, "CalendarEventDetails"))
    block.details = read_details(details);
  return block;
}

Result<std::vector<BusyBlock>> read_events(const pugi::xml_node& array,
                                           const model::TimeWindow& window) {
  std::vector<BusyBlock> blocks;
  std::size_t events = 0;
  for (auto node = wire::first_element(array); node; node = wire::next_element(node)) {
    if (++events > kEventsPerMailboxMax)
      return Error::of(ErrorKind::result_too_big, "the peer sent too many events");
    auto block = read_event(node);
    if (!block) return block.error();
    if (window.touches(block->begin, block->end)) blocks.push_back(std::move(*block));
  }
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const BusyBlock& a, const BusyBlock& b) { return a.begin < b.begin; });
  return blocks;
}

// Events win over digits, but where the digits say "no data" and no event says more, it stays
// unknown.
void add_unknown_slots(const Merged& merged, const UpstreamQuestion& question,
                       std::vector<BusyBlock>& blocks) {
  const model::SlotLength slot = asked_slot(question);
  const std::vector<FreeBusyStatus> from_events = model::merge(blocks, question.window, slot);
  std::vector<FreeBusyStatus> unknown(merged.slots.size(), FreeBusyStatus::free);
  for (std::size_t i = 0; i < merged.stated; ++i) {
    if (merged.slots[i] == FreeBusyStatus::no_data && from_events[i] == FreeBusyStatus::free)
      unknown[i] = FreeBusyStatus::no_data;
  }
  const auto more = model::blocks_of_slots(unknown, question.window, slot);
  blocks.insert(blocks.end(), more.begin(), more.end());
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const BusyBlock& a, const BusyBlock& b) { return a.begin < b.begin; });
}

std::uint8_t read_days(std::string_view list) {
  constexpr std::uint8_t kWeekdays = 0b0111110;
  std::uint8_t days = 0;
  while (!list.empty()) {
    const std::size_t end = list.find_first_of(" \t\r\n");
    const auto day = value_named<model::SwitchDay>(kDays, list.substr(0, end));
    if (day == model::SwitchDay::day) days |= 0b1111111;
    if (day == model::SwitchDay::weekday) days |= kWeekdays;
    if (day == model::SwitchDay::weekend_day) days |= 0b1000001;
    if (day && *day <= model::SwitchDay::saturday)
      days = static_cast<std::uint8_t>(days | 1U << static_cast<unsigned>(*day));
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  }
  return days;
}

// Working hours are an extra: what cannot be read is left out, and the answer still stands.
std::optional<model::WorkingHours> read_working_hours(const pugi::xml_node& node) {
  if (!node) return std::nullopt;
  const auto zone = read_annual_zone(wire::child(node, "TimeZone"));
  if (!zone || wire::Zone::annual(*zone).has_error()) return std::nullopt;
  model::WorkingHours hours{*zone, {}};
  const pugi::xml_node array = wire::child(node, "WorkingPeriodArray");
  for (auto period = wire::first_element(array); period; period = wire::next_element(period)) {
    const std::uint8_t days = read_days(child_text(period, "DayOfWeek"));
    const auto start = integer_of(child_text(period, "StartTimeInMinutes"));
    const auto end = integer_of(child_text(period, "EndTimeInMinutes"));
    if (days == 0 || !start || !end || *start < 0 || *start >= *end || *end > kDayMinutes) continue;
    if (hours.periods.size() == kWorkingPeriodsMax) break;
    hours.periods.push_back({days, static_cast<int>(*start), static_cast<int>(*end)});
  }
  if (hours.periods.empty()) return std::nullopt;
  return hours;
}

void take_slots(const Merged& merged, const UpstreamQuestion& question, Availability& out) {
  out.blocks = model::blocks_of_slots(merged.slots, question.window, asked_slot(question));
  out.precision = model::Precision::slots;
}

// With a list of events the digits are only asked for doubts; digits that cannot be read raise
// none.
model::Status take_events(const pugi::xml_node& array, const Result<Merged>* merged,
                          const UpstreamQuestion& question, Availability& out) {
  auto blocks = read_events(array, question.window);
  if (!blocks) return blocks.error();
  out.blocks = std::move(*blocks);
  if (merged == nullptr || merged->has_error()) return {};
  const auto stated_end = (*merged)->slots.begin() + static_cast<std::ptrdiff_t>((*merged)->stated);
  // No event at all and still digits that are not free: the list is not the whole truth.
  if (out.blocks.empty() && !all_free((*merged)->slots.begin(), stated_end)) {
    take_slots(**merged, question, out);
  } else {
    add_unknown_slots(**merged, question, out.blocks);
  }
  return {};
}

}  // namespace

Result<Availability> read_free_busy_view(const pugi::xml_node& view,
                                         const UpstreamQuestion& question) {
  const auto delivered = value_named<View>(kViews, child_text(view, "FreeBusyViewType"));
  if (!delivered) return broken("an entry says success and delivers no view");
  std::optional<Result<Merged>> merged;
  if (const pugi::xml_node node = wire::child(view, "MergedFreeBusy"))
    merged = read_merged(wire::text_of(node), question);
  Availability out{question.window, {}, model::Precision::exact, {}, {}};
  out.level = model::DetailLevel::availability_only;
  const pugi::xml_node array = wire::child(view, "CalendarEventArray");
  if (array && has_events(*delivered)) {
    auto taken = take_events(array, merged ? &*merged : nullptr, question, out);
    if (!taken) return taken.error();
  } else if (merged) {
    if (merged->has_error()) return merged->error();
    // Without a list a string of zeros is an empty calendar, and any other string is all there is.
    const Slots& slots = (*merged)->slots;
    if (!has_events(*delivered) || !all_free(slots.begin(), slots.end()))
      take_slots(**merged, question, out);
  } else if (has_merged(*delivered)) {
    return broken("an entry says success and has neither events nor a merged string");
  }
  const bool detailed =
      std::any_of(out.blocks.begin(), out.blocks.end(),
                  [](const BusyBlock& block) { return block.details.has_value(); });
  if (detailed) out.level = model::DetailLevel::limited_details;
  out.working_hours = read_working_hours(wire::child(view, "WorkingHours"));
  return out;
}

}  // namespace fb::ews
