// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The directories of the tenants while the program runs: organizational contacts, guests, and the
// owners of mailboxes, what changed and when, and what was removed. It counts changes, not time.
//
// A removed object stays known, as in a recycle bin, so that a delta query can tell of it; putting
// it again restores it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "tools/cloudsim/directory_record.hpp"
#include "tools/cloudsim/world.hpp"

namespace fb::cloudsim {

enum class Removal : std::uint8_t {
  none,
  changed,  // could be restored
  deleted,  // for good
};

// How a token is refused whose state is not kept any more.
enum class TokenLoss : std::uint8_t {
  sync_state_not_found,  // 400, as users and contacts do after seven days
  resync_required,       // 410 with the place to begin again, as the documentation has it
};

struct DirectoryObject {
  boost::json::object properties;                               // a null was a value once
  std::map<std::string, std::uint64_t, std::less<>> changed{};  // by property: the change's number
  std::uint64_t came = 0;
  std::uint64_t left = 0;
  Removal removal = Removal::none;
};

class Directory {
 public:
  static constexpr std::size_t kObjectsMax = 50'000;  // of all tenants, removed ones too
  using Objects = std::map<std::string, DirectoryObject, std::less<>>;  // by id

  explicit Directory(const World& world);

  // Creates, changes or restores an object; null takes a value away. A problem in words, or none.
  std::string put(std::string_view tenant, const DirectoryRecord& record);
  // False where there is no such object.
  bool remove(std::string_view tenant, DirectoryFeed feed, std::string_view id, Removal removal);
  // No token that was given until now is good any more.
  void lose_tokens(TokenLoss how);

  const Objects& objects(std::string_view tenant, DirectoryFeed feed) const;
  std::uint64_t change_number() const { return change_; }
  // Tokens are good for the one in which they were given.
  const std::string& token_age() const { return token_age_; }
  TokenLoss token_loss() const { return token_loss_; }
  // What tokens are known by: the same in every run of a configuration with an admin secret, so
  // that one of an earlier run is told from one that never was.
  const std::string& token_key() const { return token_key_; }

 private:
  std::map<std::pair<std::string, DirectoryFeed>, Objects> objects_;
  std::size_t count_ = 0;
  std::uint64_t change_ = 1;
  std::string token_age_;
  std::string token_key_;
  TokenLoss token_loss_ = TokenLoss::sync_state_not_found;
};

}  // namespace fb::cloudsim
