// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Finds the times at which people could meet, from what is known of their calendars. Pure: no
// dialect, no I/O, no clock. EWS and Graph show the same result.
#pragma once

#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/model/suggestions.hpp"

namespace fb::suggestions {

// One entry per day of the wish, in order.
std::vector<model::DaySuggestions> suggest(const model::SuggestionsWish& wish,
                                           const model::AvailabilityReply& reply);

}  // namespace fb::suggestions
