// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/assertion.hpp"

#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::wstrust {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

constexpr wire::XmlLimits kLimits{.bytes_max = kAssertionBytesMax,
                                  .depth_max = kAssertionDepthMax,
                                  .elements_max = kAssertionElementsMax};
constexpr std::string_view kBearer = "urn:oasis:names:tc:SAML:1.0:cm:bearer";
constexpr std::string_view kHolderOfKey = "urn:oasis:names:tc:SAML:1.0:cm:holder-of-key";
constexpr std::size_t kProofSecretBytesMax = 256;
constexpr std::string_view kVersionPart = "1";

Error malformed(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail), "saml.assertion");
}

bool is_saml(const pugi::xml_node& node, std::string_view local) {
  return wire::local_name(node) == local && wire::namespace_of(node) == kSaml;
}

Status read_audiences(const pugi::xml_node& restriction, Assertion& read) {
  std::vector<std::string> list;
  for (auto one = wire::first_element(restriction); one; one = wire::next_element(one)) {
    const std::string_view uri = wire::text_of(one);
    if (!is_saml(one, "Audience") || uri.size() > kValueBytesMax ||
        list.size() == kAudiencesPerAssertionMax)
      return malformed("an AudienceRestrictionCondition cannot be read");
    list.emplace_back(uri);
  }
  if (read.audiences.size() == kAudiencesPerAssertionMax)
    return malformed("there are too many AudienceRestrictionConditions");
  read.audiences.push_back(std::move(list));
  return {};
}

Status read_conditions(const pugi::xml_node& conditions, Assertion& read) {
  const auto begins = read_utc(conditions.attribute("NotBefore").value());
  const auto ends = read_utc(conditions.attribute("NotOnOrAfter").value());
  if (!begins || !ends) return (begins ? ends : begins).error();
  read.not_before = *begins;
  read.not_on_or_after = *ends;
  for (auto one = wire::first_element(conditions); one; one = wire::next_element(one)) {
    if (is_saml(one, "AudienceRestrictionCondition")) {
      if (const Status status = read_audiences(one, read); !status) return status;
    } else if (!is_saml(one, "DoNotCacheCondition")) {
      return malformed("there is a condition that is not known");
    }
  }
  return {};
}

Result<ProofKey> read_proof_key(const pugi::xml_node& confirmation) {
  const pugi::xml_node info = only_child(confirmation, "KeyInfo", kSignature);
  const pugi::xml_node key = wire::first_element(info);
  if (!key || wire::next_element(key)) return malformed("the key of the holder is not there once");
  const std::string_view name = wire::local_name(key);
  const std::string_view ns = wire::namespace_of(key);
  if (name == "EncryptedKey" && ns == kEncryption) {
    auto wrapped = read_encrypted_key(key);
    if (!wrapped) return wrapped.error();
    return ProofKey(std::move(*wrapped));
  }
  if (name == "BinarySecret" && ns == kTrust) {
    auto bytes = read_base64_text(wire::text_of(key), kProofSecretBytesMax);
    if (!bytes) return bytes.error();
    return ProofKey(ProofSecret{std::move(*bytes)});
  }
  if (name == "X509Data" && ns == kSignature) {
    const pugi::xml_node certificate = only_child(key, "X509Certificate", kSignature);
    auto der = read_base64_text(wire::text_of(certificate), kHolderCertificateBytesMax);
    if (!der) return der.error();
    if (der->empty()) return malformed("the certificate of the holder is not there once");
    return ProofKey(HolderCertificate{std::move(*der)});
  }
  return malformed("the key of the holder is of a form that is not known");
}

struct Subject {
  Confirmation confirmation = Confirmation::bearer;
  ProofKey key{};
};

Result<Subject> read_subject(const pugi::xml_node& statement) {
  const pugi::xml_node subject = only_child(statement, "Subject", kSaml);
  const pugi::xml_node confirmation = only_child(subject, "SubjectConfirmation", kSaml);
  const pugi::xml_node method = only_child(confirmation, "ConfirmationMethod", kSaml);
  if (!method) return malformed("a statement does not say once how its subject is confirmed");
  const std::string_view how = wire::text_of(method);
  Subject read;
  if (how == kBearer) return read;
  if (how != kHolderOfKey) return malformed("a subject is confirmed in a way that is not known");
  read.confirmation = Confirmation::holder_of_key;
  auto key = read_proof_key(confirmation);
  if (!key) return key.error();
  read.key = std::move(*key);
  return read;
}

Status read_attributes(const pugi::xml_node& statement, Assertion& read) {
  for (auto one = wire::first_element(statement); one; one = wire::next_element(one)) {
    if (is_saml(one, "Subject")) continue;
    if (!is_saml(one, "Attribute") || read.attributes.size() == kAttributesPerAssertionMax)
      return malformed("an AttributeStatement cannot be read");
    Attribute attribute;
    attribute.name.append(one.attribute("AttributeNamespace").value())
        .append("/")
        .append(one.attribute("AttributeName").value());
    for (auto value = wire::first_element(one); value; value = wire::next_element(value)) {
      const std::string_view text = wire::text_of(value);
      if (!is_saml(value, "AttributeValue") || wire::first_element(value) ||
          text.size() > kValueBytesMax || attribute.values.size() == kAttributeValuesMax)
        return malformed("the value of an attribute is no text within the limits");
      attribute.values.emplace_back(text);
    }
    read.attributes.push_back(std::move(attribute));
  }
  return {};
}

// All subjects are confirmed alike: otherwise it would depend on the reader who the sender has to
// be. The subject of the attributes is the one whose key counts.
class Statements {
 public:
  explicit Statements(Assertion& read) : read_(read) {}

  Status add(const pugi::xml_node& statement) {
    auto subject = read_subject(statement);
    if (!subject) return subject.error();
    if (confirmation_ && *confirmation_ != subject->confirmation)
      return malformed("the statements confirm their subjects in different ways");
    confirmation_ = subject->confirmation;
    if (!is_saml(statement, "AttributeStatement")) return {};
    if (has_attributes_) return malformed("there are two AttributeStatements");
    has_attributes_ = true;
    read_.confirmation = subject->confirmation;
    read_.proof_key = std::move(subject->key);
    return read_attributes(statement, read_);
  }
  bool has_attributes() const { return has_attributes_; }

 private:
  Assertion& read_;
  std::optional<Confirmation> confirmation_;
  bool has_attributes_ = false;
};

Status read_parts(const pugi::xml_node& root, Assertion& read) {
  Statements statements(read);
  bool has_conditions = false;
  for (auto part = wire::first_element(root); part; part = wire::next_element(part)) {
    Status status;
    if (is_saml(part, "Conditions") && !has_conditions) {
      has_conditions = true;
      status = read_conditions(part, read);
    } else if (is_saml(part, "AuthenticationStatement") || is_saml(part, "AttributeStatement")) {
      status = statements.add(part);
    } else if (wire::local_name(part) == "Signature" && wire::namespace_of(part) == kSignature &&
               !read.signature) {
      auto signature = read_signature(part);
      if (!signature) return signature.error();
      read.signature = std::move(*signature);
    } else if (!is_saml(part, "Advice")) {
      status = malformed("the assertion has a part twice, or one that is not known");
    }
    if (!status) return status;
  }
  if (!has_conditions || !statements.has_attributes())
    return malformed("the assertion has no Conditions or no AttributeStatement");
  return {};
}

}  // namespace

const Attribute* Assertion::attribute(std::string_view name) const {
  const Attribute* found = nullptr;
  for (const Attribute& one : attributes) {
    if (one.name != name) continue;
    if (found != nullptr) return nullptr;
    found = &one;
  }
  return found;
}

Result<Assertion> read_assertion(std::string_view text) {
  const auto document = wire::XmlDocument::parse(text, kLimits);
  if (!document) return malformed("the assertion is no XML within the limits");
  const pugi::xml_node root = document->root();
  if (!is_saml(root, "Assertion") || count_elements(root, "Assertion", kSaml) != 1)
    return malformed("the token is not exactly one assertion");
  if (count_elements(root, "Signature", kSignature) > 1)
    return malformed("the assertion has two signatures");
  if (root.attribute("MajorVersion").value() != kVersionPart ||
      root.attribute("MinorVersion").value() != kVersionPart)
    return malformed("the assertion is not of SAML 1.1");
  Assertion read;
  read.id = root.attribute("AssertionID").value();
  read.issuer = root.attribute("Issuer").value();
  read.shape = shape_of(root);
  if (!is_simple_id(read.id) || !is_unique_id(read.shape, read.id))
    return malformed("the AssertionID is no plain name, or stands twice");
  if (read.issuer.empty() || read.issuer.size() > kValueBytesMax)
    return malformed("the Issuer is empty or too long");
  if (const Status status = read_parts(root, read); !status) return status.error();
  return read;
}

}  // namespace fb::wstrust
