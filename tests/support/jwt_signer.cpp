// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/support/jwt_signer.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "protocols/wire/base64.hpp"

namespace fb::test {
namespace {

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(what);
}

using DigestContext = std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)>;
using Bio = std::unique_ptr<BIO, int (*)(BIO*)>;

const EVP_MD* hash_of(std::string_view algorithm) {
  return algorithm.ends_with("512") ? EVP_sha512() : EVP_sha256();
}

void set_padding(EVP_PKEY_CTX* context, std::string_view algorithm) {
  if (!algorithm.starts_with("PS")) return;
  require(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1, "PSS padding");
  require(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1, "PSS salt");
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number(const EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &value) == 1, name);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(value)));
  BN_bn2bin(value, bytes.data());
  BN_free(value);
  return wire::base64url(bytes);
}

}  // namespace

const RsaKey& RsaKey::shared(std::string_view name, int bits) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<RsaKey>> keys;
  const std::lock_guard lock(mutex);
  auto& key = keys[std::string(name) + std::to_string(bits)];
  if (!key) key = std::make_unique<RsaKey>(bits);
  return *key;
}

RsaKey::RsaKey(int bits) : key_(EVP_RSA_gen(static_cast<unsigned>(bits)), &EVP_PKEY_free) {
  require(key_ != nullptr, "no RSA key");
}

RsaKey::~RsaKey() = default;

std::string RsaKey::sign(std::string_view algorithm, std::string_view text) const {
  const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_PKEY_CTX* key_context = nullptr;
  require(
      EVP_DigestSignInit(context.get(), &key_context, hash_of(algorithm), nullptr, key_.get()) == 1,
      "sign");
  set_padding(key_context, algorithm);
  std::size_t size = 0;
  require(EVP_DigestSign(context.get(), nullptr, &size, bytes_of(text), text.size()) == 1, "size");
  std::string signature(size, '\0');
  require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                         bytes_of(text), text.size()) == 1,
          "signature");
  signature.resize(size);
  return signature;
}

bool RsaKey::verify(std::string_view algorithm, std::string_view text,
                    std::string_view signature) const {
  const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_PKEY_CTX* key_context = nullptr;
  require(EVP_DigestVerifyInit(context.get(), &key_context, hash_of(algorithm), nullptr,
                               key_.get()) == 1,
          "verify");
  set_padding(key_context, algorithm);
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

boost::json::object RsaKey::jwk(std::string_view kid) const {
  boost::json::object key;
  key["kty"] = "RSA";
  key["use"] = "sig";
  key["kid"] = kid;
  key["n"] = number(key_.get(), OSSL_PKEY_PARAM_RSA_N);
  key["e"] = number(key_.get(), OSSL_PKEY_PARAM_RSA_E);
  return key;
}

std::string RsaKey::private_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  require(
      PEM_write_bio_PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
      "private key");
  return text_of(bio.get());
}

std::string RsaKey::public_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  require(PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1, "public key");
  return text_of(bio.get());
}

std::string RsaKey::certificate_pem(model::UtcTime begins, model::UtcTime ends) const {
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), &X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), begins.time_since_epoch().count());
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), ends.time_since_epoch().count());
  X509_set_pubkey(certificate.get(), key_.get());
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes_of("gateway"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  require(X509_sign(certificate.get(), key_.get(), EVP_sha256()) != 0, "certificate");
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
  require(PEM_write_bio_X509(bio.get(), certificate.get()) == 1, "certificate");
  return text_of(bio.get());
}

std::string key_set(std::initializer_list<boost::json::object> keys) {
  boost::json::array list;
  for (const boost::json::object& key : keys) list.push_back(key);
  boost::json::object set;
  set["keys"] = std::move(list);
  return boost::json::serialize(set);
}

std::string compact_token(std::string_view header, std::string_view claims, const RsaKey& key,
                          std::string_view algorithm) {
  const std::string input = wire::base64url(header) + "." + wire::base64url(claims);
  return input + "." + wire::base64url(key.sign(algorithm, input));
}

std::string compact_token(const boost::json::object& header, const boost::json::object& claims,
                          const RsaKey& key, std::string_view algorithm) {
  return compact_token(boost::json::serialize(header), boost::json::serialize(claims), key,
                       algorithm);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, 32> mac{};
  require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
               mac.data(), nullptr) != nullptr,
          "HMAC");
  return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

std::string certificate_thumbprint(const std::string& pem, std::string_view digest) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  require(X509_digest(certificate.get(), EVP_get_digestbyname(std::string(digest).c_str()),
                      bytes.data(), &size) == 1,
          "thumbprint");
  return wire::base64url({bytes.data(), size});
}

}  // namespace fb::test
