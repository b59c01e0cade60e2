// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Words of the EWS schemas that both directions use.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "protocols/ews/ews.hpp"

namespace fb::ews {

inline constexpr std::string_view kSoap11 = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view kSoap12 = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr std::string_view kTypes =
    "http://schemas.microsoft.com/exchange/services/2006/types";
inline constexpr std::string_view kMessages =
    "http://schemas.microsoft.com/exchange/services/2006/messages";
inline constexpr std::string_view kErrors =
    "http://schemas.microsoft.com/exchange/services/2006/errors";

// By model::FreeBusyStatus.
inline constexpr std::array<std::string_view, model::kFreeBusyStatusCount> kBusyTypes{
    "Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData"};

// By View.
inline constexpr std::array<std::string_view, 5> kViews{"MergedOnly", "FreeBusy", "FreeBusyMerged",
                                                        "Detailed", "DetailedMerged"};

// By model::SwitchDay.
inline constexpr std::array<std::string_view, 10> kDays{
    "Sunday", "Monday",   "Tuesday", "Wednesday", "Thursday",
    "Friday", "Saturday", "Day",     "Weekday",   "WeekendDay"};

// By model::AttendeeType.
inline constexpr std::array<std::string_view, 5> kAttendeeTypes{"Organizer", "Required", "Optional",
                                                                "Room", "Resource"};

// By model::SuggestionQuality.
inline constexpr std::array<std::string_view, 4> kQualities{"Excellent", "Good", "Fair", "Poor"};

template <class Enum, std::size_t N>
constexpr std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

template <class Enum, std::size_t N>
constexpr std::optional<Enum> value_named(const std::array<std::string_view, N>& names,
                                          std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace fb::ews
