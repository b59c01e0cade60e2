// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/account_index.hpp"

#include <openssl/crypto.h>

#include <utility>

#include "gateway/identity/password_hash.hpp"

namespace fb::identity {
namespace {

bool may_sign_in(const config::Account& account) {
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

model::Caller caller_of(const KnownAccount& known) {
  model::Caller caller{known.account->kind, known.tenant->key, known.account->user,
                       known.account->name};
  if (caller.kind == model::CallerKind::home_server) caller.user.reset();
  return caller;
}

bool AccountIndex::SameDigest::operator()(const Digest& one, const Digest& other) const {
  return CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

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
      if (may_sign_in(account)) add({&tenant, &account});
    }
  }
}

void AccountIndex::add(const KnownAccount& known) {
  const config::Account& account = *known.account;
  const std::size_t place = accounts_.size();
  accounts_.push_back(known);
  if (is_password_hash(account.password_hash.reveal())) {
    with_password_.push_back(place);
    by_name_[folded(account.name)].push_back(place);
    if (account.user) by_address_[account.user->str()].push_back(place);
  }
  for (const std::string& digits : account.certificates) {
    if (const auto digest = digest_of_hex(digits)) by_certificate_[*digest].push_back(place);
  }
  for (const std::string& digits : account.api_tokens) {
    if (const auto digest = digest_of_hex(digits)) by_api_token_[*digest].push_back(place);
  }
  for (const std::string& name : account.kerberos_principals) by_principal_[name].push_back(place);
}

template <class Map>
const KnownAccount* AccountIndex::only(const Map& map, const typename Map::key_type& key) const {
  const auto found = map.find(key);
  if (found == map.end()) return nullptr;
  const Places& places = found->second;
  // An account that lists something twice is still one account.
  for (const std::size_t place : places) {
    if (place != places.front()) return nullptr;
  }
  return &accounts_[places.front()];
}

const KnownAccount* AccountIndex::find(std::string_view typed) const {
  const std::string name = folded(typed);
  return by_name_.contains(name) ? only(by_name_, name) : only(by_address_, name);
}

const KnownAccount* AccountIndex::find_certificate(const Digest& digest) const {
  return only(by_certificate_, digest);
}

const KnownAccount* AccountIndex::find_api_token(const Digest& digest) const {
  return only(by_api_token_, digest);
}

const KnownAccount* AccountIndex::find_principal(const std::string& principal) const {
  return only(by_principal_, principal);
}

const KnownAccount* AccountIndex::decoy(std::uint64_t number) const {
  if (with_password_.empty()) return nullptr;
  return &accounts_[with_password_[number % with_password_.size()]];
}

std::shared_ptr<const AccountIndex> CurrentAccounts::of(
    std::shared_ptr<const config::Snapshot> snapshot) {
  auto current = index_.with([](const auto& index) { return index; });
  if (current && current->snapshot() == snapshot) return current;
  auto made = std::make_shared<const AccountIndex>(std::move(snapshot));
  index_.with([&](auto& index) {
    // A request that began before a reload must not put the old one back.
    if (!index || index->snapshot()->generation() <= made->snapshot()->generation()) index = made;
  });
  return made;
}

}  // namespace fb::identity
