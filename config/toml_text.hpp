// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// How TOML spells texts and keys.
#pragma once

#include <string>
#include <string_view>

namespace fb::config {

// In double quotes, with what cannot stand there escaped.
void append_toml_text(std::string_view text, std::string& out);
// In quotes only where it needs them.
void append_toml_key(std::string_view key, std::string& out);

}  // namespace fb::config
