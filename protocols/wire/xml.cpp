// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/xml.hpp"

#include <algorithm>
#include <pugixml.hpp>

#include "protocols/wire/xml_scan.hpp"

namespace fb::wire {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kReplacementCharacter = "\xef\xbf\xbd";
constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

constexpr unsigned kParseOptions =
    pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_eol;

bool is_text(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// All character data of one element in its first text node. Otherwise "a<!---->b" would read as
// "a", and whoever signed or checked "ab" was talking about something else.
void join_text_of(pugi::xml_node element) {
  pugi::xml_node first;
  std::string joined;
  for (pugi::xml_node node = element.first_child(); node;) {
    const pugi::xml_node next = node.next_sibling();
    if (is_text(node)) {
      joined += node.value();
      if (first) {
        element.remove_child(node);
      } else {
        first = node;
      }
    }
    node = next;
  }
  if (first) first.set_value(joined.c_str());
}

void join_text(const pugi::xml_node& root) {
  pugi::xml_node node = root;
  while (node) {
    if (node.type() == pugi::node_element) join_text_of(node);
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node != root && !node.next_sibling()) node = node.parent();
    if (node == root) return;
    node = node.next_sibling();
  }
}

std::string_view prefix_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

bool binds(std::string_view attribute, std::string_view prefix) {
  constexpr std::string_view kXmlns = "xmlns";
  if (!attribute.starts_with(kXmlns)) return false;
  attribute.remove_prefix(kXmlns.size());
  if (prefix.empty()) return attribute.empty();
  return attribute.starts_with(':') && attribute.substr(1) == prefix;
}

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

XmlDocument::XmlDocument() : document_(std::make_unique<pugi::xml_document>()) {}
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;
XmlDocument::~XmlDocument() = default;

model::Result<XmlDocument> XmlDocument::parse(std::string_view text, const XmlLimits& limits) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const model::Result<XmlScan> scan = scan_xml(text, limits);
  if (scan.has_error()) return scan.error();
  XmlDocument document;
  const unsigned options = kParseOptions | (scan->has_split_text ? pugi::parse_ws_pcdata : 0U);
  const pugi::xml_parse_result parsed =
      document.document_->load_buffer(text.data(), text.size(), options, pugi::encoding_utf8);
  if (!parsed) {
    return xml_error_at(text, static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)),
                        parsed.description());
  }
  if (scan->has_split_text) join_text(document.root());
  return document;
}

pugi::xml_node XmlDocument::root() const { return document_->document_element(); }

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

std::string_view namespace_of(const pugi::xml_node& node) {
  const std::string_view prefix = prefix_of(node.name());
  if (prefix == "xml") return kXmlNamespace;
  for (pugi::xml_node at = node; at; at = at.parent()) {
    for (const pugi::xml_attribute& attribute : at.attributes()) {
      if (binds(attribute.name(), prefix)) return attribute.value();
    }
  }
  return {};
}

pugi::xml_node first_element(const pugi::xml_node& parent) {
  pugi::xml_node node = parent.first_child();
  while (node && node.type() != pugi::node_element) node = node.next_sibling();
  return node;
}

pugi::xml_node next_element(const pugi::xml_node& node) {
  pugi::xml_node next = node.next_sibling();
  while (next && next.type() != pugi::node_element) next = next.next_sibling();
  return next;
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view local, std::string_view ns) {
  pugi::xml_node node = first_element(parent);
  while (node && (local_name(node) != local || (!ns.empty() && namespace_of(node) != ns)))
    node = next_element(node);
  return node;
}

std::string_view text_of(const pugi::xml_node& node) {
  const pugi::xml_node only = node.first_child();
  if (!only || !is_text(only) || only.next_sibling()) return {};
  std::string_view text = only.value();
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

void append_escaped(std::string_view text, std::string& out) {
  std::size_t plain_from = 0;
  const auto replace = [&](std::size_t at, std::size_t bytes, std::string_view with) {
    out.append(text.substr(plain_from, at - plain_from));
    out.append(with);
    plain_from = at + bytes;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    std::size_t bytes = 1;
    switch (c) {
      case '&':
        replace(at, 1, "&amp;");
        break;
      case '<':
        replace(at, 1, "&lt;");
        break;
      case '>':
        replace(at, 1, "&gt;");
        break;
      case '"':
        replace(at, 1, "&quot;");
        break;
      case '\'':
        replace(at, 1, "&apos;");
        break;
      case '\r':
        replace(at, 1, "&#13;");
        break;  // a reader would make it a line feed
      case '\t':
      case '\n':
        break;
      default:
        if (c < 0x20) {
          replace(at, 1, {});
        } else if (c >= 0x80) {
          bytes = utf8_sequence_bytes(text.substr(at));
          if (bytes == 0) {
            bytes = 1;
            replace(at, 1, kReplacementCharacter);
          } else if (text.substr(at, bytes) == "\xef\xbf\xbe" ||
                     text.substr(at, bytes) == "\xef\xbf\xbf") {
            replace(at, bytes, {});
          }
        }
    }
    at += bytes;
  }
  out.append(text.substr(plain_from));
}

}  // namespace fb::wire
