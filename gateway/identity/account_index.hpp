// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The accounts of all home tenants of one snapshot, by what a caller may type: the account's name
// or its user's address, without regard to case of ASCII letters.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/snapshot.hpp"

namespace fb::identity {

struct KnownAccount {
  const config::Tenant* tenant;
  const config::Account* account;
};

class AccountIndex {
 public:
  explicit AccountIndex(std::shared_ptr<const config::Snapshot> snapshot);

  const std::shared_ptr<const config::Snapshot>& snapshot() const { return snapshot_; }

  // Null where nothing or more than one thing is called so. A name wins over an address.
  const KnownAccount* find(std::string_view typed) const;

  // An account whose hash can be computed in place of the one that does not exist, the same one for
  // the same number. Null where there are no accounts.
  const KnownAccount* decoy(std::uint64_t number) const;

  // ASCII letters in lower case.
  static std::string folded(std::string_view typed);

 private:
  using Names = std::unordered_map<std::string, std::vector<std::size_t>>;
  const KnownAccount* only(const Names& names, const std::string& name) const;

  std::shared_ptr<const config::Snapshot> snapshot_;
  std::vector<KnownAccount> accounts_;
  Names by_name_;
  Names by_address_;
};

}  // namespace fb::identity
