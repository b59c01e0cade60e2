// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Asks in smaller pieces where a target refuses the whole, and puts the pieces together: a mailbox
// with more entries than a server gives at once is asked for in halves of the window, and of those
// again, alone; a window or a list of mailboxes that a server's own settings do not allow is halved
// too. A window that is too short for any merged interval is asked for a little longer.
//
// The others of the question are not asked again, and one mailbox's pieces that fail are its own
// failure: a mailbox of which a piece is missing has no answer.
#pragma once

#include <memory>

#include "gateway/upstream/calendar_upstream.hpp"

namespace fb::upstream {

// 62 days are halved down to about six hours. More entries than a server gives in that time are not
// a calendar.
inline constexpr int kHalvingsMax = 8;
// Questions that one question may become.
inline constexpr std::size_t kPartsMax = 48;
// A shorter window is not halved.
inline constexpr std::chrono::hours kHalvedWindowMin{1};
// The shortest window that the finest interval of a merged view is smaller than.
inline constexpr std::chrono::minutes kWindowMin{10};

std::unique_ptr<CalendarUpstream> make_split_upstream(std::unique_ptr<CalendarUpstream> inner);

}  // namespace fb::upstream
