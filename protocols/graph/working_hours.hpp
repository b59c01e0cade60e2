// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// workingHours of a schedule, both directions. Graph has one period for all days and names its zone
// or spells it out as a customTimeZone.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "protocols/model/free_busy.hpp"

namespace fb::graph {

// None where they are absent or make no sense: working hours are a hint and never cost the answer.
// A named zone is resolved for `year`.
std::optional<model::WorkingHours> read_working_hours(const boost::json::value& json, int year);

// Appends the object and says so, or appends nothing: without a period, or where the zone's switch
// days have no word in Graph. Of several periods, the first is written.
bool append_working_hours(const model::WorkingHours& hours, std::string& out);

}  // namespace fb::graph
