// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Suggestions to encode.
#pragma once

#include "tests/unit/protocols/ews/reply_support.hpp"

namespace fb::ews {

using model::AttendeeConflict;
using model::DaySuggestions;
using model::SuggestionQuality;

inline std::string encoded(const AvailabilityAnswer& answer, const Presentation& presentation = {},
                           bool words_for_caller = true) {
  std::string out;
  encode_answer(answer, presentation, kServer, words_for_caller, out);
  return out;
}

inline AttendeeConflict individual(FreeBusyStatus status) {
  return {AttendeeConflict::Kind::individual, status, 0, 0, 0, 0};
}

// One attendee of each kind, and one of each status; then a day without a suggestion.
inline std::vector<DaySuggestions> some_suggestions() {
  model::Suggestion first{utc("2031-05-06T08:30:00"), true, SuggestionQuality::good, {}};
  for (std::size_t i = 0; i < model::kFreeBusyStatusCount; ++i)
    first.conflicts.push_back(individual(static_cast<FreeBusyStatus>(i)));
  first.conflicts.push_back({AttendeeConflict::Kind::unknown, FreeBusyStatus::no_data, 0, 0, 0, 0});
  first.conflicts.push_back({AttendeeConflict::Kind::group, FreeBusyStatus::no_data, 7, 4, 2, 1});
  first.conflicts.push_back(
      {AttendeeConflict::Kind::group_too_big, FreeBusyStatus::no_data, 0, 0, 0, 0});
  model::Suggestion second{utc("2031-05-06T20:00:00"), false, SuggestionQuality::fair, {}};
  return {{utc("2031-05-06T00:00:00"), SuggestionQuality::good, {first, second}},
          {utc("2031-05-07T00:00:00"), SuggestionQuality::poor, {}}};
}

}  // namespace fb::ews
