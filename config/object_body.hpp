// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The bodies of federation objects as TOML tables. Only for what changes and shows them; everybody
// else takes the text.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::config {

// The error's detail says where and why the text is no TOML; it never quotes a value.
model::Result<toml::table> parse_body(std::string_view body);
std::string print_body(const toml::table& table);

}  // namespace fb::config
