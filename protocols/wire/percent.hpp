// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Percent-encoding of RFC 3986, section 2.1, in both directions. It knows nothing of the parts of a
// URL: split first, then decode each part.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fb::wire {

// None where a '%' is not followed by two hexadecimal digits, or where a control character stands,
// encoded or not: no name, address or time that we read has one. A '+' stays a '+'.
std::optional<std::string> percent_decode(std::string_view text);

// Appends the text with everything but unreserved characters and those of `also_plain` encoded.
void append_percent_encoded(std::string_view text, std::string_view also_plain, std::string& out);

}  // namespace fb::wire
