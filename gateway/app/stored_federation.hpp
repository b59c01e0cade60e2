// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The registry at the start of the program: opened, and where it is new, filled with what the
// federation file says. From then on the registry alone says what counts.
#pragma once

#include <memory>

#include "config/cloud_catalogue.hpp"
#include "config/settings.hpp"
#include "config/snapshot.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/registry/registry.hpp"

namespace fb::app {

// Blocks. Null where the settings name no registry. The snapshots and the clock outlive it.
registry::Outcome<std::unique_ptr<registry::Registry>> open_stored_federation(
    const config::Settings& settings, const config::CloudCatalogue& clouds,
    config::SnapshotHolder& snapshots, async::Clock& clock);

}  // namespace fb::app
