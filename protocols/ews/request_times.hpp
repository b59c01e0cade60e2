// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The times of a request: wall time of the zone that the request names, or with an offset of their
// own.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string_view>

#include "protocols/ews/request_headers.hpp"
#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::ews {

// The zone of the body wins over that of the header. With neither, nothing: the times must then
// say their offset. Guessing UTC would answer for other hours than the caller meant.
model::Result<std::optional<wire::Zone>> read_zone(const pugi::xml_node& request,
                                                   const RequestHeaders& headers);

model::Result<model::UtcTime> read_instant(std::string_view text,
                                           const std::optional<wire::Zone>& zone);

// The StartTime and EndTime of the child with that name.
model::Result<model::TimeWindow> read_window(const pugi::xml_node& options, std::string_view name,
                                             const std::optional<wire::Zone>& zone);

}  // namespace fb::ews
