// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "protocols/graph/call_parts.hpp"
#include "protocols/graph/meeting_times.hpp"
#include "protocols/graph/words.hpp"
#include "protocols/wire/idna.hpp"
#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/json.hpp"

namespace fb::graph {
namespace {

namespace json = boost::json;
using model::AttendeeType;
using model::Error;
using model::ErrorKind;

constexpr std::size_t kCallBytesMax = 256 * 1024;
constexpr std::chrono::days kLooksAhead{7};  // where the call names no time slot
constexpr std::chrono::minutes kDefaultLength{30};
constexpr int kNineToFive_min[] = {9 * 60, 17 * 60};
constexpr std::uint8_t kMondayToFriday = 0b0111110;

Error wrong(std::string detail) {
  return Error::of(ErrorKind::schema_violation, std::move(detail));
}

// Null where it is absent or null.
const json::value* given(const json::value& object, std::string_view name) {
  const json::value* const value = wire::member(object, name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

// The documented example writes switches and numbers as texts, so both are read.
model::Result<bool> read_switch(const json::value& call, std::string_view name) {
  const json::value* const value = given(call, name);
  if (value == nullptr) return false;
  if (value->is_bool()) return value->get_bool();
  const std::string_view word = wire::text_member(call, name);
  if (equal_without_case(word, "true")) return true;
  if (equal_without_case(word, "false")) return false;
  return wrong(std::string(name) + " must be true or false");
}

std::optional<double> number_of(const json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  if (!value.is_string()) return std::nullopt;
  const json::string& text = value.get_string();
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc() || rest != end) return std::nullopt;
  return number;
}

model::Result<AttendeeType> read_type(const json::value& attendee) {
  if (given(attendee, "type") == nullptr) return AttendeeType::required;
  const std::string_view word = wire::text_member(attendee, "type");
  if (equal_without_case(word, "required")) return AttendeeType::required;
  if (equal_without_case(word, "optional")) return AttendeeType::optional;
  if (equal_without_case(word, "resource")) return AttendeeType::resource;
  return wrong("the type of an attendee must be required, optional or resource");
}

model::Status read_attendees(const json::value& call, MeetingTimesCall& result) {
  const json::value* const attendees = given(call, "attendees");
  if (attendees == nullptr) return {};
  if (!attendees->is_array()) return wrong("attendees must be a list");
  if (attendees->get_array().size() > kAttendeesMax) {
    return Error::of(ErrorKind::mailbox_list_too_long,
                     "the call names more than " + std::to_string(kAttendeesMax) + " attendees");
  }
  for (const json::value& attendee : attendees->get_array()) {
    const json::value* const mail = given(attendee, "emailAddress");
    const std::string_view text =
        mail == nullptr ? std::string_view() : wire::text_member(*mail, "address");
    if (text.empty() || text.size() > kScheduleIdBytesMax) {
      return wrong("an attendee has no emailAddress with an address of at most " +
                   std::to_string(kScheduleIdBytesMax) + " bytes");
    }
    const auto type = read_type(attendee);
    if (!type) return type.error();
    result.types.push_back(*type);
    result.request.mailboxes.push_back({std::string(text), wire::read_smtp_address(text)});
  }
  return {};
}

model::Status read_length(const json::value& call, std::chrono::minutes& length) {
  const json::value* const value = given(call, "meetingDuration");
  if (value == nullptr) return {};
  const auto read = wire::read_duration(wire::text_member(call, "meetingDuration"));
  const std::chrono::minutes shortest(model::SuggestionsWish::kMeetingMinutesMin);
  const std::chrono::minutes longest(model::SuggestionsWish::kMeetingMinutesMax);
  if (!read || *read < shortest || *read > longest || read->count() % 60 != 0) {
    return wrong("meetingDuration must be PT30M to PT24H, in whole minutes");
  }
  length = std::chrono::duration_cast<std::chrono::minutes>(*read);
  return {};
}

model::Status read_limits(const json::value& call, MeetingTimesCall& result) {
  if (const json::value* const most = given(call, "maxCandidates")) {
    const std::optional<double> number = number_of(*most);
    if (!number || !(*number >= 1 && *number <= kCandidatesMax) || *number != std::floor(*number)) {
      return wrong("maxCandidates must be 1 to " + std::to_string(kCandidatesMax));
    }
    result.candidates_max = static_cast<int>(*number);
  }
  if (const json::value* const least = given(call, "minimumAttendeePercentage")) {
    const std::optional<double> percentage = number_of(*least);
    // Not a number is neither.
    if (!percentage || !(*percentage >= 0 && *percentage <= 100)) {
      return wrong("minimumAttendeePercentage must be 0 to 100");
    }
    result.percentage_min = *percentage;
  }
  const auto optional = read_switch(call, "isOrganizerOptional");
  if (!optional) return optional.error();
  result.organizer_optional = *optional;
  const auto reasons = read_switch(call, "returnSuggestionReasons");
  if (!reasons) return reasons.error();
  result.reasons = *reasons;
  // A place cannot be found here, and a meeting that needs one must not seem possible.
  if (const json::value* const place = given(call, "locationConstraint")) {
    const auto required = read_switch(*place, "isRequired");
    if (!required) return required.error();
    if (*required) return wrong("locations are not suggested here; name rooms as attendees");
  }
  return {};
}

// Whether times beyond working hours are wanted.
model::Result<bool> read_any_time(const json::value* constraint) {
  if (constraint == nullptr || given(*constraint, "activityDomain") == nullptr) return false;
  const std::string_view word = wire::text_member(*constraint, "activityDomain");
  if (equal_without_case(word, "work") || equal_without_case(word, "unknown")) return false;
  if (equal_without_case(word, "personal") || equal_without_case(word, "unrestricted")) return true;
  return wrong("activityDomain must be work, personal or unrestricted");
}

model::Result<std::vector<model::TimeWindow>> read_slots(const json::value* constraint,
                                                         model::UtcTime now) {
  const json::value* const slots =
      constraint == nullptr ? nullptr : given(*constraint, "timeSlots");
  std::vector<model::TimeWindow> windows;
  if (slots == nullptr) {
    windows.push_back(*model::TimeWindow::make(now, now + kLooksAhead));
    return windows;
  }
  if (!slots->is_array() || slots->get_array().empty() ||
      slots->get_array().size() > kTimeSlotsMax) {
    return wrong("timeSlots must be a list of 1 to " + std::to_string(kTimeSlotsMax));
  }
  std::chrono::seconds together{0};
  for (const json::value& slot : slots->get_array()) {
    const auto begin = read_time(slot, "start");
    if (!begin) return begin.error();
    const auto end = read_time(slot, "end");
    if (!end) return end.error();
    const auto window = model::TimeWindow::make(*begin, *end);
    if (!window) return window.error();
    // Slots may overlap; each is looked at, so together they have the limit of one.
    together += window->length();
    if (together > std::chrono::days(model::TimeWindow::kDaysMax)) {
      return Error::of(ErrorKind::window_too_long, "the time slots together are longer than " +
                                                       std::to_string(model::TimeWindow::kDaysMax) +
                                                       " days");
    }
    windows.push_back(*window);
  }
  return windows;
}

std::vector<model::UtcTime> local_days(const model::TimeWindow& window, const wire::Zone& zone) {
  std::vector<model::UtcTime> days;
  auto day = std::chrono::floor<std::chrono::days>(zone.to_local(window.begin()));
  for (;; day += std::chrono::days(1)) {
    const model::UtcTime begin = zone.to_utc(wire::LocalTime(day));
    if (begin >= window.end() || days.size() == model::SuggestionsWish::kDaysMax) return days;
    days.push_back(begin);
  }
}

model::SuggestionsWish wish_for(const model::TimeWindow& window, std::chrono::minutes length,
                                bool any_time, const MeetingTimesCall& call) {
  model::SuggestionsWish wish{
      .window = window, .days = local_days(window, call.zone), .attendees = call.types};
  wish.attendees.push_back(AttendeeType::organizer);
  wish.meeting_length = length;
  // All of them: which are good enough is decided by their confidence.
  wish.minimum = model::SuggestionQuality::poor;
  wish.results_per_day_max = model::SuggestionsWish::kResultsPerDayMax;
  wish.non_work_results_per_day_max = any_time ? model::SuggestionsWish::kResultsPerDayMax : 0;
  const std::chrono::year_month_day first{
      std::chrono::floor<std::chrono::days>(call.zone.to_local(window.begin()))};
  wish.usual_hours =
      model::WorkingHours{call.zone.annual_in(static_cast<int>(first.year())),
                          {{kMondayToFriday, kNineToFive_min[0], kNineToFive_min[1]}}};
  return wish;
}

// The time that has to be known: from the first slot to the last.
model::Result<model::TimeWindow> span_of(const std::vector<model::TimeWindow>& windows) {
  model::UtcTime begin = windows.front().begin();
  model::UtcTime end = windows.front().end();
  for (const model::TimeWindow& window : windows) {
    begin = std::min(begin, window.begin());
    end = std::max(end, window.end());
  }
  return model::TimeWindow::make(begin, end);
}

}  // namespace

model::Result<MeetingTimesCall> decode_meeting_times(std::string_view body, std::string_view prefer,
                                                     const model::SmtpAddress& organizer,
                                                     model::UtcTime now) {
  const auto call = wire::parse_json(body, {.bytes_max = kCallBytesMax});
  if (!call) return call.error();
  if (!call->is_object()) {
    return Error::of(ErrorKind::malformed_request, "the call is no JSON object");
  }
  const json::value* const constraint = given(*call, "timeConstraint");
  const auto windows = read_slots(constraint, now);
  if (!windows) return windows.error();
  const auto span = span_of(*windows);
  if (!span) return span.error();
  MeetingTimesCall result{.request = {.mailboxes = {}, .window = *span}};
  if (const auto read = read_attendees(*call, result); !read) return read.error();
  result.request.mailboxes.push_back({organizer.str(), organizer});
  if (const auto read = read_limits(*call, result); !read) return read.error();
  std::chrono::minutes length = kDefaultLength;
  if (const auto read = read_length(*call, length); !read) return read.error();
  const auto any_time = read_any_time(constraint);
  if (!any_time) return any_time.error();
  auto preferred = preferred_zone(prefer);
  if (!preferred) return preferred.error();
  if (*preferred) {
    result.zone = std::move((*preferred)->zone);
    result.zone_name = std::move((*preferred)->name);
    result.zone_preferred = true;
  }
  for (const model::TimeWindow& window : *windows) {
    result.slots.push_back(wish_for(window, length, *any_time, result));
  }
  return result;
}

}  // namespace fb::graph
