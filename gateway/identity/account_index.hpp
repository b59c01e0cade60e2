// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The accounts of all home tenants of one snapshot, by what a caller may show: the account's name
// or its user's address with a password, a certificate, a Kerberos principal, or an API token. An
// account is found by the credentials that it has and by no other.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cache/store/guarded.hpp"
#include "config/snapshot.hpp"
#include "gateway/identity/digest.hpp"
#include "protocols/model/caller.hpp"

namespace fb::identity {

struct KnownAccount {
  const config::Tenant* tenant;
  const config::Account* account;
};

// A server asks for nobody in particular (SHARING-MODEL 4).
model::Caller caller_of(const KnownAccount& known);

class AccountIndex {
 public:
  explicit AccountIndex(std::shared_ptr<const config::Snapshot> snapshot);

  const std::shared_ptr<const config::Snapshot>& snapshot() const { return snapshot_; }

  // Null where nothing or more than one thing is called so, here and in what follows.

  // For a password. A name wins over an address; the case of ASCII letters does not matter.
  const KnownAccount* find(std::string_view typed) const;
  // By the SHA-256 of the whole certificate, or of the whole token.
  const KnownAccount* find_certificate(const Digest& digest) const;
  const KnownAccount* find_api_token(const Digest& digest) const;
  // As it is written, realm included.
  const KnownAccount* find_principal(const std::string& principal) const;

  // An account whose hash can be computed in place of the one that does not exist, the same one for
  // the same number. Null where there are no accounts.
  const KnownAccount* decoy(std::uint64_t number) const;

  // ASCII letters in lower case.
  static std::string folded(std::string_view typed);

 private:
  struct SameDigest {
    bool operator()(const Digest& one, const Digest& other) const;  // in constant time
  };
  using Places = std::vector<std::size_t>;
  using Names = std::unordered_map<std::string, Places>;
  using Digests = std::unordered_map<Digest, Places, DigestHash, SameDigest>;

  template <class Map>
  const KnownAccount* only(const Map& map, const typename Map::key_type& key) const;
  void add(const KnownAccount& known);

  std::shared_ptr<const config::Snapshot> snapshot_;
  std::vector<KnownAccount> accounts_;
  Places with_password_;
  Names by_name_;
  Names by_address_;
  Digests by_certificate_;
  Names by_principal_;
  Digests by_api_token_;
};

// The index of the snapshot in force, made once for each. Shared by all threads.
class CurrentAccounts {
 public:
  std::shared_ptr<const AccountIndex> of(std::shared_ptr<const config::Snapshot> snapshot);

 private:
  cache::Guarded<std::shared_ptr<const AccountIndex>> index_;
};

}  // namespace fb::identity
