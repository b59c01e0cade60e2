// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/raw_element.hpp"

#include <set>

#include "protocols/wire/xml.hpp"

namespace fb::wstrust {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Behind the next `mark` from `at` on.
std::size_t behind(std::string_view text, std::string_view mark, std::size_t at) {
  const std::size_t found = text.find(mark, at);
  return found == std::string_view::npos ? found : found + mark.size();
}

struct Tag {
  std::size_t end = std::string_view::npos;  // behind its '>'
  int depth = 0;                             // what it adds
};

// `at` is a '<'. The document is well-formed and has no DTD, or it would not have been parsed.
Tag read_tag(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("<!--")) return {behind(text, "-->", at + 4), 0};
  if (rest.starts_with("<![CDATA[")) return {behind(text, "]]>", at), 0};
  if (rest.starts_with("<?")) return {behind(text, "?>", at), 0};
  char quote = 0;
  for (std::size_t place = at + 1; place < text.size(); ++place) {
    const char c = text[place];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      if (rest.starts_with("</")) return {place + 1, -1};
      return {place + 1, text[place - 1] == '/' ? 0 : 1};
    }
  }
  return {};
}

std::size_t end_of_element(std::string_view text, std::size_t begin) {
  int depth = 0;
  for (std::size_t at = begin; at != std::string_view::npos; at = text.find('<', at)) {
    const Tag tag = read_tag(text, at);
    if (tag.end == std::string_view::npos) return tag.end;
    depth += tag.depth;
    if (depth == 0) return tag.end;
    at = tag.end;
  }
  return std::string_view::npos;
}

std::string_view prefix_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

void collect_prefixes(const pugi::xml_node& node, std::set<std::string_view>& prefixes) {
  prefixes.insert(prefix_of(node.name()));
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view prefix = prefix_of(attribute.name());
    if (!prefix.empty() && prefix != "xmlns" && prefix != "xml") prefixes.insert(prefix);
  }
}

std::set<std::string_view> used_prefixes(const pugi::xml_node& root) {
  std::set<std::string_view> prefixes;
  pugi::xml_node node = root;
  while (node) {
    if (node.type() == pugi::node_element) collect_prefixes(node, prefixes);
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node != root && !node.next_sibling()) node = node.parent();
    if (node == root) break;
    node = node.next_sibling();
  }
  return prefixes;
}

std::string declaration_of(std::string_view prefix) {
  return prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
}

std::string bindings_from_outside(const pugi::xml_node& node) {
  std::string out;
  for (const std::string_view prefix : used_prefixes(node)) {
    const std::string name = declaration_of(prefix);
    if (node.attribute(name.c_str())) continue;
    for (pugi::xml_node outer = node.parent(); outer; outer = outer.parent()) {
      const pugi::xml_attribute bound = outer.attribute(name.c_str());
      if (!bound) continue;
      out.append(" ").append(name).append("=\"");
      wire::append_escaped(bound.value(), out);
      out.append("\"");
      break;
    }
  }
  return out;
}

}  // namespace

std::string raw_element(std::string_view text, const pugi::xml_node& node) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::ptrdiff_t offset = node.offset_debug();
  const std::string_view name = node.name();
  if (offset < 1 || static_cast<std::size_t>(offset) >= text.size()) return {};
  if (!text.substr(static_cast<std::size_t>(offset)).starts_with(name)) return {};
  const std::size_t begin = static_cast<std::size_t>(offset) - 1;
  const std::size_t end = end_of_element(text, begin);
  if (end == std::string_view::npos) return {};
  std::string out(text.substr(begin, end - begin));
  out.insert(1 + name.size(), bindings_from_outside(node));
  return out;
}

}  // namespace fb::wstrust
