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

namespace fb::config {

// In double quotes, with what cannot stand there escaped.
void append_toml_text(std::string_view text, std::string& out);

// `prefix` stands before the names of tables in brackets: "tenant" gives [tenant.bearer].
void append_toml(const toml::table& table, std::string_view prefix, std::string& out);

}  // namespace fb::config
