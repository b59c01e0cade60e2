// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One pass over the bytes of a document before a parser sees them: what the parser does not check
// (DTDs, depth, number of nodes, encoding, references, doubled attributes) is refused here. Builds
// nothing and does not recurse.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"
#include "protocols/wire/xml.hpp"

namespace fb::wire {

inline constexpr std::size_t kXmlAttributesPerElementMax = 64;

struct XmlScan {
  // Character data may be cut in pieces by a comment, a CDATA section or an instruction.
  bool has_split_text = false;
};

// `text` is without byte order mark.
model::Result<XmlScan> scan_xml(std::string_view text, const XmlLimits& limits);

// malformed_request with "line:column: what".
model::Error xml_error_at(std::string_view text, std::size_t offset, std::string_view what);

// The length of the UTF-8 sequence at the beginning of `text`, 1-4, or 0 where it is broken: too
// short, too long for its value, a surrogate, or beyond U+10FFFF.
std::size_t utf8_sequence_bytes(std::string_view text);

}  // namespace fb::wire
