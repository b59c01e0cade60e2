// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/tools/cloudsim/rsa.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <vector>

namespace fb::cloudsim::test {
namespace {

void must(bool good, const char* what) {
  if (!good) throw std::runtime_error(what);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string out(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return out;
}

}  // namespace

Rsa::Rsa(unsigned bits) : key_(EVP_RSA_gen(bits), EVP_PKEY_free) {
  must(key_ != nullptr, "no RSA key");
}

std::string Rsa::private_pem() const {
  BIO* bio = BIO_new(BIO_s_mem());
  must(PEM_write_bio_PrivateKey(bio, key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "no PEM of a key");
  return text_of(bio);
}

std::string Rsa::certificate_pem(std::string_view alternative_names,
                                 std::string_view not_after) const {
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  must(ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), "20200101000000Z") == 1, "time");
  must(ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), std::string(not_after).c_str()) ==
           1,
       "time");
  X509_set_pubkey(certificate, key_.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             bytes_of("test"), 4, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  if (!alternative_names.empty()) {
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                                std::string(alternative_names).c_str());
    must(names != nullptr && X509_add_ext(certificate, names, -1) == 1, "names");
    X509_EXTENSION_free(names);
  }
  must(X509_sign(certificate, key_.get(), EVP_sha256()) > 0, "no certificate");
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, certificate);
  X509_free(certificate);
  return text_of(bio);
}

std::string Rsa::sign(std::string_view text, bool pss, int salt_bytes) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* options = nullptr;
  must(EVP_DigestSignInit(context, &options, EVP_sha256(), nullptr, key_.get()) == 1, "sign");
  if (pss) {
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt_bytes < 0 ? RSA_PSS_SALTLEN_DIGEST : salt_bytes);
  }
  std::size_t size = 0;
  must(EVP_DigestSign(context, nullptr, &size, bytes_of(text), text.size()) == 1, "sign");
  std::string out(size, '\0');
  must(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, bytes_of(text),
                      text.size()) == 1,
       "sign");
  EVP_MD_CTX_free(context);
  return out;
}

std::string Rsa::unwrap(std::string_view wrapped) const {
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key_.get(), nullptr);
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
  std::string out(size, '\0');
  const bool good = EVP_PKEY_decrypt_init(context) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
                    EVP_PKEY_decrypt(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                                     bytes_of(wrapped), wrapped.size()) == 1;
  EVP_PKEY_CTX_free(context);
  out.resize(good ? size : 0);
  return out;
}

std::string base64url(std::string_view bytes) {
  std::vector<unsigned char> text(bytes.size() * 4 / 3 + 8);
  const int size = EVP_EncodeBlock(text.data(), bytes_of(bytes), static_cast<int>(bytes.size()));
  std::string out(text.begin(), text.begin() + size);
  while (out.ends_with('=')) out.pop_back();
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

std::string thumbprint(const std::string& certificate_pem, const char* digest) {
  BIO* bio = BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size()));
  X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  must(certificate != nullptr, "no certificate");
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  must(X509_digest(certificate, EVP_get_digestbyname(digest), bytes, &size) == 1, "no digest");
  X509_free(certificate);
  return std::string(bytes, bytes + size);
}

std::string unsigned_token(const boost::json::object& header, const boost::json::object& claims) {
  return base64url(boost::json::serialize(header)) + '.' +
         base64url(boost::json::serialize(claims));
}

}  // namespace fb::cloudsim::test
