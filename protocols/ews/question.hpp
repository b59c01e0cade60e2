// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include "protocols/ews/ews.hpp"

namespace fb::ews {

// The interval that goes over the wire. It has to be shorter than the window, so a window that is
// no longer than the wanted slot is asked for in the finest slots.
model::SlotLength asked_slot(const UpstreamQuestion& question);

}  // namespace fb::ews
