// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/document_shape.hpp"

#include <algorithm>

#include "protocols/wire/iso8601.hpp"
#include "protocols/wire/xml.hpp"

namespace fb::wstrust {
namespace {

using model::Error;
using model::ErrorKind;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view local_of(std::string_view name) { return name.substr(name.find(':') + 1); }

// In document order, without recursion.
template <class Visit>
void for_each_element(const pugi::xml_node& root, Visit visit) {
  pugi::xml_node node = root;
  while (node) {
    visit(node);
    pugi::xml_node next = wire::first_element(node);
    while (!next && node && node != root) {
      next = wire::next_element(node);
      if (!next) node = node.parent();
    }
    if (!next) return;
    node = next;
  }
}

}  // namespace

bool is_id_attribute(std::string_view local) {
  return local == "Id" || local == "ID" || local == "id" || local == "AssertionID";
}

DocumentShape shape_of(const pugi::xml_node& root) {
  DocumentShape shape;
  for_each_element(root, [&](const pugi::xml_node& element) {
    ++shape.elements;
    for (const pugi::xml_attribute& attribute : element.attributes()) {
      const std::string_view name = attribute.name();
      if (name.starts_with("xmlns:") || !is_id_attribute(local_of(name))) continue;
      shape.ids.emplace_back(attribute.value());
    }
  });
  std::sort(shape.ids.begin(), shape.ids.end());
  return shape;
}

bool is_unique_id(const DocumentShape& shape, std::string_view id) {
  return std::count(shape.ids.begin(), shape.ids.end(), id) == 1;
}

bool is_simple_id(std::string_view id) {
  return !id.empty() && id.size() <= kIdBytesMax && is_letter(id.front()) &&
         std::all_of(id.begin(), id.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; });
}

pugi::xml_node only_child(const pugi::xml_node& parent, std::string_view local,
                          std::string_view ns) {
  pugi::xml_node found;
  for (auto node = wire::first_element(parent); node; node = wire::next_element(node)) {
    if (wire::local_name(node) != local || wire::namespace_of(node) != ns) continue;
    if (found) return {};
    found = node;
  }
  return found;
}

std::size_t count_elements(const pugi::xml_node& root, std::string_view local,
                           std::string_view ns) {
  std::size_t count = 0;
  for_each_element(root, [&](const pugi::xml_node& element) {
    if (wire::local_name(element) == local && wire::namespace_of(element) == ns) ++count;
  });
  return count;
}

model::Result<model::UtcTime> read_utc(std::string_view text) {
  const auto time = wire::read_date_time(text);
  if (!time || !time->offset)
    return Error::of(ErrorKind::malformed_request, "a time is no time with its offset",
                     "saml.time_form");
  return model::UtcTime(time->wall.time_since_epoch() - *time->offset);
}

}  // namespace fb::wstrust
