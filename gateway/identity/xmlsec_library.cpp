// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xmlsec_library.hpp"

#include <libxml/parser.h>
#include <libxml/valid.h>
#include <libxml/xmlIO.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>

#include <limits>
#include <stdexcept>
#include <string>

#include "gateway/identity/openssl_handles.hpp"

namespace fb::identity {
namespace {

struct ErrorRecord {
  std::string text;
  int uses = 0;
};
thread_local ErrorRecord errors_of_thread;

void record(std::string_view complaint) {
  std::string& text = errors_of_thread.text;
  if (text.size() >= XmlsecUse::kErrorBytesMax) return;
  if (!text.empty()) text += "; ";
  for (const char c : complaint) text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  if (text.size() > XmlsecUse::kErrorBytesMax) text.resize(XmlsecUse::kErrorBytesMax);
}

void record_xmlsec_error(const char*, int, const char* function, const char* object,
                         const char* subject, int reason, const char* message) {
  std::string complaint = function == nullptr ? "xmlsec" : function;
  for (const char* const part : {object, subject, message}) {
    if (part == nullptr || *part == '\0') continue;
    (complaint += ' ') += part;
  }
  record(complaint + " (" + std::to_string(reason) + ")");
}

void record_libxml_error(void*, xmlError* error) {
  if (error != nullptr && error->message != nullptr) record(error->message);
}

void ignore_text(void*, const char*, ...) {}

xmlParserInputPtr open_nothing(const char*, const char*, xmlParserCtxtPtr) { return nullptr; }

bool set_up() {
  xmlInitParser();
  xmlSetExternalEntityLoader(open_nothing);
  if (xmlSecInit() < 0 || xmlSecCheckVersion() != 1) return false;
  if (xmlSecOpenSSLAppInit(nullptr) < 0 || xmlSecOpenSSLInit() < 0) return false;
  xmlSecErrorsSetCallback(record_xmlsec_error);
  // Without these, a reference can name nothing but the document that it stands in.
  xmlSecIOCleanupCallbacks();
  ERR_clear_error();
  return true;
}

// libxml2 keeps its error handlers per thread.
void silence_this_thread() {
  thread_local bool silenced = false;
  if (silenced) return;
  xmlSetStructuredErrorFunc(nullptr, record_libxml_error);
  xmlSetGenericErrorFunc(nullptr, ignore_text);
  silenced = true;
}

XmlsecKey adopt(Pkey pkey) {
  if (!pkey || EVP_PKEY_get_base_id(pkey.get()) != EVP_PKEY_RSA) return {};
  const int bits = EVP_PKEY_get_bits(pkey.get());
  if (bits < kRsaBitsMin || bits > kRsaBitsMax) return {};
  xmlSecKeyData* const data = xmlSecOpenSSLEvpKeyAdopt(pkey.get());
  if (data == nullptr) return {};
  static_cast<void>(pkey.release());  // the data owns it now
  XmlsecKey key(xmlSecKeyCreate());
  if (!key || xmlSecKeySetValue(key.get(), data) < 0) {
    xmlSecKeyDataDestroy(data);
    return {};
  }
  return key;
}

}  // namespace

XmlsecUse::XmlsecUse() {
  static const bool ready = set_up();
  if (!ready) throw std::runtime_error("xmlsec cannot be set up");
  silence_this_thread();
  if (errors_of_thread.uses++ == 0) errors_of_thread.text.clear();
}

XmlsecUse::~XmlsecUse() {
  if (--errors_of_thread.uses > 0) return;
  xmlResetLastError();
  ERR_clear_error();
}

std::string_view XmlsecUse::errors() const { return errors_of_thread.text; }

XmlTree parse_xml(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return {};
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  XmlTree tree(
      xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", kOptions));
  if (tree && tree->intSubset != nullptr) return {};
  return tree;
}

xmlNode* child_element(const xmlNode* parent, std::string_view local, std::string_view ns) {
  for (xmlNode* node = parent->children; node != nullptr; node = node->next) {
    if (node->type == XML_ELEMENT_NODE && view_of(node->name) == local && node->ns != nullptr &&
        view_of(node->ns->href) == ns) {
      return node;
    }
  }
  return nullptr;
}

bool register_id(const XmlTree& tree, xmlNode* element, std::string_view local,
                 std::string_view ns) {
  for (xmlAttr* attribute = element->properties; attribute != nullptr;
       attribute = attribute->next) {
    const std::string_view in =
        attribute->ns == nullptr ? std::string_view() : view_of(attribute->ns->href);
    if (view_of(attribute->name) != local || in != ns) continue;
    const XmlText value(xmlNodeListGetString(tree.get(), attribute->children, 1));
    return value && xmlAddID(nullptr, tree.get(), value.get(), attribute) != nullptr;
  }
  return false;
}

XmlsecKey rsa_public_key(std::string_view certificate_der) {
  const auto* at = reinterpret_cast<const unsigned char*>(certificate_der.data());
  const auto* const end = at + certificate_der.size();
  const X509Certificate certificate(
      d2i_X509(nullptr, &at, static_cast<long>(certificate_der.size())));
  if (!certificate || at != end) return {};
  return adopt(Pkey(X509_get_pubkey(certificate.get())));
}

XmlsecKey rsa_private_key(const config::Secret& pem) {
  const Bio bio = memory_bio(pem.reveal());
  if (!bio) return {};
  return adopt(Pkey(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr)));
}

XmlsecKey hmac_key(const config::Secret& bytes) {
  const std::string_view secret = bytes.reveal();
  if (secret.empty()) return {};
  XmlsecKey key(xmlSecKeyCreate());
  xmlSecKeyData* const data = xmlSecKeyDataCreate(xmlSecOpenSSLKeyDataHmacId);
  if (!key || data == nullptr ||
      xmlSecOpenSSLKeyDataHmacSet(data, reinterpret_cast<const xmlSecByte*>(secret.data()),
                                  static_cast<xmlSecSize>(secret.size())) < 0 ||
      xmlSecKeySetValue(key.get(), data) < 0) {
    if (data != nullptr) xmlSecKeyDataDestroy(data);
    return {};
  }
  return key;
}

}  // namespace fb::identity
