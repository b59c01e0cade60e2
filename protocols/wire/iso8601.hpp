// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The date, time and duration forms that the dialects use. Reading is lenient where real peers are
// (fractions of any length, an offset with or without a colon); writing is exact.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::wire {

struct DateTime {
  std::chrono::local_seconds wall;
  std::optional<std::chrono::seconds> offset;  // local = UTC + offset; none where the text had none
};

// "2031-05-06T08:00:00[.fraction][Z|+hh:mm|+hhmm]", years 1 to 9999. Fractions are cut.
// malformed_request otherwise.
model::Result<DateTime> read_date_time(std::string_view text);

// "hh:mm:ss[.fraction]".
model::Result<std::chrono::seconds> read_time_of_day(std::string_view text);

// xs:duration with days, hours, minutes and seconds: "-PT60M", "PT8H", "P1DT30M".
model::Result<std::chrono::seconds> read_duration(std::string_view text);

// Append "2031-05-06T08:00:00". Years are 1 to 9999; what lies outside becomes the nearest of them.
void append_wall_time(std::chrono::local_seconds wall, std::string& out);
// Append "2031-05-06T08:00:00Z".
void append_utc_time(model::UtcTime at, std::string& out);

}  // namespace fb::wire
