// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/carriage.hpp"

#include <array>

#include "protocols/model/letter_case.hpp"
#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::wstrust {
namespace {

constexpr std::array<std::string_view, 3> kEndings{"/WSSecurity", "/WSSecurity/SymmetricKey",
                                                   "/WSSecurity/X509Cert"};

std::string_view without_ending(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  for (const std::string_view ending : kEndings) {
    if (url.size() <= ending.size()) continue;
    const std::string_view tail = url.substr(url.size() - ending.size());
    if (model::equal_without_case(tail, ending)) return url.substr(0, url.size() - tail.size());
  }
  return url;
}

void append_addressing(const SecurityHeaders& headers, std::string& out) {
  const auto open = [&out](std::string_view name, bool understood) {
    out.append("<wsa:").append(name).append(" xmlns:wsa=\"").append(kAddressing).append("\"");
    out.append(understood ? " s:mustUnderstand=\"1\">" : ">");
  };
  if (!headers.action.empty()) {
    open("Action", true);
    wire::append_escaped(headers.action, out);
    out.append("</wsa:Action>");
  }
  open("ReplyTo", false);
  out.append("<wsa:Address>").append(kAddressing);
  out.append("/anonymous</wsa:Address></wsa:ReplyTo>");
  if (!headers.action.empty()) {
    open("To", true);
    wire::append_escaped(headers.url, out);
    out.append("</wsa:To>");
  }
}

}  // namespace

std::string url_of_form(std::string_view url, TokenForm form) {
  return std::string(without_ending(url)).append(kEndings[static_cast<std::size_t>(form)]);
}

model::Result<std::string> with_headers(std::string_view envelope, const SecurityHeaders& headers) {
  // What a caller chose is escaped in all that we write, so the first closing tag is the header's.
  constexpr std::string_view kHeaderEnd = "</s:Header>";
  const std::string prefix = "xmlns:s=\"" + std::string(kSoap11) + "\"";
  const std::size_t end = envelope.find(kHeaderEnd);
  if (end == std::string_view::npos || envelope.substr(0, end).find(prefix) == prefix.npos) {
    return model::Error::of(model::ErrorKind::internal,
                            "the envelope has no place for security headers");
  }
  std::string out;
  out.reserve(envelope.size() + headers.token.size() + headers.signature.size() + 2048);
  out.append(envelope.substr(0, end));
  append_addressing(headers, out);
  out.append("<wsse:Security xmlns:wsse=\"").append(kSecurity);
  out.append("\" s:mustUnderstand=\"1\">");
  out.append(headers.timestamp).append(headers.token).append(headers.signature);
  out.append("</wsse:Security>").append(envelope.substr(end));
  return out;
}

}  // namespace fb::wstrust
