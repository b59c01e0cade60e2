// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One entry of a getSchedule answer becomes the availability of one mailbox.
#pragma once

#include <boost/json/value.hpp>

#include "protocols/graph/graph.hpp"
#include "protocols/graph/zone_names.hpp"

namespace fb::graph {

model::Result<model::Availability> read_schedule(const boost::json::value& entry,
                                                 const UpstreamQuestion& question,
                                                 ZoneNames& zones);

// What the freeBusyError of an entry means.
model::Error read_schedule_error(const boost::json::value& error);

}  // namespace fb::graph
