// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/autodiscover/envelope.hpp"

#include "protocols/autodiscover/names.hpp"

namespace fb::autodiscover {
namespace {

using model::Error;
using model::ErrorKind;

std::string_view without_scheme(std::string_view uri) {
  if (uri.starts_with("https:")) return uri.substr(6);
  if (uri.starts_with("http:")) return uri.substr(5);
  return uri;
}

}  // namespace

model::Result<pugi::xml_node> open_envelope(const wire::XmlDocument& document) {
  const pugi::xml_node root = document.root();
  const std::string_view ns = without_scheme(wire::namespace_of(root));
  if (wire::local_name(root) != "Envelope" ||
      (ns != without_scheme(kSoap11) && ns != without_scheme(kSoap12)))
    return Error::of(ErrorKind::malformed_request, "this is not a SOAP envelope");
  pugi::xml_node payload;
  int bodies = 0;
  for (auto part = wire::first_element(root); part; part = wire::next_element(part)) {
    if (wire::local_name(part) != "Body") continue;
    ++bodies;
    payload = wire::first_element(part);
  }
  // Two of them would let another reader of the same bytes see another message.
  if (bodies != 1) return Error::of(ErrorKind::malformed_request, "a SOAP envelope has one Body");
  return payload;
}

std::string_view child_text(const pugi::xml_node& parent, std::string_view local) {
  return wire::text_of(wire::child(parent, local));
}

void append_element(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append(">");
  wire::append_escaped(text, out);
  out.append("</").append(name).append(">");
}

}  // namespace fb::autodiscover
