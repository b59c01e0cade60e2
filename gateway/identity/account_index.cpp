// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/account_index.hpp"

#include "gateway/identity/password_hash.hpp"

namespace fb::identity {
namespace {

bool is_usable(const config::Account& account) {
  if (!is_password_hash(account.password_hash.reveal())) return false;
  switch (account.kind) {
    case model::CallerKind::home_user:
      return account.user.has_value();
    case model::CallerKind::home_server:
    case model::CallerKind::home_script:
      return true;
    case model::CallerKind::partner_organization:
    case model::CallerKind::partner_user:
      return false;
  }
  return false;
}

}  // namespace

std::string AccountIndex::folded(std::string_view typed) {
  std::string out(typed);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

AccountIndex::AccountIndex(std::shared_ptr<const config::Snapshot> snapshot)
    : snapshot_(std::move(snapshot)) {
  for (const config::Tenant& tenant : snapshot_->federation().tenants) {
    for (const config::Account& account : tenant.accounts) {
      if (!is_usable(account)) continue;
      by_name_[folded(account.name)].push_back(accounts_.size());
      if (account.user) by_address_[account.user->str()].push_back(accounts_.size());
      accounts_.push_back({&tenant, &account});
    }
  }
}

const KnownAccount* AccountIndex::only(const Names& names, const std::string& name) const {
  const auto found = names.find(name);
  return found == names.end() || found->second.size() != 1 ? nullptr
                                                           : &accounts_[found->second.front()];
}

const KnownAccount* AccountIndex::find(std::string_view typed) const {
  const std::string name = folded(typed);
  return by_name_.contains(name) ? only(by_name_, name) : only(by_address_, name);
}

const KnownAccount* AccountIndex::decoy(std::uint64_t number) const {
  return accounts_.empty() ? nullptr : &accounts_[number % accounts_.size()];
}

}  // namespace fb::identity
