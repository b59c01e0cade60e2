// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What may stand in a header, so that no value can end its line and begin another.
#pragma once

#include <string_view>

namespace fb::net {

// RFC 9110 5.6.2: at least one token character.
bool is_header_name(std::string_view name);
// RFC 9110 5.5: no control characters but the tab.
bool is_header_value_char(char c);
bool is_header_value(std::string_view value);

}  // namespace fb::net
