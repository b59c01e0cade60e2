// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the calls of Graph have in common: a time with its zone, and the Prefer header.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

#include "protocols/model/time_window.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::graph {

// The member of that name, a dateTimeTimeZone.
model::Result<model::UtcTime> read_time(const boost::json::value& object, std::string_view name);

struct PreferredZone {
  wire::Zone zone;
  std::string name;  // as the caller wrote it
};
// None where the Prefer header says nothing of a zone.
model::Result<std::optional<PreferredZone>> preferred_zone(std::string_view prefer);

}  // namespace fb::graph
