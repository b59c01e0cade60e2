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

namespace fb::model {

enum class AttendeeType : std::uint8_t { organizer, required, optional, room, resource };

// By how many attendees are free; the best first.
enum class SuggestionQuality : std::uint8_t { excellent, good, fair, poor };

struct SuggestionsWish {
  TimeWindow window;                    // suggestions lie in it, whole
  std::vector<UtcTime> days;            // the beginning of each local day that the window touches
  std::vector<AttendeeType> attendees;  // one per asked mailbox, in order
  std::chrono::minutes meeting_length{60};
  // Good from 50 % plus this much free, [MS-OXWAVLS] 3.1.4.1.3.24.
  int good_threshold_percent = 25;
  int results_per_day_max = 10;
  int non_work_results_per_day_max = 0;
  SuggestionQuality minimum = SuggestionQuality::fair;
  std::optional<UtcTime> current_meeting;  // the begin of the meeting that is being moved
};

// What stands between one attendee and one suggestion.
struct AttendeeConflict {
  enum class Kind : std::uint8_t { individual, unknown, group, group_too_big };
  Kind kind = Kind::unknown;
  FreeBusyStatus status = FreeBusyStatus::no_data;  // individual
  // group
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
