// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Tokens that were verified, so that the next request with the same one costs one look-up. What is
// kept are the facts of its caller, never a permit: what the caller may do is decided anew each
// time, so a changed allowlist counts at once. An entry ends with its token, when the federation
// objects or the signing keys change, and after a few minutes.
//
// Shared by all threads.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "cache/store/sharded_lru.hpp"
#include "config/secret.hpp"
#include "gateway/identity/digest.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::identity {

// What a proof depends on besides the token itself.
struct ProofBasis {
  std::uint64_t snapshot_generation = 0;
  std::uint64_t key_changes = 0;
  bool operator==(const ProofBasis&) const = default;
};

// What is remembered of one credential.
struct VerifiedCredential {
  model::Caller caller;
  std::string kind;  // of the credential, for the log
};

class VerifiedCredentials {
 public:
  static constexpr std::uint64_t kBytesMax = 32ull * 1024 * 1024;
  static constexpr std::chrono::seconds kRememberedMax{300};

  VerifiedCredentials() : verified_({kBytesMax, 16}) {}

  std::optional<VerifiedCredential> recall(const Digest& digest, std::string_view credential,
                                           const ProofBasis& basis, model::UtcTime now);
  void remember(const Digest& digest, std::string_view credential, VerifiedCredential verified,
                const ProofBasis& basis, model::UtcTime good_until, model::UtcTime now);

 private:
  struct Entry {
    config::Secret credential;  // compared whole: a digest is no proof
    std::optional<VerifiedCredential> verified;
    ProofBasis basis;
    model::UtcTime until;
  };

  cache::ShardedLru<Digest, Entry, DigestHash> verified_;
};

}  // namespace fb::identity
