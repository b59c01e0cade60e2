// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Finds the times at which people could meet, from what is known of their calendars. Pure: no
// dialect, no I/O, no clock. EWS and Graph show the same result.
//
// Starts lie on the half hours of each local day, and the whole meeting in the window. The quality
// goes by how many of all asked people and resources are free for the whole of it, whatever their
// type ([MS-OXWAVLS] 3.1.4.1.3.24): excellent where all are, good from 50 % and the threshold on,
// fair from 50 %, else poor. Each member of a group counts like anybody else.
//
// Free are free and working elsewhere; tentative is a conflict, as it is in the numbers of a
// group. What is unknown is never free: a mailbox that did not answer, a group that could not be
// expanded or has no members (each counted once), a part of the window that no data reaches.
//
// A time is work time where the whole meeting lies in the hours of the organizer and of each
// required attendee whose hours are known, by that person's own clock. Members of a group have no
// say in it.
//
// An entry that begins when the current meeting does, and is as long as the meeting that is looked
// for, is taken to be the meeting that is being moved, and is no conflict; one for each calendar,
// and only where entries are exact. A meeting that is made longer or shorter conflicts with itself.
#pragma once

#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/model/suggestions.hpp"

namespace fb::suggestions {

inline constexpr std::chrono::minutes kStep{30};

// No answer has more conflict entries than this; a wish for many days and many attendees gets fewer
// suggestions for each day, but at least one.
inline constexpr std::size_t kConflictEntriesMax = 100'000;

// One entry per day of the wish, in order; days beyond SuggestionsWish::kDaysMax are left out. The
// suggestions of a day are the best ones, then the earliest. The quality of a day is that of its
// best suggestion, and poor where there is none.
std::vector<model::DaySuggestions> suggest(const model::SuggestionsWish& wish,
                                           const model::AvailabilityReply& reply);

}  // namespace fb::suggestions
