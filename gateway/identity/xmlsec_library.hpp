// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// libxml2 and xmlsec, set up once for the process, and owners of what they hand out. What they may
// never do here is taken from them at the set-up: no file and no address is opened, whatever a
// document names, and nothing is printed.
//
// Beware: every use of the two libraries, parsing included, stands inside an XmlsecUse of the same
// thread. None of the handles may be shared between threads. For .cpp files only.
#pragma once

#include <libxml/tree.h>
#include <xmlsec/xmlsec.h>
// The order matters to xmlsec.
#include <xmlsec/keys.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlenc.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "config/secret.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

// A use of the libraries by one thread, from an empty record of errors to its end, where OpenSSL's
// queue of errors is emptied too: what stays in it would be taken for an error of a TLS connection.
// Uses of one thread may be nested; they have one record.
class XmlsecUse {
 public:
  static constexpr std::size_t kErrorBytesMax = 1024;

  XmlsecUse();
  ~XmlsecUse();
  XmlsecUse(const XmlsecUse&) = delete;
  XmlsecUse& operator=(const XmlsecUse&) = delete;

  // What the libraries complained of, the first complaints first, cut to the bound. It may repeat
  // words of the document, so it is for the log and never for a caller.
  std::string_view errors() const;
};

struct XmlFree {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  void operator()(xmlNode* node) const { xmlFreeNode(node); }
  void operator()(xmlChar* text) const { xmlFree(text); }
};
using XmlTree = std::unique_ptr<xmlDoc, XmlFree>;
using XmlText = std::unique_ptr<xmlChar, XmlFree>;

struct XmlsecFree {
  void operator()(xmlSecDSigCtx* context) const { xmlSecDSigCtxDestroy(context); }
  void operator()(xmlSecEncCtx* context) const { xmlSecEncCtxDestroy(context); }
  void operator()(xmlSecKey* key) const { xmlSecKeyDestroy(key); }
};
using SignatureContext = std::unique_ptr<xmlSecDSigCtx, XmlsecFree>;
using EncryptionContext = std::unique_ptr<xmlSecEncCtx, XmlsecFree>;
using XmlsecKey = std::unique_ptr<xmlSecKey, XmlsecFree>;

inline const xmlChar* xml_text(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
inline std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// Null where libxml2 cannot read it. Without entities, without network, with libxml2's own bounds;
// what has a DTD is refused. The caller bounds the size and the depth beforehand, with
// protocols/wire/xml, which reads the same bytes.
XmlTree parse_xml(std::string_view text);

// The child element with that name, or null.
xmlNode* child_element(const xmlNode* parent, std::string_view local, std::string_view ns);

// Registers the attribute as an id, so that a same-document reference finds its element. False
// where there is no such attribute or the id is taken.
bool register_id(const XmlTree& tree, xmlNode* element, std::string_view local,
                 std::string_view ns = {});

// Keys for SignatureContext::signKey, which takes ownership (release()). Null where the bytes are
// no such key, or the key is one that kRsaBitsMin forbids.
inline constexpr int kRsaBitsMin = 2048;
inline constexpr int kRsaBitsMax = 8192;
XmlsecKey rsa_public_key(std::string_view certificate_der);
XmlsecKey rsa_private_key(const config::Secret& pem);
XmlsecKey hmac_key(const config::Secret& bytes);

}  // namespace fb::identity
