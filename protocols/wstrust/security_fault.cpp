// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/security_fault.hpp"

#include <algorithm>
#include <array>
#include <pugixml.hpp>

namespace fb::wstrust {
namespace {

constexpr std::array<std::string_view, 8> kCodes{
    "FailedAuthentication",     "FailedCheck",         "InvalidSecurity",
    "InvalidSecurityToken",     "MessageExpired",      "SecurityTokenUnavailable",
    "UnsupportedSecurityToken", "UnsupportedAlgorithm"};

std::string_view after_prefix(std::string_view qualified) {
  return qualified.substr(qualified.find(':') + 1);
}

// SOAP 1.1 has one code; 1.2 has the general one outside and the telling one inside.
std::string_view code_of(const pugi::xml_node& fault) {
  const pugi::xml_node soap11 = wire::child(fault, "faultcode");
  if (soap11) return after_prefix(wire::text_of(soap11));
  const pugi::xml_node subcode = wire::child(wire::child(fault, "Code"), "Subcode");
  return after_prefix(wire::text_of(wire::child(subcode, "Value")));
}

std::string_view text_of(const pugi::xml_node& fault) {
  const pugi::xml_node soap11 = wire::child(fault, "faultstring");
  if (soap11) return wire::text_of(soap11);
  return wire::text_of(wire::child(wire::child(fault, "Reason"), "Text"));
}

}  // namespace

std::optional<SecurityFault> security_fault_in(std::string_view body) {
  const auto document = wire::XmlDocument::parse(body, kSecurityFaultLimits);
  if (!document) return std::nullopt;
  const pugi::xml_node fault = wire::child(wire::child(document->root(), "Body"), "Fault");
  const std::string_view code = code_of(fault);
  const auto* const known = std::find(kCodes.begin(), kCodes.end(), code);
  if (known == kCodes.end()) return std::nullopt;
  return SecurityFault{std::string(*known), std::string(text_of(fault))};
}

}  // namespace fb::wstrust
