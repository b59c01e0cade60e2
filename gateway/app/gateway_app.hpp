// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The composition root: constructs every part of the program in dependency order, runs it, and
// takes it down in the reverse order. There is no registry and no singleton; this is the
// architecture diagram that compiles.
#pragma once

#include <filesystem>

#include "gateway/app/configuration.hpp"

namespace fb::app {

// Runs until SIGTERM or SIGINT. SIGHUP reads the files again and puts the new federation objects in
// force, and for new connections the listener's certificate; a file with mistakes changes nothing.
// Stored objects are read again with the cloud catalogue and the files that they name.
// Returns an exit code.
int run_gateway(Configuration configuration, std::filesystem::path settings_file);

}  // namespace fb::app
