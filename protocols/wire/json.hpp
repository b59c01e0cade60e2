// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Bounded reading of JSON over Boost.JSON, and escaping for the encoders, which append to one
// string. Duplicate names in an object are refused: two readers must never disagree about a claim.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace fb::wire {

struct JsonLimits {
  std::size_t bytes_max = 4 * 1024 * 1024;
  std::size_t depth_max = 32;
};

model::Result<boost::json::value> parse_json(std::string_view text, const JsonLimits& limits = {});

// A member by name without regard to case of ASCII letters (some peers write PascalCase); null
// where absent.
const boost::json::value* member(const boost::json::value& object, std::string_view name);
// The member as text, or empty where it is absent or no string.
std::string_view text_member(const boost::json::value& object, std::string_view name);

// Append as a JSON string with quotes. Broken UTF-8 becomes U+FFFD.
void append_json_string(std::string_view text, std::string& out);

}  // namespace fb::wire
