// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <cstdint>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>

#include "protocols/wire/xml.hpp"

namespace {

using fb::wire::XmlDocument;

void require(bool holds) {
  if (!holds) std::abort();
}

void visit(const pugi::xml_node& node, std::size_t depth, std::size_t& elements,
           const fb::wire::XmlLimits& limits) {
  require(depth <= limits.depth_max && ++elements <= limits.elements_max);
  require(!fb::wire::local_name(node).empty() || *node.name() != '\0');
  (void)fb::wire::namespace_of(node);
  std::string escaped = "<a b=\"";
  fb::wire::append_escaped(fb::wire::text_of(node), escaped);
  require(XmlDocument::parse(escaped + "\"/>").has_value());
  for (auto child = fb::wire::first_element(node); child; child = fb::wire::next_element(child))
    visit(child, depth + 1, elements, limits);
}

}  // namespace

// Limits hold for what was taken, and any bytes can be carried as text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const fb::wire::XmlLimits limits{.bytes_max = 1 << 16, .depth_max = 16, .elements_max = 1000};
  const auto document = XmlDocument::parse(text, limits);
  if (document) {
    require(size <= limits.bytes_max);
    std::size_t elements = 0;
    visit(document->root(), 1, elements, limits);
  }
  std::string escaped = "<a>";
  fb::wire::append_escaped(text, escaped);
  require(XmlDocument::parse(escaped + "</a>").has_value());
  return 0;
}
