// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Writes a TOML table in one way only: what names the object first, then the other keys by their
// names, then tables, then lists of tables; texts in double quotes. So two texts with the same
// content become the same text.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "config/toml_text.hpp"

namespace fb::config {

// `prefix` stands before the names of tables in brackets: "tenant" gives [tenant.bearer].
void append_toml(const toml::table& table, std::string_view prefix, std::string& out);

}  // namespace fb::config
