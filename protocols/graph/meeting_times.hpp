// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Microsoft Graph findMeetingTimes, as a server: what is asked becomes one availability question
// and one wish per time slot; what was found becomes suggestions with a confidence. Finding is the
// business of protocols/suggestions.
//
// Whether somebody is unknown counts for less than free and for more than busy, but unknown is
// never said to be free. The organizer is the last of the asked mailboxes.
#pragma once

#include "protocols/graph/graph.hpp"
#include "protocols/model/suggestions.hpp"

namespace fb::graph {

inline constexpr std::size_t kAttendeesMax = 49;
inline constexpr std::size_t kTimeSlotsMax = 20;
inline constexpr int kCandidatesMax = 100;
inline constexpr int kCandidatesDefault = 20;

struct MeetingTimesCall {
  model::AvailabilityRequest request;         // the attendees in order, then the organizer
  std::vector<model::SuggestionsWish> slots;  // one per time slot
  std::vector<model::AttendeeType> types;     // of the attendees
  int candidates_max = kCandidatesDefault;
  double percentage_min = 50;
  bool organizer_optional = false;
  bool reasons = false;
  wire::Zone zone = wire::Zone::utc();  // of the answer; from the Prefer header
  std::string zone_name = "UTC";        // as the caller wrote it
  bool zone_preferred = false;
};

// Without time slots, the seven days from `now` on are looked at.
model::Result<MeetingTimesCall> decode_meeting_times(std::string_view body, std::string_view prefer,
                                                     const model::SmtpAddress& organizer,
                                                     model::UtcTime now);

// `found` is one result per slot of the call.
void encode_meeting_times(const MeetingTimesCall& call,
                          const std::vector<std::vector<model::DaySuggestions>>& found,
                          std::string& out);

}  // namespace fb::graph
