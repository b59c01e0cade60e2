// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <pugixml.hpp>

#include "protocols/ews/ews.hpp"

namespace fb::ews {

inline constexpr std::size_t kEventsPerMailboxMax = 10'000;

// One m:FreeBusyView of a peer. peer_broken where it tells less than its view promises;
// result_too_big beyond kEventsPerMailboxMax.
model::Result<model::Availability> read_free_busy_view(const pugi::xml_node& view,
                                                       const UpstreamQuestion& question);

}  // namespace fb::ews
