// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/xml_decryption.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

#include "config/text_file.hpp"
#include "gateway/identity/openssl_handles.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::size_t kPemBytesMax = 256 * 1024;
constexpr std::size_t kUnwrappedBytesMax = 128;
constexpr std::string_view kOaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
constexpr std::string_view kSha1 = "http://www.w3.org/2000/09/xmldsig#sha1";

Error refused(std::string detail, std::string rule) {
  ERR_clear_error();
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

struct Cipher {
  std::string_view uri;
  const EVP_CIPHER* (*make)();
  std::size_t key_bytes;
  bool sealed;  // says by itself whether it was altered
};
constexpr std::array<Cipher, 4> kCiphers{{
    {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", EVP_aes_256_cbc, 32, false},
    {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", EVP_aes_128_cbc, 16, false},
    {"http://www.w3.org/2009/xmlenc11#aes256-gcm", EVP_aes_256_gcm, 32, true},
    {"http://www.w3.org/2009/xmlenc11#aes128-gcm", EVP_aes_128_gcm, 16, true},
}};

const Cipher* cipher_named(std::string_view uri) {
  const auto found = std::find_if(kCiphers.begin(), kCiphers.end(),
                                  [&](const Cipher& cipher) { return cipher.uri == uri; });
  return found == kCiphers.end() ? nullptr : &*found;
}

std::optional<Error> bad_transport(const wstrust::EncryptedKey& key) {
  if (key.algorithm != kOaep)
    return refused("the key transport is not RSA-OAEP with MGF1", "saml.key_transport");
  if (!(key.digest.empty() || key.digest == kSha1) || key.has_label)
    return refused("the padding of the wrapped key has options that are not taken",
                   "saml.key_transport");
  return std::nullopt;
}

// Empty where it fails.
std::string oaep_decrypt(EVP_PKEY* key, std::string_view wrapped) {
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  std::array<unsigned char, wstrust::kWrappedKeyBytesMax> plain{};
  std::size_t size = plain.size();
  const bool good =
      context && EVP_PKEY_decrypt_init(context.get()) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
      EVP_PKEY_decrypt(context.get(), plain.data(), &size, bytes_of(wrapped), wrapped.size()) == 1;
  std::string unwrapped;
  if (good && size <= kUnwrappedBytesMax)
    unwrapped.assign(reinterpret_cast<const char*>(plain.data()), size);
  OPENSSL_cleanse(plain.data(), plain.size());
  ERR_clear_error();
  return unwrapped;
}

Pkey private_key(const config::Secret& pem) {
  const Bio bio = memory_bio(pem.reveal());
  return Pkey(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr) : nullptr);
}

std::string random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(bytes_of(bytes), static_cast<int>(size)) != 1)
    throw std::runtime_error("there are no random bytes");
  return bytes;
}

// xmlenc's padding: the last byte says how many there are, the others may be anything.
bool remove_padding(std::string& text) {
  constexpr std::size_t kBlock = 16;
  if (text.empty()) return false;
  const auto padding = static_cast<unsigned char>(text.back());
  if (padding == 0 || padding > kBlock || padding > text.size()) return false;
  text.resize(text.size() - padding);
  return true;
}

// Nothing where the bytes were not enciphered with that key.
std::optional<config::Secret> decipher(const Cipher& cipher, const config::Secret& key,
                                       std::string_view bytes) {
  const std::size_t vector_bytes = cipher.sealed ? 12 : 16;
  const std::size_t seal_bytes = cipher.sealed ? 16 : 0;
  if (bytes.size() <= vector_bytes + seal_bytes) return std::nullopt;
  const std::string_view body =
      bytes.substr(vector_bytes, bytes.size() - vector_bytes - seal_bytes);
  std::string seal(bytes.substr(bytes.size() - seal_bytes));
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string plain(body.size() + 16, '\0');
  int begun = 0;
  int ended = 0;
  bool good = context &&
              EVP_DecryptInit_ex(context.get(), cipher.make(), nullptr, bytes_of(key.reveal()),
                                 bytes_of(bytes)) == 1 &&
              EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
              EVP_DecryptUpdate(context.get(), bytes_of(plain), &begun, bytes_of(body),
                                static_cast<int>(body.size())) == 1;
  if (good && cipher.sealed) {
    good = EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(seal_bytes),
                               seal.data()) == 1;
  }
  good = good && EVP_DecryptFinal_ex(context.get(), bytes_of(plain) + begun, &ended) == 1;
  ERR_clear_error();
  plain.resize(static_cast<std::size_t>(begun + ended));
  if (good && !cipher.sealed) good = remove_padding(plain);
  config::Secret text(std::move(plain));
  if (!good) return std::nullopt;
  return text;
}

std::string thumbprint_of(const std::string& file) {
  const config::TextFile read = config::read_text_file(file, kPemBytesMax);
  const Bio bio = memory_bio(read.text);
  const X509Certificate certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)
                                        : nullptr);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  if (!certificate || X509_digest(certificate.get(), EVP_sha1(), bytes.data(), &size) != 1)
    return {};
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace

TokenDecryption::TokenDecryption(const config::Federation& federation) {
  for (const config::Tenant& tenant : federation.tenants) {
    if (!tenant.federation_trust) continue;
    if (tenant.federation_trust->key) add(*tenant.federation_trust->key, tenant.key);
    if (tenant.federation_trust->next_key) add(*tenant.federation_trust->next_key, tenant.key);
  }
  ERR_clear_error();
}

void TokenDecryption::add(const config::KeyPairFiles& files, const model::TenantKey& tenant) {
  config::TextFile read = config::read_text_file(files.private_key_file, kPemBytesMax);
  if (!read.trouble.empty()) {
    trouble_ += files.private_key_file + " " + read.trouble + "; ";
    return;
  }
  config::Secret pem(std::move(read.text));
  const auto same = std::find_if(keys_.begin(), keys_.end(),
                                 [&](const Key& key) { return key.pem.reveal() == pem.reveal(); });
  if (same != keys_.end()) {
    same->tenants.push_back(tenant);
  } else {
    keys_.push_back({std::move(pem), thumbprint_of(files.certificate_file), {tenant}});
  }
}

std::vector<std::size_t> TokenDecryption::keys_for(const wstrust::EncryptedKey& key) const {
  std::vector<std::size_t> named;
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (!key.thumbprint.empty() && keys_[i].thumbprint == key.thumbprint) named.push_back(i);
    all.push_back(i);
  }
  if (named.empty()) named = std::move(all);
  if (named.size() > kDecryptionTriesMax) named.resize(kDecryptionTriesMax);
  return named;
}

Result<TokenDecryption::Opened> TokenDecryption::open(const wstrust::EncryptedToken& token) const {
  const Cipher* const cipher = cipher_named(token.algorithm);
  if (cipher == nullptr)
    return refused("the token is enciphered with an algorithm that is not taken", "saml.cipher");
  if (auto bad = bad_transport(token.key)) return *bad;
  std::optional<Opened> opened;
  bool any_key = false;
  for (const std::size_t i : keys_for(token.key)) {
    const Pkey rsa = private_key(keys_[i].pem);
    if (!rsa) continue;
    any_key = true;
    std::string unwrapped = oaep_decrypt(rsa.get(), token.key.wrapped);
    const bool fits = unwrapped.size() == cipher->key_bytes;
    if (!fits) config::wipe(unwrapped);
    const config::Secret key(fits ? std::move(unwrapped) : random_bytes(cipher->key_bytes));
    auto text = decipher(*cipher, key, token.cipher);
    if (fits && text && !opened) opened = Opened{std::move(*text), keys_[i].tenants, i};
  }
  if (!any_key) return refused("no home tenant has a federation key to open it", "saml.no_key");
  if (!opened) return refused("no federation key opens the token", "saml.decryption");
  return std::move(*opened);
}

Result<config::Secret> TokenDecryption::unwrap(const wstrust::EncryptedKey& key,
                                               std::size_t by) const {
  if (auto bad = bad_transport(key)) return *bad;
  const Pkey rsa = private_key(keys_.at(by).pem);
  config::Secret unwrapped(rsa ? oaep_decrypt(rsa.get(), key.wrapped) : std::string());
  if (unwrapped.empty())
    return refused("the proof key is not wrapped for the key that opens the token",
                   "saml.proof_key");
  return unwrapped;
}

}  // namespace fb::identity
