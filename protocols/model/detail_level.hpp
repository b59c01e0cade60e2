// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How much of a calendar somebody may see. The order is the meaning: a larger level shows
// everything a smaller one shows. AvailabilityOnly is start, end, status and working hours;
// LimitedDetails adds subject, location and flags.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fb::model {

enum class DetailLevel : std::uint8_t { none, availability_only, limited_details };

constexpr DetailLevel least(DetailLevel a, DetailLevel b) { return std::min(a, b); }

std::string_view name(
    DetailLevel level);  // "None", "AvailabilityOnly", "LimitedDetails", as in the cmdlets
std::optional<DetailLevel> detail_level_named(std::string_view name);

}  // namespace fb::model
