// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The SOAP envelope in both directions, and the small steps of reading and writing that every
// message of this folder needs.
#pragma once

#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"
#include "protocols/wire/xml.hpp"

namespace fb::ews {

// Printed documentation shows https:// variants of the namespaces; some hand-written clients send
// them. They are read as the real ones and never written.
bool is_in_namespace(const pugi::xml_node& node, std::string_view ns);

struct Envelope {
  pugi::xml_node header;   // null where there is none
  pugi::xml_node payload;  // the first element of the Body; null where it is empty
};

// SOAP 1.1 or 1.2. malformed_request where this is no envelope with exactly one Body.
model::Result<Envelope> open_envelope(const wire::XmlDocument& document);

// The text of the child with that local name, in any namespace: some clients mix them up.
std::string_view child_text(const pugi::xml_node& parent, std::string_view local);
bool has_child(const pugi::xml_node& parent, std::string_view local);

std::optional<std::int64_t> integer_of(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
// At most `bytes_max` bytes, cut between characters.
std::string_view bounded(std::string_view text, std::size_t bytes_max);

// <name>escaped text</name>.
void append_element(std::string_view name, std::string_view text, std::string& out);
void append_element(std::string_view name, std::int64_t number, std::string& out);
void append_integer(std::int64_t number, std::string& out);

// From the XML declaration to the open Body of an answer, and the rest.
void append_answer_start(std::string& out);
void append_answer_end(std::string& out);

}  // namespace fb::ews
