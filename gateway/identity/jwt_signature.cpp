// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/jwt_signature.hpp"

#include <openssl/err.h>

#include "gateway/identity/jose_handles.hpp"

namespace fb::identity {
namespace {

using model::Error;
using model::ErrorKind;
using model::Status;

Error refused(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "bearer." + std::string(check));
}

Status check_key(const oauth::VerificationKey& key, std::string_view algorithm, cjose_jwk_t* jwk) {
  cjose_err error{};
  if (cjose_jwk_get_kty(jwk, &error) != CJOSE_JWK_KTY_RSA) {
    return refused("key_kind", "the signing key is no RSA key");
  }
  const std::size_t bits = cjose_jwk_get_keysize(jwk, &error);
  if (bits < kRsaBitsMin || bits > kRsaBitsMax) {
    return refused("key_size", "the signing key does not have 2048 to 8192 bits");
  }
  if (!key.algorithm.empty() && key.algorithm != algorithm) {
    return refused("key_algorithm", "the signing key is for another algorithm");
  }
  return {};
}

}  // namespace

Status verify_signature(std::string_view token, std::string_view algorithm,
                        const oauth::VerificationKey& key) {
  cjose_err error{};
  const Jwk jwk(cjose_jwk_import(key.jwk_json.data(), key.jwk_json.size(), &error));
  if (!jwk) return refused("key", "the signing key cannot be read");
  if (const Status status = check_key(key, algorithm, jwk.get()); !status) return status;
  const Jws jws(cjose_jws_import(token.data(), token.size(), &error));
  if (!jws) return refused("signature", "the token cannot be read as a signed one");
  // Two readers of one header must not disagree about the algorithm.
  const char* const named =
      cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, &error);
  if (named == nullptr || algorithm != named) {
    return refused("algorithm", "the token's algorithm is read in two ways");
  }
  const bool good = cjose_jws_verify(jws.get(), jwk.get(), &error);
  ERR_clear_error();  // a TLS connection of this thread must not find what is left of a failure
  if (!good) return refused("signature", "the signature is not that of the signing key");
  return {};
}

}  // namespace fb::identity
