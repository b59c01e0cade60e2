// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A part of a directory: the addresses whose hash belongs here, in an open table with linear
// probing, and the recipients whose identity does. For config/directory alone.
//
// Beware: a table points to recipients that other shards own. That is sound because all shards of a
// directory are of one edition: what changes a recipient replaces every shard that leads to it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "config/directory_record.hpp"

namespace fb::config {

std::uint64_t hash_of_address(std::string_view address);
constexpr std::size_t shard_of_hash(std::uint64_t hash) {
  static_assert(kDirectoryShards == 256);
  return hash >> 56;
}

class DirectoryShard {
 public:
  struct Slot {
    const DirectoryRecord* record = nullptr;  // null: the slot is free
    std::uint32_t hash = 0;                   // the lower half
    AddressRank rank : 8 = AddressRank::own;
    std::uint32_t text : 24 = 0;  // the number of the address among the record's texts
  };

  DirectoryShard() = default;
  // All at once.
  DirectoryShard(const std::vector<Slot>& slots,
                 std::vector<std::shared_ptr<const DirectoryRecord>> owned);

  Matches find(std::string_view address, std::uint64_t hash, const Visibility& visibility) const;
  Matches find_invited(std::string_view address, std::uint64_t hash,
                       const Visibility& visibility) const;
  void for_each(const std::function<void(const Match&)>& visit) const;
  // Those of that kind whose identity it is. They are owned here.
  std::vector<std::shared_ptr<const DirectoryRecord>> identified(ObjectKind kind,
                                                                 std::string_view identity) const;

  void insert(const Slot& slot);
  void erase(const Slot& slot);
  void own(std::shared_ptr<const DirectoryRecord> record);
  void disown(const DirectoryRecord& record);

 private:
  std::size_t mask() const { return table_.size() - 1; }
  void place(const Slot& slot);
  void resize_for(std::size_t count);

  std::vector<Slot> table_{};  // none, or a power of two with at least a quarter free
  std::size_t used_ = 0;
  std::vector<std::shared_ptr<const DirectoryRecord>> owned_{};
};

}  // namespace fb::config
