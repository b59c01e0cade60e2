// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/certificate_token.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <vector>

#include "config/text_file.hpp"
#include "gateway/identity/jose_handles.hpp"
#include "gateway/identity/openssl_handles.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::size_t kPemBytesMax = 256 * 1024;

Error unusable(const std::string& file, std::string_view trouble) {
  ERR_clear_error();
  return Error::of(ErrorKind::token_unavailable, file + " " + std::string(trouble));
}

Result<Bio> open_pem(const std::string& file, config::Secret& text) {
  config::TextFile read = config::read_text_file(file, kPemBytesMax);
  if (!read.trouble.empty()) return unusable(file, read.trouble);
  text = config::Secret(std::move(read.text));
  return memory_bio(text.reveal());
}

Result<X509Certificate> read_certificate(const std::string& file) {
  config::Secret text;
  const auto bio = open_pem(file, text);
  if (!bio) return bio.error();
  X509Certificate certificate(PEM_read_bio_X509(bio->get(), nullptr, nullptr, nullptr));
  if (!certificate) return unusable(file, "holds no certificate in PEM form");
  return certificate;
}

Result<Pkey> read_private_key(const std::string& file) {
  config::Secret text;
  const auto bio = open_pem(file, text);
  if (!bio) return bio.error();
  // No passphrase is asked for on a terminal.
  char nothing[] = "";
  Pkey key(PEM_read_bio_PrivateKey(bio->get(), nullptr, nullptr, nothing));
  if (!key) return unusable(file, "holds no private key in PEM form without a passphrase");
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return unusable(file, "holds no RSA key");
  return key;
}

// One number of the key as big-endian bytes; wiped when it goes.
class KeyPart {
 public:
  KeyPart(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return;
    const BigNumber held(number);
    bytes_.resize(static_cast<std::size_t>(BN_num_bytes(number)));
    BN_bn2bin(number, bytes_.data());
  }
  ~KeyPart() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  KeyPart(const KeyPart&) = delete;
  KeyPart& operator=(const KeyPart&) = delete;

  std::uint8_t* data() { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::vector<std::uint8_t> bytes_;
};

Jwk jwk_of(const EVP_PKEY* key) {
  KeyPart n(key, OSSL_PKEY_PARAM_RSA_N);
  KeyPart e(key, OSSL_PKEY_PARAM_RSA_E);
  KeyPart d(key, OSSL_PKEY_PARAM_RSA_D);
  KeyPart p(key, OSSL_PKEY_PARAM_RSA_FACTOR1);
  KeyPart q(key, OSSL_PKEY_PARAM_RSA_FACTOR2);
  KeyPart dp(key, OSSL_PKEY_PARAM_RSA_EXPONENT1);
  KeyPart dq(key, OSSL_PKEY_PARAM_RSA_EXPONENT2);
  KeyPart qi(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
  const cjose_jwk_rsa_keyspec spec{e.data(),  e.size(),  n.data(),  n.size(), d.data(),  d.size(),
                                   p.data(),  p.size(),  q.data(),  q.size(), dp.data(), dp.size(),
                                   dq.data(), dq.size(), qi.data(), qi.size()};
  cjose_err error{};
  return Jwk(cjose_jwk_create_RSA_spec(&spec, &error));
}

std::string thumbprint(const X509* certificate, const EVP_MD* digest) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  if (X509_digest(certificate, digest, bytes.data(), &size) != 1) return {};
  return wire::base64url({bytes.data(), size});
}

JwsHeader header_of(CertificateSignature signature, const X509* certificate) {
  cjose_err error{};
  JwsHeader header(cjose_header_new(&error));
  const bool sha1 = signature == CertificateSignature::rs256;
  const std::string print = thumbprint(certificate, sha1 ? EVP_sha1() : EVP_sha256());
  const bool made =
      header && !print.empty() &&
      cjose_header_set(header.get(), "alg", sha1 ? "RS256" : "PS256", &error) &&
      cjose_header_set(header.get(), "typ", "JWT", &error) &&
      cjose_header_set(header.get(), sha1 ? "x5t" : "x5t#S256", print.c_str(), &error);
  return made ? std::move(header) : nullptr;
}

Result<config::Secret> sign(const std::string& claims, const JwsHeader& header, const Jwk& key,
                            const std::string& key_file) {
  cjose_err error{};
  const char* compact = nullptr;
  const Jws jws(header && key ? cjose_jws_sign(key.get(), header.get(),
                                               reinterpret_cast<const std::uint8_t*>(claims.data()),
                                               claims.size(), &error)
                              : nullptr);
  if (!jws || !cjose_jws_export(jws.get(), &compact, &error)) {
    return unusable(key_file, "holds a key that cannot sign");
  }
  return config::Secret(compact);
}

}  // namespace

Result<config::Secret> sign_with_certificate(const config::KeyPairFiles& pair,
                                             const std::string& claims,
                                             CertificateSignature signature, model::UtcTime now) {
  const auto certificate = read_certificate(pair.certificate_file);
  if (!certificate) return certificate.error();
  const auto key = read_private_key(pair.private_key_file);
  if (!key) return key.error();
  if (X509_check_private_key(certificate->get(), key->get()) != 1) {
    return unusable(pair.certificate_file, "is not the certificate of the private key");
  }
  const std::time_t at = now.time_since_epoch().count();
  if (X509_cmp_time(X509_get0_notAfter(certificate->get()), const_cast<std::time_t*>(&at)) <= 0) {
    return unusable(pair.certificate_file, "is a certificate that has ended");
  }
  return sign(claims, header_of(signature, certificate->get()), jwk_of(key->get()),
              pair.private_key_file);
}

}  // namespace fb::identity
