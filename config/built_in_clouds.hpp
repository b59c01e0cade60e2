// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <string_view>

#include "config/load.hpp"

namespace fb::config {

// The bytes of config/clouds.toml.
std::string_view built_in_clouds_text();

// A catalogue that rests on nothing: every cloud with all its keys, every pair exactly once.
Loaded<CloudCatalogue> parse_whole_cloud_catalogue(std::string_view text);

}  // namespace fb::config
