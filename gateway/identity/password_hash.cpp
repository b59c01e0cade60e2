// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/password_hash.hpp"

#include <argon2.h>
#include <crypt.h>
#include <openssl/crypto.h>

#include <memory>
#include <string>

#include "config/secret.hpp"

namespace fb::identity {
namespace {

constexpr std::string_view kArgon2 = "$argon2id$";
constexpr std::string_view kYescrypt = "$y$";

bool is_yescrypt_password(const config::Secret& password, const config::Secret& stored) {
  // 32 KiB, too much for a stack; wiped because it holds what the password was made into.
  const auto work = std::make_unique<crypt_data>();
  const char* const made = crypt_r(password.reveal().data(), stored.reveal().data(), work.get());
  const std::string_view expected = stored.reveal();
  const bool same = made != nullptr && std::string_view(made).size() == expected.size() &&
                    CRYPTO_memcmp(made, expected.data(), expected.size()) == 0;
  OPENSSL_cleanse(work.get(), sizeof(crypt_data));
  return same;
}

}  // namespace

bool is_password_hash(std::string_view stored) {
  return stored.starts_with(kArgon2) || stored.starts_with(kYescrypt);
}

bool is_password(std::string_view password, std::string_view stored) {
  // Both libraries take texts that end in a zero, so a password cannot hold one.
  if (password.empty() || password.find('\0') != std::string_view::npos) return false;
  const config::Secret hash{std::string(stored)};
  const config::Secret text{std::string(password)};
  if (stored.starts_with(kYescrypt)) return is_yescrypt_password(text, hash);
  if (!stored.starts_with(kArgon2)) return false;
  return argon2id_verify(hash.reveal().data(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace fb::identity
