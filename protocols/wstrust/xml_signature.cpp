// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/xml_signature.hpp"

#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/document_shape.hpp"
#include "protocols/wstrust/encrypted_key.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::wstrust {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

Error malformed(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail), "saml.signature_form");
}

std::string algorithm_of(const pugi::xml_node& node) { return node.attribute("Algorithm").value(); }

bool is_ds(const pugi::xml_node& node, std::string_view local) {
  return wire::local_name(node) == local && wire::namespace_of(node) == kSignature;
}

Status read_reference(const pugi::xml_node& reference, SignatureShape& shape) {
  const pugi::xml_node transforms = only_child(reference, "Transforms", kSignature);
  const pugi::xml_node digest = only_child(reference, "DigestMethod", kSignature);
  if (!transforms || !digest || !only_child(reference, "DigestValue", kSignature))
    return malformed("the Reference of a signature is not complete");
  for (auto one = wire::first_element(transforms); one; one = wire::next_element(one)) {
    if (!is_ds(one, "Transform") || shape.transforms.size() == kTransformsMax)
      return malformed("the Reference of a signature has too many Transforms");
    shape.transforms.push_back(algorithm_of(one));
  }
  shape.reference = reference.attribute("URI").value();
  shape.digest = algorithm_of(digest);
  return {};
}

std::string token_of(const pugi::xml_node& signature) {
  const pugi::xml_node info = only_child(signature, "KeyInfo", kSignature);
  const pugi::xml_node token = only_child(info, "SecurityTokenReference", kSecurity);
  const pugi::xml_node named = wire::first_element(token);
  if (!named || wire::next_element(named) || wire::namespace_of(named) != kSecurity) return {};
  if (wire::local_name(named) == "KeyIdentifier") return std::string(wire::text_of(named));
  const std::string_view uri = named.attribute("URI").value();
  if (wire::local_name(named) != "Reference" || !uri.starts_with('#')) return {};
  return std::string(uri.substr(1));
}

}  // namespace

Result<SignatureShape> read_signature(const pugi::xml_node& signature) {
  const pugi::xml_node info = wire::first_element(signature);
  const pugi::xml_node value = wire::next_element(info);
  if (!is_ds(signature, "Signature") || !is_ds(info, "SignedInfo") ||
      !is_ds(value, "SignatureValue"))
    return malformed("a Signature does not begin with SignedInfo and SignatureValue");
  pugi::xml_node last = wire::next_element(value);
  if (is_ds(last, "KeyInfo")) last = wire::next_element(last);
  if (last) return malformed("a Signature has a part that is not known");

  const pugi::xml_node c14n = wire::first_element(info);
  const pugi::xml_node method = wire::next_element(c14n);
  const pugi::xml_node reference = wire::next_element(method);
  if (!is_ds(c14n, "CanonicalizationMethod") || !is_ds(method, "SignatureMethod") ||
      !is_ds(reference, "Reference") || wire::next_element(reference))
    return malformed("a Signature does not cover exactly one thing");
  SignatureShape shape;
  shape.canonicalization = algorithm_of(c14n);
  shape.method = algorithm_of(method);
  shape.has_method_part = bool(wire::first_element(method));
  if (const Status read = read_reference(reference, shape); !read) return read.error();
  auto bytes = read_base64_text(wire::text_of(value), kSignatureBytesMax);
  if (!bytes) return malformed("the SignatureValue cannot be read");
  shape.value = std::move(*bytes);
  shape.token = token_of(signature);
  return shape;
}

}  // namespace fb::wstrust
