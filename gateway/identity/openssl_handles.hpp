// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Owners of what OpenSSL hands out. For .cpp files only.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string_view>

namespace fb::identity {

template <auto release>
struct OpensslRelease {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};

using Bio = std::unique_ptr<BIO, OpensslRelease<BIO_free>>;
using BigNumber = std::unique_ptr<BIGNUM, OpensslRelease<BN_clear_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, OpensslRelease<EVP_CIPHER_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, OpensslRelease<EVP_PKEY_CTX_free>>;
using Pkey = std::unique_ptr<EVP_PKEY, OpensslRelease<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, OpensslRelease<X509_free>>;

// Reads from the text, which must outlive it.
inline Bio memory_bio(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Without a callback OpenSSL would ask the terminal for a pass phrase.
inline int no_pass_phrase(char*, int, int, void*) { return 0; }

}  // namespace fb::identity
