// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An element of a document as the bytes that were sent, to be handed on unread. Where it uses a
// prefix that was bound further out, that binding is written into it, so that it stands alone.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace fb::wstrust {

// `text` is what wire::XmlDocument has parsed, and `node` an element of that document. Empty where
// the two do not fit.
std::string raw_element(std::string_view text, const pugi::xml_node& node);

}  // namespace fb::wstrust
