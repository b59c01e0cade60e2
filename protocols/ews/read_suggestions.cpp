// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/read_suggestions.hpp"

#include "protocols/ews/names.hpp"
#include "protocols/ews/request_times.hpp"
#include "protocols/ews/soap.hpp"

namespace fb::ews {
namespace {

using model::AttendeeType;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;
using model::SuggestionsWish;
using model::TimeWindow;
using wire::Zone;

// What counts as work time where nobody's hours are known: Monday to Friday, 08:00 to 17:00, which
// is what a new mailbox has.
constexpr model::WorkingPeriod kUsualPeriod{0b0111110, 480, 1020};

Status read_number(const pugi::xml_node& options, std::string_view name, int min, int max,
                   int& into) {
  const pugi::xml_node node = wire::child(options, name);
  if (!node) return {};
  const auto number = integer_of(wire::text_of(node));
  if (!number || *number < min || *number > max)
    return Error::of(
        ErrorKind::schema_violation,
        std::string(name) + " must be " + std::to_string(min) + " to " + std::to_string(max));
  into = static_cast<int>(*number);
  return {};
}

Status read_numbers(const pugi::xml_node& options, SuggestionsWish& wish) {
  auto read = read_number(options, "GoodThreshold", 0, SuggestionsWish::kGoodThresholdPercentMax,
                          wish.good_threshold_percent);
  if (!read) return read;
  read = read_number(options, "MaximumResultsByDay", 0, SuggestionsWish::kResultsPerDayMax,
                     wish.results_per_day_max);
  if (!read) return read;
  read = read_number(options, "MaximumNonWorkHourResultsByDay", 0,
                     SuggestionsWish::kResultsPerDayMax, wish.non_work_results_per_day_max);
  if (!read) return read;
  auto minutes = static_cast<int>(wish.meeting_length.count());
  read = read_number(options, "MeetingDurationInMinutes", SuggestionsWish::kMeetingMinutesMin,
                     SuggestionsWish::kMeetingMinutesMax, minutes);
  wish.meeting_length = std::chrono::minutes(minutes);
  return read;
}

Status read_quality(const pugi::xml_node& options, SuggestionsWish& wish) {
  const pugi::xml_node node = wire::child(options, "MinimumSuggestionQuality");
  if (!node) return {};
  const auto quality = value_named<model::SuggestionQuality>(kQualities, wire::text_of(node));
  if (!quality)
    return Error::of(ErrorKind::schema_violation,
                     "the MinimumSuggestionQuality is none of the four");
  wish.minimum = *quality;
  return {};
}

// Some clients write their language's earliest date where they have no meeting; such a meeting is
// in nobody's way.
Status read_current_meeting(const pugi::xml_node& options, const std::optional<Zone>& zone,
                            SuggestionsWish& wish) {
  const std::string_view text = child_text(options, "CurrentMeetingTime");
  if (text.empty()) return {};
  const auto begin = read_instant(text, zone);
  if (begin) {
    wish.current_meeting = *begin;
  } else if (begin.error().kind() != ErrorKind::window_invalid) {
    return begin.error();
  }
  return {};
}

Status read_attendees(const pugi::xml_node& request, SuggestionsWish& wish) {
  const pugi::xml_node array = wire::child(request, "MailboxDataArray");
  for (auto data = wire::first_element(array); data; data = wire::next_element(data)) {
    const std::string_view conflicts = child_text(data, "ExcludeConflicts");
    wish.excludes_conflicts.push_back(conflicts == "true" || conflicts == "1");
    AttendeeType type = AttendeeType::required;
    if (const pugi::xml_node node = wire::child(data, "AttendeeType")) {
      const auto named = value_named<AttendeeType>(kAttendeeTypes, wire::text_of(node));
      if (!named)
        return Error::of(ErrorKind::schema_violation, "an AttendeeType is none of the five");
      type = *named;
    }
    wish.attendees.push_back(type);
  }
  return {};
}

// A day that has no midnight begins when its clock begins.
void add_days(const Zone& zone, SuggestionsWish& wish) {
  auto day = std::chrono::floor<std::chrono::days>(zone.to_local(wish.window.begin()));
  while (wish.days.size() < SuggestionsWish::kDaysMax) {
    const model::UtcTime begin = zone.to_utc(day);
    if (begin >= wish.window.end()) break;
    wish.days.push_back(begin);
    day += std::chrono::days(1);
  }
}

Result<TimeWindow> read_suggestions_window(const pugi::xml_node& options,
                                           const std::optional<Zone>& zone,
                                           const std::optional<TimeWindow>& view_window) {
  constexpr std::string_view kName = "DetailedSuggestionsWindow";
  if (has_child(options, kName)) return read_window(options, kName, zone);
  if (view_window) return *view_window;
  return Error::of(ErrorKind::window_invalid, "suggestions need a DetailedSuggestionsWindow");
}

}  // namespace

Result<SuggestionsWish> read_suggestions(const pugi::xml_node& request,
                                         const std::optional<Zone>& zone,
                                         const std::optional<TimeWindow>& view_window) {
  const pugi::xml_node options = wire::child(request, "SuggestionsViewOptions");
  const auto window = read_suggestions_window(options, zone, view_window);
  if (!window) return window.error();
  SuggestionsWish wish{*window, {}, {}};
  auto read = read_numbers(options, wish);
  if (read) read = read_quality(options, wish);
  if (read) read = read_current_meeting(options, zone, wish);
  if (read) read = read_attendees(request, wish);
  if (!read) return read.error();
  const Zone day_zone = zone.value_or(Zone::utc());
  add_days(day_zone, wish);
  const std::chrono::year_month_day first(std::chrono::floor<std::chrono::days>(window->begin()));
  wish.usual_hours = model::WorkingHours{day_zone.annual_in(int(first.year())), {kUsualPeriod}};
  return wish;
}

}  // namespace fb::ews
