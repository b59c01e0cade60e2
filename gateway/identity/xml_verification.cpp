// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xml_verification.hpp"

#include <xmlsec/openssl/crypto.h>
#include <xmlsec/transforms.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "gateway/identity/xmlsec_library.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

constexpr std::string_view kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view kRsaSha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
constexpr std::string_view kRsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
constexpr std::string_view kHmacSha1 = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
constexpr std::string_view kHmacSha256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
constexpr std::string_view kSha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
constexpr std::string_view kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

Error refused(std::string detail, std::string_view rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::string(rule));
}

// What a signature of one use may be made with.
struct Allowed {
  std::string_view method;
  std::string_view method_sha1;
  bool sha1 = false;
  bool enveloped = false;  // whether the signature stands inside what it covers
};
constexpr Allowed kIssuer{kRsaSha256, kRsaSha1, false, true};
constexpr Allowed kHolder{kRsaSha256, kRsaSha1, false, false};
// HMAC does not rest on what is broken in SHA-1, and Exchange's clients sign timestamps with it.
constexpr Allowed kProofKey{kHmacSha256, kHmacSha1, true, false};

Status check_algorithms(const wstrust::SignatureShape& shape, const Allowed& allowed) {
  const bool method_taken =
      shape.method == allowed.method || (allowed.sha1 && shape.method == allowed.method_sha1);
  const bool digest_taken = shape.digest == kSha256 || (allowed.sha1 && shape.digest == kSha1);
  if (!method_taken || !digest_taken || shape.has_method_part)
    return refused("the signature is made with an algorithm that is not taken",
                   "saml.signature_algorithm");
  std::vector<std::string> transforms;
  if (allowed.enveloped) transforms.emplace_back(kEnveloped);
  transforms.emplace_back(wstrust::kExclusiveC14n);
  if (shape.canonicalization != wstrust::kExclusiveC14n || shape.transforms != transforms)
    return refused("the signature is not over the exclusive canonical form and nothing else",
                   "saml.signature_algorithm");
  return {};
}

Status check_reference(const wstrust::SignatureShape& shape, const wstrust::DocumentShape& document,
                       std::string_view id) {
  if (id.empty() || shape.reference != "#" + std::string(id))
    return refused("the signature does not cover what it has to cover", "saml.signature_form");
  if (!wstrust::is_unique_id(document, id))
    return refused("the id that the signature covers stands more than once", "saml.signature_form");
  return {};
}

// In document order, without recursion: a document is deeper than it looks.
template <class Visit>
void for_each_element(xmlNode* root, Visit visit) {
  xmlNode* node = root;
  while (node != nullptr) {
    if (node->type == XML_ELEMENT_NODE) visit(node);
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      node = node->children;
      continue;
    }
    while (node != root && node->next == nullptr) node = node->parent;
    if (node == root) return;
    node = node->next;
  }
}

wstrust::DocumentShape shape_of(const XmlTree& tree) {
  wstrust::DocumentShape shape;
  for_each_element(xmlDocGetRootElement(tree.get()), [&](xmlNode* element) {
    ++shape.elements;
    for (xmlAttr* attribute = element->properties; attribute != nullptr;
         attribute = attribute->next) {
      if (!wstrust::is_id_attribute(view_of(attribute->name))) continue;
      const XmlText value(xmlNodeListGetString(tree.get(), attribute->children, 1));
      shape.ids.emplace_back(view_of(value.get()));
    }
  });
  std::sort(shape.ids.begin(), shape.ids.end());
  return shape;
}

Result<XmlTree> parse_alike(std::string_view text, const wstrust::DocumentShape& shape) {
  XmlTree tree = parse_xml(text);
  if (!tree || shape_of(tree) != shape)
    return refused("two readers see two different documents", "saml.two_readings");
  return tree;
}

bool enable(xmlSecDSigCtx* context, const Allowed& allowed, std::string_view method) {
  const auto signature = [&](xmlSecTransformId id) {
    return xmlSecDSigCtxEnableSignatureTransform(context, id) == 0;
  };
  const auto reference = [&](xmlSecTransformId id) {
    return xmlSecDSigCtxEnableReferenceTransform(context, id) == 0;
  };
  xmlSecTransformId method_id = xmlSecOpenSSLTransformRsaSha256GetKlass();
  if (method == kRsaSha1) method_id = xmlSecOpenSSLTransformRsaSha1GetKlass();
  if (method == kHmacSha1) method_id = xmlSecOpenSSLTransformHmacSha1GetKlass();
  if (method == kHmacSha256) method_id = xmlSecOpenSSLTransformHmacSha256GetKlass();
  return signature(xmlSecTransformExclC14NGetKlass()) && signature(method_id) &&
         reference(xmlSecTransformExclC14NGetKlass()) &&
         (!allowed.enveloped || reference(xmlSecTransformEnvelopedGetKlass())) &&
         reference(xmlSecOpenSSLTransformSha256GetKlass()) &&
         (!allowed.sha1 || reference(xmlSecOpenSSLTransformSha1GetKlass()));
}

// The bytes that were digested, where the signature is that key's.
std::optional<std::string> verify(xmlNode* signature, XmlsecKey key, const Allowed& allowed,
                                  std::string_view method) {
  const SignatureContext context(xmlSecDSigCtxCreate(nullptr));
  if (!context || !key) return std::nullopt;
  context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
  context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
  if (!enable(context.get(), allowed, method)) return std::nullopt;
  // A context that has its key does not look for another in the KeyInfo.
  context->signKey = key.release();
  if (xmlSecDSigCtxVerify(context.get(), signature) < 0 ||
      context->status != xmlSecDSigStatusSucceeded ||
      xmlSecPtrListGetSize(&context->signedInfoReferences) != 1)
    return std::nullopt;
  auto* const reference =
      static_cast<xmlSecDSigReferenceCtx*>(xmlSecPtrListGetItem(&context->signedInfoReferences, 0));
  xmlSecBuffer* const bytes =
      reference == nullptr ? nullptr : xmlSecDSigReferenceCtxGetPreDigestBuffer(reference);
  if (bytes == nullptr) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(xmlSecBufferGetData(bytes)),
                     xmlSecBufferGetSize(bytes));
}

xmlNode* descend(const XmlTree& tree, std::string_view soap) {
  xmlNode* const header = child_element(xmlDocGetRootElement(tree.get()), "Header", soap);
  return header == nullptr ? nullptr : child_element(header, "Security", wstrust::kSecurity);
}

Result<std::string> timestamp_by(std::string_view envelope, const wstrust::SecurityHeader& read,
                                 XmlsecKey key, const Allowed& allowed) {
  if (!read.signature) return refused("the message is not signed", "saml.proof_missing");
  if (const Status good = check_algorithms(*read.signature, allowed); !good) return good.error();
  const Status covers = check_reference(*read.signature, read.shape, read.timestamp.id);
  if (!covers) return covers.error();
  auto tree = parse_alike(envelope, read.shape);
  if (!tree) return tree.error();
  const xmlNode* const root = xmlDocGetRootElement(tree->get());
  const std::string soap(root->ns == nullptr ? std::string_view() : view_of(root->ns->href));
  xmlNode* const security = descend(*tree, soap);
  xmlNode* const timestamp = security == nullptr
                                 ? nullptr
                                 : child_element(security, "Timestamp", wstrust::kSecurityUtility);
  xmlNode* const signature =
      security == nullptr ? nullptr : child_element(security, "Signature", wstrust::kSignature);
  if (timestamp == nullptr || signature == nullptr ||
      !register_id(*tree, timestamp, "Id", wstrust::kSecurityUtility))
    return refused("two readers see two different documents", "saml.two_readings");
  auto bytes = verify(signature, std::move(key), allowed, read.signature->method);
  if (!bytes) return refused("the signature over the timestamp is not the holder's", "saml.proof");
  return std::move(*bytes);
}

}  // namespace

Status check_signature_form(std::string_view text, const wstrust::Assertion& read, bool sha1) {
  const XmlsecUse use;
  if (!read.signature) return refused("the assertion is not signed", "saml.signature_form");
  Allowed allowed = kIssuer;
  allowed.sha1 = sha1;
  if (const Status good = check_algorithms(*read.signature, allowed); !good) return good;
  const Status covers = check_reference(*read.signature, read.shape, read.id);
  if (!covers) return covers;
  const auto tree = parse_alike(text, read.shape);
  if (!tree) return tree.error();
  return {};
}

Result<std::string> signed_assertion(std::string_view text, const wstrust::Assertion& read,
                                     std::span<const Certificate> certificates, bool sha1) {
  const XmlsecUse use;
  if (const Status form = check_signature_form(text, read, sha1); !form) return form.error();
  Allowed allowed = kIssuer;
  allowed.sha1 = sha1;
  for (const Certificate& certificate : certificates) {
    // Each try on a document of its own: a verification may leave marks in it.
    auto tree = parse_alike(text, read.shape);
    if (!tree) return tree.error();
    xmlNode* const root = xmlDocGetRootElement(tree->get());
    xmlNode* const signature = child_element(root, "Signature", wstrust::kSignature);
    if (signature == nullptr || !register_id(*tree, root, "AssertionID"))
      return refused("two readers see two different documents", "saml.two_readings");
    auto bytes =
        verify(signature, rsa_public_key(certificate.der), allowed, read.signature->method);
    if (bytes) return std::move(*bytes);
  }
  return refused("no certificate of the issuer has made the signature", kSignatureRule);
}

Result<std::string> signed_timestamp(std::string_view envelope, const wstrust::SecurityHeader& read,
                                     const config::Secret& key) {
  const XmlsecUse use;
  const std::size_t size = key.reveal().size();
  if (size < kProofKeyBytesMin || size > kProofKeyBytesMax)
    return refused("the proof key is too short or too long", "saml.proof_key");
  return timestamp_by(envelope, read, hmac_key(key), kProofKey);
}

Result<std::string> signed_timestamp(std::string_view envelope, const wstrust::SecurityHeader& read,
                                     std::string_view certificate_der, bool sha1) {
  const XmlsecUse use;
  Allowed allowed = kHolder;
  allowed.sha1 = sha1;
  return timestamp_by(envelope, read, rsa_public_key(certificate_der), allowed);
}

}  // namespace fb::identity
