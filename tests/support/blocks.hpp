// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Short ways to write times, windows and blocks in tests.
#pragma once

#include <chrono>
#include <initializer_list>
#include <string>
#include <utility>

#include "protocols/model/availability.hpp"

namespace fb::test {

// 2027-01-07, a Thursday on which a chunk of seven days begins, plus days, hours and minutes.
inline constexpr model::UtcTime kDayZero = std::chrono::sys_days{std::chrono::January / 7 / 2027};

constexpr model::UtcTime at(int days, int hours = 0, int minutes = 0) {
  return kDayZero + std::chrono::days(days) + std::chrono::hours(hours) +
         std::chrono::minutes(minutes);
}

inline model::TimeWindow window(model::UtcTime begin, model::UtcTime end) {
  return model::TimeWindow::span(begin, end).value();
}

inline model::TimeWindow days(int first, int end) { return window(at(first), at(end)); }

inline model::BusyBlock busy(model::UtcTime begin, model::UtcTime end,
                             model::FreeBusyStatus status = model::FreeBusyStatus::busy) {
  return {begin, end, status, {}};
}

inline model::BusyBlock detailed(model::UtcTime begin, model::UtcTime end, std::string subject) {
  model::BusyBlock block = busy(begin, end);
  block.details.emplace();
  block.details->subject = std::move(subject);
  return block;
}

inline model::Availability answer(model::TimeWindow of,
                                  std::initializer_list<model::BusyBlock> blocks,
                                  model::DetailLevel level = model::DetailLevel::availability_only,
                                  model::Precision precision = model::Precision::exact) {
  return {of, blocks, precision, {}, level};
}

}  // namespace fb::test
