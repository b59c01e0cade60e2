// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/support/test_pki.hpp"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace fb::test {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

void require(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("test PKI: ") + what);
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

Certificate new_certificate(EVP_PKEY* key, const std::string& name, long serial,
                            const CertificateWish& wish) {
  Certificate certificate(X509_new());
  require(certificate != nullptr, "certificate");
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.begins.count());
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.ends.count());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

bool is_address(const std::string& name) {
  unsigned char parsed[16];
  return inet_pton(AF_INET, name.c_str(), parsed) == 1 ||
         inet_pton(AF_INET6, name.c_str(), parsed) == 1;
}

std::string pem_of(X509* certificate) {
  const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_X509(bio.get(), certificate) == 1, "certificate as PEM");
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::string pem_of(EVP_PKEY* key) {
  const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "key as PEM");
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

struct TestPki::Authority {
  Key key{EVP_EC_gen("P-256")};
  Certificate certificate;
};

TestPki::TestPki() : authority_(std::make_unique<Authority>()) {
  std::string path = (std::filesystem::temp_directory_path() / "fb-test-pki-XXXXXX").string();
  require(mkdtemp(path.data()) != nullptr, "directory");
  directory_ = path;
  EVP_PKEY* key = authority_->key.get();
  authority_->certificate = new_certificate(key, "Test root", 1, CertificateWish());
  X509* root = authority_->certificate.get();
  X509_set_issuer_name(root, X509_get_subject_name(root));
  add_extension(root, root, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(root, root, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(root, root, NID_subject_key_identifier, "hash");
  require(X509_sign(root, key, EVP_sha256()) > 0, "signature");
  ca_file_ = file("ca.pem", pem_of(root));
}

TestPki::~TestPki() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

CertificateFiles TestPki::issue(const CertificateWish& wish) {
  const Key key(EVP_EC_gen("P-256"));
  const int number = ++issued_;
  const Certificate certificate = new_certificate(key.get(), "Test leaf", number + 1, wish);
  X509* root = authority_->certificate.get();
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(root));
  std::string names;
  for (const std::string& name : wish.names) {
    if (!names.empty()) names += ',';
    names += (is_address(name) ? "IP:" : "DNS:") + name;
  }
  add_extension(certificate.get(), root, NID_subject_alt_name, names);
  add_extension(certificate.get(), root, NID_ext_key_usage, wish.purpose);
  add_extension(certificate.get(), root, NID_authority_key_identifier, "keyid");
  require(X509_sign(certificate.get(), authority_->key.get(), EVP_sha256()) > 0, "signature");
  const std::string stem = "leaf" + std::to_string(number);
  return {file(stem + ".pem", pem_of(certificate.get())), file(stem + ".key", pem_of(key.get()))};
}

std::string TestPki::file(const std::string& name, const std::string& content) const {
  const std::string path = directory_ + "/" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

}  // namespace fb::test
