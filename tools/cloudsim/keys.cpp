// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/keys.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <array>
#include <limits>
#include <stdexcept>
#include <vector>

#include "protocols/wire/base64.hpp"

namespace fb::cloudsim {
namespace {

using model::Error;
using model::ErrorKind;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// What OpenSSL leaves in its queue would be read as the failure of a later call.
model::Error refuse(const char* why) {
  ERR_clear_error();
  return Error::of(ErrorKind::malformed_request, why);
}

model::Result<Owned<BIO>> reader_of(std::string_view pem) {
  if (pem.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return refuse("the file is too large");
  }
  return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

model::Result<Owned<X509>> certificate_of(std::string_view pem) {
  auto bio = reader_of(pem);
  if (!bio) return bio.error();
  Owned<X509> certificate(PEM_read_bio_X509(bio->get(), nullptr, nullptr, nullptr));
  if (!certificate) return refuse("holds no PEM certificate");
  return certificate;
}

bool strong_rsa(const EVP_PKEY* key) {
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) >= kRsaBitsMin;
}

std::string parameter(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) throw std::logic_error("RSA without numbers");
  const Owned<BIGNUM> number(raw);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(raw)));
  BN_bn2bin(raw, bytes.data());
  return wire::base64url(bytes);
}

bool verify(EVP_PKEY* key, SignatureAlgorithm algorithm, std::string_view text,
            std::string_view signature) {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;
  bool good = EVP_DigestVerifyInit(context.get(), &options, EVP_sha256(), nullptr, key) == 1;
  if (good && algorithm == SignatureAlgorithm::ps256) {
    good = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1;
  }
  good = good && EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                                  bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  return good;
}

std::string digest_of(const X509* certificate, const EVP_MD* digest) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  if (X509_digest(certificate, digest, bytes.data(), &length) != 1) {
    throw std::logic_error("no digest of a certificate");
  }
  return std::string(bytes.begin(), bytes.begin() + length);
}

std::string der_of(const X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  if (size <= 0) throw std::logic_error("a certificate without DER");
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return out;
}

model::UtcTime time_of(const ASN1_TIME* time) {
  int days = 0;
  int seconds = 0;
  ASN1_TIME* epoch = ASN1_TIME_set(nullptr, 0);
  const bool good = ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;
  ASN1_TIME_free(epoch);
  if (!good) return model::UtcTime{};
  return model::UtcTime(std::chrono::days(days) + std::chrono::seconds(seconds));
}

std::string guid_text(const unsigned char* bytes) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[bytes[i] >> 4];
    out += kHex[bytes[i] & 15];
  }
  return out;
}

}  // namespace

model::Result<SigningKey> SigningKey::read(std::string_view pem) {
  auto bio = reader_of(pem);
  if (!bio) return bio.error();
  // Without a callback OpenSSL would ask the terminal for the password of an encrypted key.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  SigningKey out;
  out.key_.reset(PEM_read_bio_PrivateKey(bio->get(), nullptr, no_password, nullptr), EVP_PKEY_free);
  if (!out.key_) return refuse("holds no PEM private key without a password");
  if (!strong_rsa(out.key_.get())) return refuse("is no RSA key of 2048 bits or more");
  out.modulus_ = parameter(out.key_.get(), OSSL_PKEY_PARAM_RSA_N);
  out.exponent_ = parameter(out.key_.get(), OSSL_PKEY_PARAM_RSA_E);
  out.kid_ = wire::base64url(
      sha256(R"({"e":")" + out.exponent_ + R"(","kty":"RSA","n":")" + out.modulus_ + R"("})"));
  return out;
}

std::string SigningKey::sign_rs256(std::string_view text) const {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  std::size_t length = 0;
  std::string signature;
  bool good = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &length, bytes_of(text), text.size()) == 1;
  signature.resize(length);
  good = good && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                                &length, bytes_of(text), text.size()) == 1;
  if (!good) throw std::logic_error("an RSA key that cannot sign");
  signature.resize(length);
  return signature;
}

bool SigningKey::verifies_rs256(std::string_view text, std::string_view signature) const {
  return verify(key_.get(), SignatureAlgorithm::rs256, text, signature);
}

model::Result<RegisteredCertificate> RegisteredCertificate::read(std::string_view pem) {
  auto certificate = certificate_of(pem);
  if (!certificate) return certificate.error();
  RegisteredCertificate out;
  out.key_.reset(X509_get_pubkey(certificate->get()), EVP_PKEY_free);
  if (!out.key_ || !strong_rsa(out.key_.get())) {
    return refuse("has no RSA key of 2048 bits or more");
  }
  out.sha1_ = digest_of(certificate->get(), EVP_sha1());
  out.sha256_ = digest_of(certificate->get(), EVP_sha256());
  out.der_ = der_of(certificate->get());
  out.not_before_ = time_of(X509_get0_notBefore(certificate->get()));
  out.not_after_ = time_of(X509_get0_notAfter(certificate->get()));
  return out;
}

bool RegisteredCertificate::verifies(SignatureAlgorithm algorithm, std::string_view text,
                                     std::string_view signature) const {
  return verify(key_.get(), algorithm, text, signature);
}

std::string RegisteredCertificate::wrap(std::string_view bytes) const {
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
  std::string out(length, '\0');
  const bool good = EVP_PKEY_encrypt_init(context.get()) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
                    EVP_PKEY_encrypt(context.get(), reinterpret_cast<unsigned char*>(out.data()),
                                     &length, bytes_of(bytes), bytes.size()) == 1;
  if (!good) throw std::logic_error("an RSA key that cannot encrypt");
  out.resize(length);
  return out;
}

bool RegisteredCertificate::belongs_to(const SigningKey& key) const {
  return EVP_PKEY_eq(key_.get(), key.key_.get()) == 1;
}

model::Result<bool> certificate_covers(std::string_view pem, const std::string& host) {
  auto certificate = certificate_of(pem);
  if (!certificate) return certificate.error();
  return X509_check_host(certificate->get(), host.data(), host.size(), 0, nullptr) == 1;
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::logic_error("no SHA-256");
  }
  return std::string(bytes.begin(), bytes.begin() + length);
}

std::string random_guid() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  return guid_text(bytes.data());
}

std::string guid_of(std::string_view text) {
  std::string digest = sha256(text);
  digest[6] = static_cast<char>((digest[6] & 0x0f) | 0x50);
  digest[8] = static_cast<char>((digest[8] & 0x3f) | 0x80);
  return guid_text(bytes_of(digest));
}

bool equal_secrets(std::string_view a, std::string_view b) {
  // Digests have one length, so that neither the length nor the place of a difference shows.
  const std::string left = sha256(a);
  const std::string right = sha256(b);
  return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace fb::cloudsim
