// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Dates, times of day and durations as text. What is read, written again and read, is the same.
#include <cstdint>
#include <cstdlib>

#include "protocols/wire/iso8601.hpp"

namespace {

using namespace fb;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto read = wire::read_date_time(text)) {
    std::string written;
    wire::append_wall_time(read->wall, written);
    const auto again = wire::read_date_time(written);
    require(again.has_value() && again->wall == read->wall && !again->offset);
    if (read->offset) require(std::chrono::abs(*read->offset) <= std::chrono::hours(24));
  }
  if (const auto time = wire::read_time_of_day(text))
    require(time->count() >= 0 && *time <= std::chrono::hours(24));
  if (const auto duration = wire::read_duration(text))
    require(std::chrono::abs(*duration) < std::chrono::hours(24) * std::int64_t{1'100'000'000});
  return 0;
}
