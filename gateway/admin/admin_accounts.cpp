// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/admin_accounts.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "gateway/identity/api_token.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::admin {
namespace {

constexpr std::string_view kBearer = "bearer ";
constexpr std::size_t kUserRecordBytes = 16 * 1024;

// In a time that does not depend on where they differ.
bool same(const identity::Digest& one, const identity::Digest& other) {
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    difference = static_cast<std::uint8_t>(difference | (one[i] ^ other[i]));
  }
  return difference == 0;
}

std::optional<std::uint32_t> user_id_of(const std::string& text) {
  std::uint32_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed == std::errc{} && end == text.data() + text.size()) return value;
  passwd record{};
  passwd* found = nullptr;
  std::vector<char> bytes(kUserRecordBytes);
  if (::getpwnam_r(text.c_str(), &record, bytes.data(), bytes.size(), &found) != 0) return {};
  if (found == nullptr) return std::nullopt;
  return found->pw_uid;
}

Admitted admitted(const config::AdminAccount& account) { return {account.name, account.grants}; }

AdminError nobody(std::string message) {
  return refusal(Code::unauthenticated, std::move(message));
}

}  // namespace

config::Loaded<AccountIndex> AccountIndex::make(config::AdminAccounts accounts) {
  config::Loaded<AccountIndex> loaded;
  AccountIndex index;
  index.accounts_ = std::move(accounts.accounts);
  for (std::size_t i = 0; i < index.accounts_.size(); ++i) {
    const config::AdminAccount& account = index.accounts_[i];
    for (const std::string& digits : account.api_tokens) {
      if (const auto digest = identity::digest_of_hex(digits)) {
        index.tokens_.push_back({*digest, i});
      }
    }
    for (const std::string& digits : account.certificates) {
      if (const auto digest = identity::digest_of_hex(digits)) {
        index.certificates_.push_back({*digest, i});
      }
    }
    for (const std::string& user : account.unix_users) {
      const auto user_id = user_id_of(user);
      const auto taken = [&](const ByUser& other) { return other.user_id == *user_id; };
      std::string trouble;
      if (!user_id) {
        trouble = "is no user of this machine";
      } else if (std::any_of(index.users_.begin(), index.users_.end(), taken)) {
        trouble = "has the user id of another entry";
      } else {
        index.users_.push_back({*user_id, i});
      }
      if (trouble.empty()) continue;
      loaded.problems.push_back(
          {"", 0, 0, "account " + account.name + ": the unix user " + user + " " + trouble});
    }
  }
  if (loaded.problems.empty()) loaded.value = std::move(index);
  return loaded;
}

AccountIndex AccountIndex::of_owners(std::vector<std::uint32_t> user_ids) {
  AccountIndex index;
  config::AdminAccount owner;
  owner.name = "owner";
  owner.grants = {{config::GrantScope::every_tenant, config::AdminRole::administer, {}, {}},
                  {config::GrantScope::gateway, config::AdminRole::federate, {}, {}}};
  index.accounts_.push_back(std::move(owner));
  for (const std::uint32_t user_id : user_ids) index.users_.push_back({user_id, 0});
  return index;
}

const config::AdminAccount* AccountIndex::find(const std::vector<ByDigest>& entries,
                                               const identity::Digest& digest) const {
  const config::AdminAccount* found = nullptr;
  for (const ByDigest& entry : entries) {
    if (same(entry.digest, digest)) found = &accounts_[entry.account];
  }
  return found;
}

const config::AdminAccount* AccountIndex::with_token(const identity::Digest& digest) const {
  return find(tokens_, digest);
}

const config::AdminAccount* AccountIndex::with_certificate(const identity::Digest& digest) const {
  return find(certificates_, digest);
}

const config::AdminAccount* AccountIndex::with_user(std::uint32_t user_id) const {
  const auto found = std::find_if(users_.begin(), users_.end(),
                                  [&](const ByUser& entry) { return entry.user_id == user_id; });
  return found == users_.end() ? nullptr : &accounts_[found->account];
}

AdminAccounts::AdminAccounts(AccountIndex first, const config::AuthenticationSettings& settings,
                             async::Clock& clock)
    : current_(std::make_shared<const AccountIndex>(std::move(first))),
      clock_(clock),
      limiter_(settings.failures_max, settings.failure_window) {}

void AdminAccounts::replace(AccountIndex next) {
  Index made = std::make_shared<const AccountIndex>(std::move(next));
  current_.with([&](Index& current) { current.swap(made); });
}

Checked<Admitted> AdminAccounts::admit(const Presented& presented) {
  const Index index = current_.with([](const Index& current) { return current; });
  if (presented.authorization.size() > 1) {
    return nobody("the request has two Authorization headers");
  }
  if (!presented.authorization.empty()) return admit_token(presented, *index);
  if (presented.user_id) {
    if (const auto* account = index->with_user(*presented.user_id)) return admitted(*account);
    return nobody("the user of this machine that connected belongs to no account");
  }
  if (presented.certificate) {
    const auto* account = index->with_certificate(presented.certificate->sha256);
    if (account != nullptr && presented.certificate->in_time) return admitted(*account);
    return nobody("the client certificate is out of its time, or belongs to no account");
  }
  return nobody("send an API token as Bearer, or a client certificate");
}

Checked<Admitted> AdminAccounts::admit_token(const Presented& presented,
                                             const AccountIndex& index) {
  std::string_view token = presented.authorization.front();
  if (!model::equal_without_case(token.substr(0, kBearer.size()), kBearer)) {
    return nobody("send an API token as Bearer: no other scheme is taken here");
  }
  token.remove_prefix(kBearer.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  const config::AdminAccount* account = nullptr;
  if (identity::form_of_api_token(token) == identity::ApiTokenForm::good) {
    account = index.with_token(identity::sha256(token));
  }
  if (account != nullptr) return admitted(*account);
  return wrong_token(presented.peer_address);
}

AdminError AdminAccounts::wrong_token(const std::string& peer_address) {
  const std::string key = identity::FailureLimiter::key("admin", peer_address);
  const auto wait = limiter_.take(key, clock_.now());
  if (wait.count() == 0) return nobody("the API token is mistyped, or belongs to no account");
  AdminError throttled =
      refusal(Code::busy, "too many API tokens from this address are wrong: wait before you try");
  throttled.retry_after_s = static_cast<std::uint32_t>(wait.count());
  return throttled;
}

config::Loaded<AccountIndex> load_accounts(const std::string& file) {
  config::Loaded<AccountIndex> loaded;
  if (file.empty()) {
    loaded.value = AccountIndex::of_owners({0, ::geteuid()});
    return loaded;
  }
  auto accounts = config::load_admin_accounts(file);
  if (!accounts.value) {
    loaded.problems = std::move(accounts.problems);
    return loaded;
  }
  loaded = AccountIndex::make(std::move(*accounts.value));
  for (config::Problem& problem : loaded.problems) problem.file = file;
  return loaded;
}

}  // namespace fb::admin
