// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/security_header.hpp"

#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::wstrust {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

constexpr wire::XmlLimits kEnvelopeLimits{.bytes_max = kSecuredEnvelopeBytesMax,
                                          .depth_max = kSecuredEnvelopeDepthMax,
                                          .elements_max = kSecuredEnvelopeElementsMax};
constexpr wire::XmlLimits kTimestampLimits{.bytes_max = 4096, .depth_max = 4, .elements_max = 8};

Error malformed(std::string detail, std::string rule) {
  return Error::of(ErrorKind::malformed_request, std::move(detail), std::move(rule));
}
Error bad_envelope(std::string detail) { return malformed(std::move(detail), "saml.envelope"); }
Error bad_header(std::string detail) {
  return malformed(std::move(detail), "saml.security_header");
}

bool is_named(const pugi::xml_node& node, std::string_view local, std::string_view ns) {
  return wire::local_name(node) == local && wire::namespace_of(node) == ns;
}

// By prefix and name, since an attribute without a prefix has no namespace.
std::string_view attribute_of(const pugi::xml_node& node, std::string_view local,
                              std::string_view ns) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos || name.substr(colon + 1) != local) continue;
    const std::string declaration = "xmlns:" + std::string(name.substr(0, colon));
    for (pugi::xml_node at = node; at; at = at.parent()) {
      const pugi::xml_attribute bound = at.attribute(declaration.c_str());
      if (!bound) continue;
      if (bound.value() == ns) return attribute.value();
      break;
    }
  }
  return {};
}

Result<SecurityTimestamp> timestamp_of(const pugi::xml_node& node) {
  const pugi::xml_node created = only_child(node, "Created", kSecurityUtility);
  const pugi::xml_node expires = only_child(node, "Expires", kSecurityUtility);
  if (!created || !expires) return bad_header("the Timestamp has not one Created and one Expires");
  const auto begins = read_utc(wire::text_of(created));
  const auto ends = read_utc(wire::text_of(expires));
  if (!begins || !ends) return (begins ? ends : begins).error();
  SecurityTimestamp timestamp;
  timestamp.id = attribute_of(node, "Id", kSecurityUtility);
  if (!timestamp.id.empty() && !is_simple_id(timestamp.id))
    return bad_header("the Id of the Timestamp is no plain name");
  timestamp.created = *begins;
  timestamp.expires = *ends;
  return timestamp;
}

Status read_addressing(const pugi::xml_node& header, SecurityHeader& read) {
  const std::string_view action = wire::text_of(only_child(header, "Action", kAddressing));
  const std::string_view to = wire::text_of(only_child(header, "To", kAddressing));
  if (action.empty() || to.empty()) return bad_envelope("there is not one Action and one To");
  if (action.size() > kAddressBytesMax || to.size() > kAddressBytesMax)
    return bad_envelope("an address is too long");
  read.action = action;
  read.to = to;
  return {};
}

Status read_security(const pugi::xml_node& security, std::string_view soap, SecurityHeader& read) {
  const std::string_view understood = attribute_of(security, "mustUnderstand", soap);
  if (understood != "1" && understood != "true")
    return bad_header("the Security header does not demand to be understood");
  bool has_token = false;
  bool has_timestamp = false;
  for (auto part = wire::first_element(security); part; part = wire::next_element(part)) {
    if (is_named(part, "Timestamp", kSecurityUtility) && !has_timestamp) {
      const auto timestamp = timestamp_of(part);
      if (!timestamp) return timestamp.error();
      read.timestamp = *timestamp;
      has_timestamp = true;
    } else if (is_named(part, "EncryptedData", kEncryption) && !has_token) {
      auto token = read_encrypted_token(part);
      if (!token) return token.error();
      read.token = std::move(*token);
      has_token = true;
    } else if (is_named(part, "Signature", kSignature) && !read.signature) {
      auto signature = read_signature(part);
      if (!signature) return signature.error();
      read.signature = std::move(*signature);
    } else {
      return bad_header("the Security header has a part twice, or one that is not known");
    }
  }
  if (!has_token || !has_timestamp)
    return bad_header("the Security header has no Timestamp or no token");
  return {};
}

struct Parts {
  pugi::xml_node header;
  pugi::xml_node body;
};

Result<Parts> open_envelope(const pugi::xml_node& root, std::string_view soap) {
  Parts parts;
  for (auto part = wire::first_element(root); part; part = wire::next_element(part)) {
    const bool header = is_named(part, "Header", soap);
    if (!header && !is_named(part, "Body", soap))
      return bad_envelope("the envelope has a part that is neither Header nor Body");
    pugi::xml_node& place = header ? parts.header : parts.body;
    if (place) return bad_envelope("the envelope has two Headers or two Bodies");
    place = part;
  }
  if (!parts.header || !parts.body) return bad_envelope("the envelope lacks a Header or a Body");
  return parts;
}

// What may stand once only, wherever it stands.
Status check_counts(const pugi::xml_node& root) {
  if (count_elements(root, "Security", kSecurity) != 1)
    return bad_header("there is not exactly one Security header");
  if (count_elements(root, "Assertion", kSaml) != 0)
    return malformed("a token is there that is not encrypted", "saml.not_encrypted");
  if (count_elements(root, "Timestamp", kSecurityUtility) != 1 ||
      count_elements(root, "EncryptedData", kEncryption) != 1 ||
      count_elements(root, "Signature", kSignature) > 1)
    return bad_header("there is not exactly one Timestamp and one encrypted token");
  return {};
}

}  // namespace

Result<SecurityHeader> read_security_header(std::string_view envelope) {
  const auto document = wire::XmlDocument::parse(envelope, kEnvelopeLimits);
  if (!document) return bad_envelope("the envelope is no XML within the limits");
  const pugi::xml_node root = document->root();
  const std::string soap(wire::namespace_of(root));
  if (wire::local_name(root) != "Envelope" || (soap != kSoap11 && soap != kSoap12))
    return bad_envelope("this is no SOAP envelope");
  const auto parts = open_envelope(root, soap);
  if (!parts) return parts.error();
  if (const Status once = check_counts(root); !once) return once.error();
  const pugi::xml_node security = only_child(parts->header, "Security", kSecurity);
  if (!security) return bad_header("the Security header is not in the Header");

  SecurityHeader read;
  if (const Status status = read_addressing(parts->header, read); !status) return status.error();
  if (const Status status = read_security(security, soap, read); !status) return status.error();
  const pugi::xml_node operation = wire::first_element(parts->body);
  read.operation = wire::local_name(operation);
  read.operation_namespace = wire::namespace_of(operation);
  read.shape = shape_of(root);
  return read;
}

Result<SecurityTimestamp> read_timestamp(std::string_view text) {
  const auto document = wire::XmlDocument::parse(text, kTimestampLimits);
  if (!document || !is_named(document->root(), "Timestamp", kSecurityUtility))
    return bad_header("this is no Timestamp");
  return timestamp_of(document->root());
}

}  // namespace fb::wstrust
