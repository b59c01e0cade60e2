// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The small steps of reading and writing XML that both directions need.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"
#include "protocols/wire/xml.hpp"

namespace fb::autodiscover {

// The first element of the Body, null where it is empty. SOAP 1.1 or 1.2; malformed_request where
// this is no envelope with exactly one Body.
model::Result<pugi::xml_node> open_envelope(const wire::XmlDocument& document);

// In any namespace: printed documentation shows https:// variants of all of them, and some servers
// mix them up.
std::string_view child_text(const pugi::xml_node& parent, std::string_view local);

// <name>escaped text</name>.
void append_element(std::string_view name, std::string_view text, std::string& out);

}  // namespace fb::autodiscover
