// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// When could these people meet? The question beside an availability question and its answer, free
// of any dialect. protocols/suggestions finds the answer; EWS calls it suggestions, Graph
// findMeetingTimes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "protocols/model/free_busy.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::model {

enum class AttendeeType : std::uint8_t { organizer, required, optional, room, resource };

// By how many attendees are free; the best first.
enum class SuggestionQuality : std::uint8_t { excellent, good, fair, poor };

struct SuggestionsWish {
  // A window of 62 times 24 hours can touch this many local days.
  static constexpr std::size_t kDaysMax = TimeWindow::kDaysMax + 2;
  // One start every half hour.
  static constexpr int kResultsPerDayMax = 48;
  static constexpr int kMeetingMinutesMin = 30;
  static constexpr int kMeetingMinutesMax = 1440;
  static constexpr int kGoodThresholdPercentMax = 50;

  TimeWindow window;                    // suggestions lie in it, whole
  std::vector<UtcTime> days;            // the beginning of each local day that the window touches
  std::vector<AttendeeType> attendees;  // one per asked mailbox, in order
  // One per asked mailbox: no time at which this attendee is not free. Empty: nobody.
  std::vector<bool> excludes_conflicts{};
  std::chrono::minutes meeting_length{60};
  // Good from 50 % plus this much free, [MS-OXWAVLS] 3.1.4.1.3.24.
  int good_threshold_percent = 25;
  int results_per_day_max = 10;
  int non_work_results_per_day_max = 0;
  SuggestionQuality minimum = SuggestionQuality::fair;
  std::optional<UtcTime> current_meeting{};  // the begin of the meeting that is being moved
  // What counts as work time where the hours of no attendee are known; none: any time.
  std::optional<WorkingHours> usual_hours{};
};

// What stands between one attendee and one suggestion.
struct AttendeeConflict {
  enum class Kind : std::uint8_t { individual, unknown, group, group_too_big };
  Kind kind = Kind::unknown;
  FreeBusyStatus status = FreeBusyStatus::no_data;  // individual
  // group; the last three add up to the first
  int members = 0;
  int members_available = 0;
  int members_with_conflict = 0;
  int members_without_data = 0;

  bool operator==(const AttendeeConflict&) const = default;
};

struct Suggestion {
  UtcTime begin;
  bool work_time = false;
  SuggestionQuality quality = SuggestionQuality::poor;
  std::vector<AttendeeConflict> conflicts;  // one per asked mailbox, in order
};

struct DaySuggestions {
  UtcTime day;  // the beginning of the local day
  SuggestionQuality quality = SuggestionQuality::poor;
  std::vector<Suggestion> suggestions;
};

}  // namespace fb::model
