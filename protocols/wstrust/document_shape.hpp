// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What two readers of the same document have to agree on before one may trust what the other has
// verified: how many elements there are, and which ids. With it, the small steps by which strict
// messages are read.
#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::wstrust {

inline constexpr std::size_t kIdBytesMax = 128;

struct DocumentShape {
  std::size_t elements = 0;
  std::vector<std::string> ids;  // every value of an attribute that may be one, sorted
  bool operator==(const DocumentShape&) const = default;
};
DocumentShape shape_of(const pugi::xml_node& root);

// By its local name: Id, ID, id, AssertionID; whatever its namespace, so also wsu:Id and xml:id.
bool is_id_attribute(std::string_view local);

// Whether exactly one attribute of the document has that id.
bool is_unique_id(const DocumentShape& shape, std::string_view id);

// A letter or an underscore, then letters, digits, '.', '-' and '_': what is safe in a reference.
bool is_simple_id(std::string_view id);

// The one child with that name, null where there is none or more than one.
pugi::xml_node only_child(const pugi::xml_node& parent, std::string_view local,
                          std::string_view ns);
// Of the whole tree below and with `root`.
std::size_t count_elements(const pugi::xml_node& root, std::string_view local, std::string_view ns);

// A time with its offset. malformed_request otherwise.
model::Result<model::UtcTime> read_utc(std::string_view text);

}  // namespace fb::wstrust
