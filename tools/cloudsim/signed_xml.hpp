// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// XML as the token service of the simulation reads and writes it: a tree of libxml2, enveloped
// signatures over its exclusive canonical form, and encryption to a certificate. The arithmetic is
// OpenSSL's; the steps of XML Signature and XML Encryption are written out here, because the
// gateway takes a library for them and must not be judged by itself.
//
// Used by one thread.
#pragma once

#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "tools/cloudsim/keys.hpp"

namespace fb::cloudsim {

// One element of a document, or none. The document must outlive it.
class XmlElement {
 public:
  XmlElement() = default;
  explicit XmlElement(xmlNode* node) : node_(node) {}
  explicit operator bool() const { return node_ != nullptr; }

  bool is(std::string_view name, std::string_view ns) const;
  std::string text() const;
  std::string attribute(std::string_view name) const;
  // The only child of that name; none where there are two.
  XmlElement child(std::string_view name, std::string_view ns) const;
  std::vector<XmlElement> children(std::string_view name, std::string_view ns) const;
  xmlNode* node() const { return node_; }

 private:
  xmlNode* node_ = nullptr;
};

class XmlDocument {
 public:
  // malformed_request where it is no XML, or has a DTD.
  static model::Result<XmlDocument> parse(std::string_view text);
  XmlElement root() const;

 private:
  std::shared_ptr<xmlDoc> document_;
};

// Whether the element has one enveloped RSA-SHA256 signature over itself, named by the attribute
// `id`, that this certificate's key made.
bool is_signed_by(const XmlElement& element, std::string_view id,
                  const RegisteredCertificate& certificate);

// The element in canonical form, with its signature before its closing tag.
std::string sign_enveloped(std::string element, std::string_view id, const SigningKey& key,
                           std::string_view certificate_der);

// xenc:EncryptedKey with the bytes, for the owner of the certificate.
std::string encrypted_key(std::string_view bytes, const RegisteredCertificate& reader);
// xenc:EncryptedData with an element, by AES-256-CBC.
std::string encrypted_element(std::string_view element, std::string_view id,
                              const RegisteredCertificate& reader);

std::string random_bytes(std::size_t count);
// P_SHA-1 of WS-Trust.
std::string combined_key(std::string_view requester, std::string_view issuer, std::size_t bytes);

}  // namespace fb::cloudsim
