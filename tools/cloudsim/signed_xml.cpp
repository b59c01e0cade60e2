// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/signed_xml.hpp"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <limits>
#include <stdexcept>

#include "protocols/wire/base64.hpp"
#include "tools/cloudsim/token_names.hpp"

namespace fb::cloudsim {
namespace {

constexpr std::string_view kRsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

struct Free {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  void operator()(xmlChar* text) const { xmlFree(text); }
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string base64_of(std::string_view bytes) {
  return wire::base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::string from_base64(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  auto bytes = wire::read_base64(text);
  return bytes ? *std::move(bytes) : std::string();
}

// The element as if it were a document, which is what exclusive canonical form makes of it anyway.
Owned<xmlDoc> alone(const XmlElement& element) {
  Owned<xmlDoc> document(xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0")));
  xmlNode* const copy = xmlDocCopyNode(element.node(), document.get(), 1);
  xmlDocSetRootElement(document.get(), copy);
  xmlReconciliateNs(document.get(), copy);
  return document;
}

std::string canonical(xmlDoc* document) {
  xmlChar* out = nullptr;
  const int size =
      xmlC14NDocDumpMemory(document, nullptr, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, &out);
  const Owned<xmlChar> owned(out);
  if (size < 0) throw std::runtime_error("libxml2 makes no canonical form");
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

std::string digest_without_signature(const XmlElement& element) {
  const Owned<xmlDoc> document = alone(element);
  const XmlElement signature =
      XmlElement(xmlDocGetRootElement(document.get())).child("Signature", kDsig);
  if (signature) {
    xmlUnlinkNode(signature.node());
    xmlFreeNode(signature.node());
  }
  return sha256(canonical(document.get()));
}

// The one Reference, by the algorithms that are taken, to the id.
bool covers(const XmlElement& info, std::string_view id) {
  const XmlElement reference = info.child("Reference", kDsig);
  const auto transforms = reference
                              ? reference.child("Transforms", kDsig).children("Transform", kDsig)
                              : std::vector<XmlElement>();
  return transforms.size() == 2 &&
         transforms[0].attribute("Algorithm") == std::string(kDsig) + "enveloped-signature" &&
         transforms[1].attribute("Algorithm") == kExclusive &&
         reference.attribute("URI") == "#" + std::string(id) &&
         reference.child("DigestMethod", kDsig).attribute("Algorithm") ==
             std::string(kXenc) + "sha256";
}

std::string signed_info(std::string_view id, std::string_view digest) {
  return "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"" + std::string(kExclusive) +
         "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"" +
         std::string(kRsaSha256) + "\"></ds:SignatureMethod><ds:Reference URI=\"#" +
         std::string(id) + "\"><ds:Transforms><ds:Transform Algorithm=\"" + std::string(kDsig) +
         "enveloped-signature\"></ds:Transform><ds:Transform Algorithm=\"" +
         std::string(kExclusive) +
         "\"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm=\"" + std::string(kXenc) +
         "sha256\"></ds:DigestMethod><ds:DigestValue>" + base64_of(digest) +
         "</ds:DigestValue></ds:Reference></ds:SignedInfo>";
}

// Behind an initialisation vector, padded as PKCS 7 has it, which XML Encryption allows.
std::string aes256_cbc(std::string_view text, std::string_view key) {
  const std::string vector = random_bytes(16);
  const Owned<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
  std::string out(text.size() + 32, '\0');
  int size = 0;
  int rest = 0;
  auto* const at = reinterpret_cast<unsigned char*>(out.data());
  const auto bytes = [](std::string_view piece) {
    return reinterpret_cast<const unsigned char*>(piece.data());
  };
  const bool good = EVP_EncryptInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, bytes(key),
                                       bytes(vector)) == 1 &&
                    EVP_EncryptUpdate(context.get(), at, &size, bytes(text),
                                      static_cast<int>(text.size())) == 1 &&
                    EVP_EncryptFinal_ex(context.get(), at + size, &rest) == 1;
  if (!good) throw std::runtime_error("no AES-256-CBC");
  out.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
  return vector + out;
}

std::string cipher_data(std::string_view bytes) {
  return "<xenc:CipherData><xenc:CipherValue>" + base64_of(bytes) +
         "</xenc:CipherValue></xenc:CipherData>";
}

}  // namespace

bool XmlElement::is(std::string_view name, std::string_view ns) const {
  return node_ != nullptr && node_->type == XML_ELEMENT_NODE && view(node_->name) == name &&
         node_->ns != nullptr && view(node_->ns->href) == ns;
}

std::string XmlElement::text() const {
  if (node_ == nullptr) return {};
  const Owned<xmlChar> content(xmlNodeGetContent(node_));
  return std::string(view(content.get()));
}

std::string XmlElement::attribute(std::string_view name) const {
  if (node_ == nullptr) return {};
  const std::string wanted(name);
  const Owned<xmlChar> value(
      xmlGetNoNsProp(node_, reinterpret_cast<const xmlChar*>(wanted.c_str())));
  return std::string(view(value.get()));
}

std::vector<XmlElement> XmlElement::children(std::string_view name, std::string_view ns) const {
  std::vector<XmlElement> out;
  if (node_ == nullptr) return out;
  for (xmlNode* at = node_->children; at != nullptr; at = at->next) {
    if (XmlElement(at).is(name, ns)) out.emplace_back(at);
  }
  return out;
}

XmlElement XmlElement::child(std::string_view name, std::string_view ns) const {
  const auto all = children(name, ns);
  return all.size() == 1 ? all.front() : XmlElement();
}

model::Result<XmlDocument> XmlDocument::parse(std::string_view text) {
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  XmlDocument out;
  if (text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    out.document_.reset(
        xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, kOptions),
        Free());
  }
  if (!out.document_ || out.document_->intSubset != nullptr) {
    return model::Error::of(model::ErrorKind::malformed_request, "no XML without a DTD");
  }
  return out;
}

XmlElement XmlDocument::root() const { return XmlElement(xmlDocGetRootElement(document_.get())); }

bool is_signed_by(const XmlElement& element, std::string_view id,
                  const RegisteredCertificate& certificate) {
  const XmlElement signature = element.child("Signature", kDsig);
  const XmlElement info = signature.child("SignedInfo", kDsig);
  const bool known =
      info.child("CanonicalizationMethod", kDsig).attribute("Algorithm") == kExclusive &&
      info.child("SignatureMethod", kDsig).attribute("Algorithm") == kRsaSha256 && covers(info, id);
  if (!known) return false;
  const std::string digest =
      from_base64(info.child("Reference", kDsig).child("DigestValue", kDsig).text());
  if (digest != digest_without_signature(element)) return false;
  return certificate.verifies(SignatureAlgorithm::rs256, canonical(alone(info).get()),
                              from_base64(signature.child("SignatureValue", kDsig).text()));
}

std::string sign_enveloped(std::string element, std::string_view id, const SigningKey& key,
                           std::string_view certificate_der) {
  const auto document = XmlDocument::parse(element);
  if (!document) throw std::logic_error("what is signed is no XML");
  element = canonical(document->root().node()->doc);
  const std::string info = signed_info(id, sha256(element));
  // In its canonical form it has the binding that the Signature around it gives it.
  std::string covered = info;
  covered.insert(std::string_view("<ds:SignedInfo").size(),
                 " xmlns:ds=\"" + std::string(kDsig) + "\"");
  const std::string signature =
      "<ds:Signature xmlns:ds=\"" + std::string(kDsig) + "\">" + info + "<ds:SignatureValue>" +
      base64_of(key.sign_rs256(covered)) +
      "</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>" +
      base64_of(certificate_der) +
      "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>";
  element.insert(element.rfind("</"), signature);
  return element;
}

std::string encrypted_key(std::string_view bytes, const RegisteredCertificate& reader) {
  return "<xenc:EncryptedKey xmlns:xenc=\"" + std::string(kXenc) +
         "\"><xenc:EncryptionMethod Algorithm=\"" + std::string(kXenc) +
         "rsa-oaep-mgf1p\"><ds:DigestMethod xmlns:ds=\"" + std::string(kDsig) + "\" Algorithm=\"" +
         std::string(kDsig) +
         "sha1\"></ds:DigestMethod></xenc:EncryptionMethod><ds:KeyInfo xmlns:ds=\"" +
         std::string(kDsig) + "\"><wsse:SecurityTokenReference xmlns:wsse=\"" + std::string(kWsse) +
         "\"><wsse:KeyIdentifier ValueType=\"http://docs.oasis-open.org/wss/"
         "oasis-wss-soap-message-security-1.1#ThumbprintSHA1\">" +
         base64_of(reader.sha1_thumbprint()) +
         "</wsse:KeyIdentifier></wsse:SecurityTokenReference></ds:KeyInfo>" +
         cipher_data(reader.wrap(bytes)) + "</xenc:EncryptedKey>";
}

std::string encrypted_element(std::string_view element, std::string_view id,
                              const RegisteredCertificate& reader) {
  const std::string key = random_bytes(32);
  return "<xenc:EncryptedData xmlns:xenc=\"" + std::string(kXenc) + "\" Id=\"" + std::string(id) +
         "\" Type=\"" + std::string(kXenc) + "Element\"><xenc:EncryptionMethod Algorithm=\"" +
         std::string(kXenc) + "aes256-cbc\"></xenc:EncryptionMethod><ds:KeyInfo xmlns:ds=\"" +
         std::string(kDsig) + "\">" + encrypted_key(key, reader) + "</ds:KeyInfo>" +
         cipher_data(aes256_cbc(element, key)) + "</xenc:EncryptedData>";
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  return out;
}

std::string combined_key(std::string_view requester, std::string_view issuer, std::size_t bytes) {
  const auto mac = [&](const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    HMAC(EVP_sha1(), requester.data(), static_cast<int>(requester.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(), &size);
    return std::string(out.begin(), out.begin() + size);
  };
  std::string out;
  for (std::string a = mac(std::string(issuer)); out.size() < bytes; a = mac(a)) {
    out += mac(a + std::string(issuer));
  }
  return out.substr(0, bytes);
}

}  // namespace fb::cloudsim
