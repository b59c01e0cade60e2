// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a simulated mailbox answers. The calendar's file is read anew for each question, so that a
// change is visible at once.
//
// Beware: the file is read with the same iCalendar reader that the gateway's own "ics" source uses.
// So the simulator is no judge of recurrence; tests take the truth of a calendar from elsewhere.
#pragma once

#include "protocols/ics/ics.hpp"
#include "protocols/model/availability.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

model::Result<ics::Calendar> read_calendar(const Mailbox& mailbox);

// At `level`, which is also what the answer says of itself. None is no_access.
model::Result<model::Availability> availability_of(const Mailbox& mailbox,
                                                   const model::TimeWindow& window,
                                                   model::DetailLevel level);

}  // namespace fb::cloudsim
