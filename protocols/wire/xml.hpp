// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Bounded, namespace-aware reading of XML over pugixml, and escaping for the encoders, which append
// to one string.
//
// pugixml does not know namespaces, DTDs or depth limits, so a document is scanned before it is
// parsed: a DTD, an entity declaration, too much depth or too many nodes is refused while it still
// costs nothing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "protocols/model/result.hpp"

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace fb::wire {

struct XmlLimits {
  std::size_t bytes_max = 4 * 1024 * 1024;
  std::size_t depth_max = 64;
  std::size_t elements_max = 200'000;
};

// A parsed document. Nodes point into it.
class XmlDocument {
 public:
  // malformed_request where the text is no well-formed XML within the limits; the detail says what
  // and where (line:column). A byte order mark and any XML declaration with UTF-8 or no encoding
  // are taken.
  static model::Result<XmlDocument> parse(std::string_view text, const XmlLimits& limits = {});

  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;
  ~XmlDocument();

  pugi::xml_node root() const;  // the document element

 private:
  XmlDocument();
  std::unique_ptr<pugi::xml_document> document_;
};

// The part after the prefix.
std::string_view local_name(const pugi::xml_node& node);
// What the node's prefix is bound to, found by walking up; empty where unbound.
std::string_view namespace_of(const pugi::xml_node& node);
// The first element child with that local name, in the given namespace if one is given.
pugi::xml_node child(const pugi::xml_node& parent, std::string_view local,
                     std::string_view ns = {});
pugi::xml_node first_element(const pugi::xml_node& parent);
pugi::xml_node next_element(const pugi::xml_node& node);
// Character data with surrounding white space removed.
std::string_view text_of(const pugi::xml_node& node);

// Append with &, <, >, " and ' escaped; characters that XML 1.0 cannot carry are dropped, broken
// UTF-8 becomes U+FFFD.
void append_escaped(std::string_view text, std::string& out);

}  // namespace fb::wire
