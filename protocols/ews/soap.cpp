// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/soap.hpp"

#include <algorithm>
#include <charconv>

#include "protocols/ews/names.hpp"

namespace fb::ews {
namespace {

using model::Error;
using model::ErrorKind;
using wire::local_name;

std::string_view without_scheme(std::string_view uri) {
  if (uri.starts_with("https:")) return uri.substr(6);
  if (uri.starts_with("http:")) return uri.substr(5);
  return uri;
}

}  // namespace

bool is_in_namespace(const pugi::xml_node& node, std::string_view ns) {
  return without_scheme(wire::namespace_of(node)) == without_scheme(ns);
}

model::Result<Envelope> open_envelope(const wire::XmlDocument& document) {
  const pugi::xml_node root = document.root();
  if (local_name(root) != "Envelope" ||
      !(is_in_namespace(root, kSoap11) || is_in_namespace(root, kSoap12)))
    return Error::of(ErrorKind::malformed_request, "this is not a SOAP envelope");
  Envelope envelope;
  int headers = 0;
  int bodies = 0;
  for (auto part = wire::first_element(root); part; part = wire::next_element(part)) {
    if (local_name(part) == "Header") {
      ++headers;
      envelope.header = part;
    } else if (local_name(part) == "Body") {
      ++bodies;
      envelope.payload = wire::first_element(part);
    }
  }
  // Two of a kind would let another reader of the same bytes see another request.
  if (headers > 1 || bodies != 1)
    return Error::of(ErrorKind::malformed_request, "a SOAP envelope has one Header and one Body");
  return envelope;
}

std::string_view child_text(const pugi::xml_node& parent, std::string_view local) {
  return wire::text_of(wire::child(parent, local));
}

bool has_child(const pugi::xml_node& parent, std::string_view local) {
  return !wire::child(parent, local).empty();
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view bounded(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

void append_element(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append(">");
  wire::append_escaped(text, out);
  out.append("</").append(name).append(">");
}

void append_element(std::string_view name, std::int64_t number, std::string& out) {
  out.append("<").append(name).append(">");
  append_integer(number, out);
  out.append("</").append(name).append(">");
}

void append_integer(std::int64_t number, std::string& out) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_answer_start(std::string& out) {
  // The prefixes, the declarations on Header and Body, and an open/close pair for Header are what
  // Exchange itself writes. The version is that of Exchange 2016, whose schema we answer by.
  out.append(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
      "<h:ServerVersionInfo MajorVersion=\"15\" MinorVersion=\"1\" MajorBuildNumber=\"2507\""
      " MinorBuildNumber=\"6\" Version=\"V2017_07_11\""
      " xmlns:h=\"http://schemas.microsoft.com/exchange/services/2006/types\""
      " xmlns=\"http://schemas.microsoft.com/exchange/services/2006/types\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
      " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"/></s:Header>"
      "<s:Body xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
      " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">");
}

void append_answer_end(std::string& out) { out.append("</s:Body></s:Envelope>"); }

}  // namespace fb::ews
