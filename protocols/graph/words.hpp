// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The words and digits of getSchedule, for both directions. Only this folder knows them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/free_busy.hpp"

namespace fb::graph {

bool equal_without_case(std::string_view a, std::string_view b);

// "free", "busy", "oof", "workingElsewhere", "unknown" ...
std::string_view status_word(model::FreeBusyStatus status);
// In any case of letters; no_data for "unknown" and for every other word.
model::FreeBusyStatus status_of_word(std::string_view word);

// 0 free, 1 tentative, 2 busy, 3 out of office, 4 working elsewhere; anything else says nothing.
model::FreeBusyStatus status_of_digit(char digit);
// None for no_data: there is no digit for it.
std::optional<char> digit_of_status(model::FreeBusyStatus status);

// Sunday first, as the bits of WorkingPeriod::days and the order of SwitchDay.
inline constexpr std::array<std::string_view, 7> kDayWords{
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
std::optional<unsigned> day_of_word(std::string_view word);

// Seven digits of a fraction, as every time in an answer has them.
inline constexpr std::string_view kFraction = ".0000000";

}  // namespace fb::graph
