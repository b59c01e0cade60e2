// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/support/saml_maker.hpp"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>

#include "protocols/wire/base64.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::test {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};
void free_bio(BIO* bio) { BIO_free(bio); }
using Bio = std::unique_ptr<BIO, Release<free_bio>>;
using Pkey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Release<EVP_CIPHER_CTX_free>>;
using Tree = std::unique_ptr<xmlDoc, Release<xmlFreeDoc>>;

constexpr std::string_view kSaml = "urn:oasis:names:tc:SAML:1.0:assertion";
constexpr std::string_view kDs = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view kXenc = "http://www.w3.org/2001/04/xmlenc#";
constexpr std::string_view kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view kWsse =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
constexpr std::string_view kWsu =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
constexpr std::string_view kOaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("SAML maker: ") + what);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

bool is_sha1(std::string_view uri) { return uri.ends_with("sha1"); }

Certificate certificate_of(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  require(certificate != nullptr, "certificate");
  return certificate;
}

Pkey private_key(const RsaKey& key) {
  const std::string pem = key.private_pem();
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Pkey made(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  require(made != nullptr, "private key");
  return made;
}

std::string digest_of(std::string_view uri, std::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const EVP_MD* const kind = is_sha1(uri) ? EVP_sha1() : EVP_sha256();
  require(EVP_Digest(text.data(), text.size(), bytes, &size, kind, nullptr) == 1, "digest");
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string utc(model::UtcTime at) {
  std::string text;
  wire::append_utc_time(at, text);
  return text;
}

std::string signed_info(std::string_view digest, std::string_view id, const SignatureWish& wish,
                        bool enveloped) {
  std::vector<std::string> transforms = wish.transforms;
  if (transforms.empty()) {
    if (enveloped) transforms.emplace_back(kEnveloped);
    transforms.emplace_back(kExclusive);
  }
  std::string text =
      join({"<ds:SignedInfo xmlns:ds=\"", kDs, "\"><ds:CanonicalizationMethod Algorithm=\"",
            kExclusive, "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"",
            wish.method, "\">", wish.method_part, "</ds:SignatureMethod>", "<ds:Reference URI=\"#",
            wish.reference.empty() ? id : wish.reference, "\"><ds:Transforms>"});
  for (const std::string& transform : transforms)
    text += join({"<ds:Transform Algorithm=\"", transform, "\"></ds:Transform>"});
  return text +
         join({"</ds:Transforms><ds:DigestMethod Algorithm=\"", wish.digest,
               "\"></ds:DigestMethod><ds:DigestValue>", base64_text(digest),
               "</ds:DigestValue></ds:Reference>", wish.extra_reference, "</ds:SignedInfo>"});
}

std::string signature_element(const std::string& info, std::string_view value,
                              const std::string& key_info) {
  std::string text = join({"<ds:Signature xmlns:ds=\"", kDs, "\">", info, "<ds:SignatureValue>",
                           base64_text(value), "</ds:SignatureValue>"});
  if (!key_info.empty()) text += "<ds:KeyInfo>" + key_info + "</ds:KeyInfo>";
  return text + "</ds:Signature>";
}

std::string attribute(std::string_view ns, std::string_view name, std::string_view value) {
  return join({"<saml:Attribute AttributeName=\"", name, "\" AttributeNamespace=\"", ns,
               "\"><saml:AttributeValue>", value, "</saml:AttributeValue></saml:Attribute>"});
}

std::string enciphered(std::string_view cipher, const std::string& key, std::string_view text) {
  const bool gcm = cipher.ends_with("gcm");
  const bool wide = cipher.find("aes256") != std::string_view::npos;
  const EVP_CIPHER* kind = wide ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
  if (gcm) kind = wide ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
  std::string vector(gcm ? 12 : 16, '\0');
  require(RAND_bytes(bytes_of(vector), static_cast<int>(vector.size())) == 1, "random");
  // PKCS 7 padding is one of those that xmlenc allows.
  const CipherContext context(EVP_CIPHER_CTX_new());
  require(EVP_EncryptInit_ex(context.get(), kind, nullptr, bytes_of(key), bytes_of(vector)) == 1,
          "cipher");
  std::string made(text.size() + 32, '\0');
  int size = 0;
  int last = 0;
  require(EVP_EncryptUpdate(context.get(), bytes_of(made), &size, bytes_of(text),
                            static_cast<int>(text.size())) == 1 &&
              EVP_EncryptFinal_ex(context.get(), bytes_of(made) + size, &last) == 1,
          "encipher");
  made.resize(static_cast<std::size_t>(size + last));
  if (gcm) {
    std::string seal(16, '\0');
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, seal.data()) == 1,
            "seal");
    made += seal;
  }
  return vector + made;
}

}  // namespace

std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  require(at != std::string::npos, "there is nothing to replace");
  return text.replace(at, from.size(), to);
}

std::string base64_text(std::string_view bytes) {
  return wire::base64(std::span<const std::uint8_t>(bytes_of(bytes), bytes.size()));
}

std::string der_of_pem(std::string_view pem) {
  unsigned char* bytes = nullptr;
  const Certificate certificate = certificate_of(pem);
  const int size = i2d_X509(certificate.get(), &bytes);
  require(size > 0, "DER");
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

const SamlIdentity& saml_identity(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<SamlIdentity>> made;
  const std::lock_guard lock(mutex);
  auto& identity = made[std::string(name)];
  if (!identity) {
    const RsaKey& key = RsaKey::shared(name);
    const model::UtcTime begins = std::chrono::sys_days(std::chrono::year(2025) / 1 / 1);
    std::string pem = key.certificate_pem(begins, begins + std::chrono::days(3650));
    std::string der = der_of_pem(pem);
    identity = std::make_unique<SamlIdentity>(SamlIdentity{key, std::move(pem), std::move(der)});
  }
  return *identity;
}

std::string assertion_text(const AssertionWish& wish) {
  const bool held = !wish.holder_key_info.empty();
  std::string confirmation =
      join({"<saml:SubjectConfirmation><saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:",
            held ? "holder-of-key" : "bearer", "</saml:ConfirmationMethod>"});
  if (held) {
    confirmation +=
        join({"<ds:KeyInfo xmlns:ds=\"", kDs, "\">", wish.holder_key_info, "</ds:KeyInfo>"});
  }
  const std::string subject =
      join({"<saml:Subject><saml:NameIdentifier>00037ffe</saml:NameIdentifier>", confirmation,
            "</saml:SubjectConfirmation></saml:Subject>"});
  return join({"<saml:Assertion xmlns:saml=\"",
               kSaml,
               "\" MajorVersion=\"1\" MinorVersion=\"1\" AssertionID=\"",
               wish.id,
               "\" Issuer=\"",
               wish.issuer,
               "\" IssueInstant=\"",
               utc(wish.now),
               "\"><saml:Conditions NotBefore=\"",
               utc(wish.now + wish.begins),
               "\" NotOnOrAfter=\"",
               utc(wish.now + wish.ends),
               "\"><saml:AudienceRestrictionCondition><saml:Audience>",
               wish.audience,
               "</saml:Audience></saml:AudienceRestrictionCondition></saml:Conditions>",
               "<saml:AttributeStatement>",
               subject,
               attribute("http://schemas.xmlsoap.org/claims", "EmailAddress", wish.email),
               attribute("http://schemas.xmlsoap.org/ws/2006/12/authorization/claims", "action",
                         wish.offer),
               "</saml:AttributeStatement></saml:Assertion>"});
}

std::string canonical(const std::string& xml) {
  const Tree tree(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, "UTF-8", XML_PARSE_NONET));
  require(tree != nullptr, "XML");
  xmlChar* bytes = nullptr;
  const int size =
      xmlC14NDocDumpMemory(tree.get(), nullptr, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, &bytes);
  require(size >= 0, "canonical form");
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  xmlFree(bytes);
  return text;
}

std::string hmac(std::string_view method, std::string_view key, std::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const EVP_MD* const kind = is_sha1(method) ? EVP_sha1() : EVP_sha256();
  require(HMAC(kind, key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), bytes,
               &size) != nullptr,
          "HMAC");
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string rsa_signature(std::string_view method, const RsaKey& key, std::string_view text) {
  const Pkey pkey = private_key(key);
  const DigestContext context(EVP_MD_CTX_new());
  const EVP_MD* const kind = is_sha1(method) ? EVP_sha1() : EVP_sha256();
  require(EVP_DigestSignInit(context.get(), nullptr, kind, nullptr, pkey.get()) == 1, "sign");
  std::size_t size = 0;
  require(EVP_DigestSign(context.get(), nullptr, &size, bytes_of(text), text.size()) == 1, "size");
  std::string value(size, '\0');
  require(EVP_DigestSign(context.get(), bytes_of(value), &size, bytes_of(text), text.size()) == 1,
          "signature");
  value.resize(size);
  return value;
}

std::string signed_by(const std::string& assertion, const SignatureWish& wish, const RsaKey& key) {
  constexpr std::string_view kIdName = "AssertionID=\"";
  const std::size_t id_at = assertion.find(kIdName) + kIdName.size();
  const std::string id = assertion.substr(id_at, assertion.find('"', id_at) - id_at);
  const std::string info =
      signed_info(digest_of(wish.digest, canonical(assertion)), id, wish, true);
  const std::string value = rsa_signature(wish.method, key, canonical(info));
  const std::size_t end = assertion.rfind("</");
  return assertion.substr(0, end) + signature_element(info, value, wish.key_info) +
         assertion.substr(end);
}

std::string detached_signature(const std::string& element, std::string_view id,
                               const SignatureWish& wish,
                               const std::function<std::string(std::string_view)>& sign) {
  const std::string info = signed_info(digest_of(wish.digest, canonical(element)), id, wish, false);
  return signature_element(info, sign(canonical(info)), wish.key_info);
}

std::string encrypted_key_for(const std::string& certificate_pem, std::string_view key,
                              const EncryptionWish& wish) {
  const Certificate certificate = certificate_of(certificate_pem);
  const PkeyContext context(EVP_PKEY_CTX_new(X509_get0_pubkey(certificate.get()), nullptr));
  const int padding = wish.transport == kOaep ? RSA_PKCS1_OAEP_PADDING : RSA_PKCS1_PADDING;
  require(EVP_PKEY_encrypt_init(context.get()) == 1 &&
              EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1,
          "wrap");
  std::string wrapped(1024, '\0');
  std::size_t size = wrapped.size();
  require(EVP_PKEY_encrypt(context.get(), bytes_of(wrapped), &size, bytes_of(key), key.size()) == 1,
          "wrapped key");
  wrapped.resize(size);
  std::string text =
      join({"<xenc:EncryptedKey xmlns:xenc=\"", kXenc, "\"><xenc:EncryptionMethod Algorithm=\"",
            wish.transport, "\">", wish.method_part, "</xenc:EncryptionMethod>"});
  if (!wish.key_info.empty())
    text += join({"<ds:KeyInfo xmlns:ds=\"", kDs, "\">", wish.key_info, "</ds:KeyInfo>"});
  return text + join({"<xenc:CipherData><xenc:CipherValue>", base64_text(wrapped),
                      "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>"});
}

std::string encrypted_for(const std::string& certificate_pem, std::string_view text,
                          const EncryptionWish& wish) {
  std::string key(wish.cipher.find("aes256") != std::string::npos ? 32 : 16, '\0');
  require(RAND_bytes(bytes_of(key), static_cast<int>(key.size())) == 1, "random");
  return join({"<xenc:EncryptedData xmlns:xenc=\"", kXenc, "\" Id=\"_token\" Type=\"", kXenc,
               "Element\"><xenc:EncryptionMethod Algorithm=\"", wish.cipher,
               "\"/><ds:KeyInfo xmlns:ds=\"", kDs, "\">",
               encrypted_key_for(certificate_pem, key, wish),
               "</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>",
               base64_text(enciphered(wish.cipher, key, text)),
               "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>"});
}

std::string timestamp_text(const EnvelopeWish& wish) {
  return join({"<wsu:Timestamp xmlns:wsu=\"", kWsu, "\" wsu:Id=\"_timestamp\"><wsu:Created>",
               utc(wish.now + wish.created), "</wsu:Created><wsu:Expires>",
               utc(wish.now + wish.expires), "</wsu:Expires></wsu:Timestamp>"});
}

std::string envelope_text(const EnvelopeWish& wish) {
  return join({R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/")",
               R"( xmlns:wsa="http://www.w3.org/2005/08/addressing"><s:Header>)",
               R"(<wsa:Action s:mustUnderstand="1">)", wish.action,
               R"(</wsa:Action><wsa:To s:mustUnderstand="1">)", wish.to,
               R"(</wsa:To><wsse:Security s:mustUnderstand="1" xmlns:wsse=")", kWsse, "\">",
               timestamp_text(wish), wish.token, wish.signature,
               "</wsse:Security></s:Header><s:Body>", wish.body, "</s:Body></s:Envelope>"});
}

std::string token_key_info(std::string_view assertion_id) {
  return join({"<wsse:SecurityTokenReference xmlns:wsse=\"", kWsse, "\"><wsse:KeyIdentifier",
               " ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.0#"
               "SAMLAssertionID\">",
               assertion_id, "</wsse:KeyIdentifier></wsse:SecurityTokenReference>"});
}

}  // namespace fb::test
