// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xml_signing.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>

#include "config/text_file.hpp"
#include "gateway/identity/xmlsec_library.hpp"
#include "protocols/wstrust/names.hpp"

namespace fb::identity {
namespace {

using config::Secret;
using model::Error;
using model::ErrorKind;
using model::Result;
using wstrust::SignatureMethod;

constexpr std::size_t kPemBytesMax = 256 * 1024;

struct Release {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(xmlBuffer* buffer) const { xmlBufferFree(buffer); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

Error unusable(const std::string& file, std::string_view trouble) {
  ERR_clear_error();
  return Error::of(ErrorKind::token_unavailable, file + " " + std::string(trouble),
                   "delegation.certificate");
}

Result<Secret> read_pem(const std::string& file) {
  config::TextFile read = config::read_text_file(file, kPemBytesMax);
  if (!read.trouble.empty()) return unusable(file, read.trouble);
  return Secret(std::move(read.text));
}

Owned<BIO> reader_of(const Secret& pem) {
  const std::string_view text = pem.reveal();
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

struct SigningPair {
  XmlsecKey key;
  std::string certificate_der;
};

bool belong_together(X509* certificate, const Secret& key_pem) {
  // Without a callback OpenSSL would ask the terminal for a pass phrase.
  const auto no_pass_phrase = [](char*, int, int, void*) { return 0; };
  const auto bio = reader_of(key_pem);
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr));
  return key && X509_check_private_key(certificate, key.get()) == 1;
}

std::string der_of(const X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  if (size <= 0) return {};
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

Result<SigningPair> read_pair(const config::KeyPairFiles& files) {
  const auto certificate_pem = read_pem(files.certificate_file);
  if (!certificate_pem) return certificate_pem.error();
  const auto bio = reader_of(*certificate_pem);
  const Owned<X509> certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!certificate) return unusable(files.certificate_file, "holds no certificate in PEM form");
  const auto key_pem = read_pem(files.private_key_file);
  if (!key_pem) return key_pem.error();
  SigningPair pair{rsa_private_key(*key_pem), der_of(certificate.get())};
  if (!pair.key) {
    return unusable(files.private_key_file,
                    "holds no RSA key of 2048 to 8192 bits in PEM form without a passphrase");
  }
  if (!belong_together(certificate.get(), *key_pem)) {
    return unusable(files.private_key_file, "is not the key of " + files.certificate_file);
  }
  return pair;
}

Error cannot_sign() {
  return Error::of(ErrorKind::token_unavailable, "a signature could not be made",
                   "delegation.signature");
}

// The ds:Signature of the document with its values filled in. It is a child of the root.
Result<std::string> fill_in(const XmlTree& tree, XmlsecKey key) {
  xmlNode* const root = xmlDocGetRootElement(tree.get());
  xmlNode* const signature = child_element(root, "Signature", wstrust::kSignature);
  const SignatureContext context(xmlSecDSigCtxCreate(nullptr));
  if (signature == nullptr || !context || !key) return cannot_sign();
  context->signKey = key.release();
  if (xmlSecDSigCtxSign(context.get(), signature) < 0) return cannot_sign();
  const Owned<xmlBuffer> out(xmlBufferCreate());
  if (!out || xmlNodeDump(out.get(), tree.get(), signature, 0, 0) < 0) return cannot_sign();
  return std::string(view_of(xmlBufferContent(out.get())));
}

Result<std::string> sign_one(const SignedTimestamp& signed_one, SignatureMethod method,
                             XmlsecKey key) {
  const XmlTree tree = parse_xml(
      "<signed>" + signed_one.timestamp +
      wstrust::encode_signature_template(method, signed_one.id, false, signed_one.reference) +
      "</signed>");
  if (!tree) return cannot_sign();
  xmlNode* const timestamp =
      child_element(xmlDocGetRootElement(tree.get()), "Timestamp", wstrust::kSecurityUtility);
  if (timestamp == nullptr || !register_id(tree, timestamp, "Id", wstrust::kSecurityUtility)) {
    return cannot_sign();
  }
  return fill_in(tree, std::move(key));
}

using Sha1 = std::array<unsigned char, EVP_MAX_MD_SIZE>;
constexpr std::size_t kSha1Bytes = 20;

Sha1 hmac_sha1(std::string_view key, std::string_view text) {
  Sha1 out{};
  unsigned size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(), &size);
  return out;
}

std::string_view text_of(const Sha1& digest) {
  return {reinterpret_cast<const char*>(digest.data()), kSha1Bytes};
}

}  // namespace

Result<std::string> sign_statement(const wstrust::Statement& statement,
                                   const config::KeyPairFiles& files) {
  const XmlsecUse use;
  auto pair = read_pair(files);
  if (!pair) return pair.error();
  const std::string unsigned_one =
      wstrust::encode_signature_template(SignatureMethod::rsa_sha256, statement.id, true,
                                         wstrust::encode_certificate(pair->certificate_der));
  const XmlTree tree = parse_xml(wstrust::encode_statement(statement, unsigned_one));
  if (!tree || !register_id(tree, xmlDocGetRootElement(tree.get()), "AssertionID")) {
    return cannot_sign();
  }
  const auto signature = fill_in(tree, std::move(pair->key));
  if (!signature) return signature.error();
  return wstrust::encode_statement(statement, *signature);
}

Result<std::string> sign_timestamp(const SignedTimestamp& signed_one, const Secret& proof_key) {
  const XmlsecUse use;
  return sign_one(signed_one, SignatureMethod::hmac_sha1, hmac_key(proof_key));
}

Result<std::string> sign_timestamp_with_certificate(const SignedTimestamp& signed_one,
                                                    const config::KeyPairFiles& files) {
  const XmlsecUse use;
  auto pair = read_pair(files);
  if (!pair) return pair.error();
  return sign_one(signed_one, SignatureMethod::rsa_sha256, std::move(pair->key));
}

Secret computed_key(const Secret& requester_entropy, const Secret& issuer_entropy,
                    std::size_t bytes) {
  const std::string_view key = requester_entropy.reveal();
  const std::string_view seed = issuer_entropy.reveal();
  std::string out;
  out.reserve(bytes + kSha1Bytes);
  Sha1 a = hmac_sha1(key, seed);
  while (out.size() < bytes) {
    Secret block(std::string(text_of(a)).append(seed));
    Sha1 piece = hmac_sha1(key, block.reveal());
    out.append(text_of(piece));
    OPENSSL_cleanse(piece.data(), piece.size());
    a = hmac_sha1(key, text_of(a));
  }
  OPENSSL_cleanse(a.data(), a.size());
  OPENSSL_cleanse(out.data() + bytes, out.size() - bytes);
  out.resize(bytes);
  return Secret(std::move(out));
}

}  // namespace fb::identity
