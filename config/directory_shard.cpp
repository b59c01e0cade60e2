// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/directory_shard.hpp"

#include <algorithm>
#include <bit>

namespace fb::config {
namespace {

// Full is three quarters; a table shrinks where it would be a sixteenth full.
std::size_t slots_for(std::size_t count) { return std::bit_ceil(count + count / 3 + 1); }
bool too_full(std::size_t count, std::size_t slots) { return count * 4 > slots * 3; }
bool too_empty(std::size_t count, std::size_t slots) { return count * 16 < slots; }

}  // namespace

std::uint64_t hash_of_address(std::string_view address) {
  static_assert(sizeof(std::size_t) == sizeof(std::uint64_t));
  return std::hash<std::string_view>{}(address);
}

DirectoryShard::DirectoryShard(const std::vector<Slot>& slots,
                               std::vector<std::shared_ptr<const DirectoryRecord>> owned)
    : owned_(std::move(owned)) {
  static_assert(sizeof(Slot) == 16);
  owned_.shrink_to_fit();
  resize_for(slots.size());
  for (const Slot& slot : slots) place(slot);
  used_ = slots.size();
}

Matches DirectoryShard::find(std::string_view address, std::uint64_t hash,
                             const Visibility& visibility) const {
  Matches found;
  if (table_.empty()) return found;
  AddressRank worst = AddressRank::guest_proxy;
  for (std::size_t i = hash & mask(); table_[i].record != nullptr; i = (i + 1) & mask()) {
    const Slot& slot = table_[i];
    if (slot.hash != static_cast<std::uint32_t>(hash) || slot.rank > worst) continue;
    if (slot.record->text(slot.text) != address || !slot.record->visible(visibility)) continue;
    if (slot.rank < worst) found.clear();
    worst = slot.rank;
    found.add(slot.record);
  }
  return found;
}

Matches DirectoryShard::find_invited(std::string_view address, std::uint64_t hash,
                                     const Visibility& visibility) const {
  Matches found;
  if (table_.empty()) return found;
  for (std::size_t i = hash & mask(); table_[i].record != nullptr; i = (i + 1) & mask()) {
    const Slot& slot = table_[i];
    if (slot.hash == static_cast<std::uint32_t>(hash) && slot.rank == AddressRank::invited &&
        slot.record->invited_as() == address && slot.record->visible(visibility))
      found.add(slot.record);
  }
  return found;
}

void DirectoryShard::for_each(const std::function<void(const Match&)>& visit) const {
  for (const auto& record : owned_) visit(Match(record.get()));
}

std::vector<std::shared_ptr<const DirectoryRecord>> DirectoryShard::identified(
    ObjectKind kind, std::string_view identity) const {
  std::vector<std::shared_ptr<const DirectoryRecord>> found;
  if (table_.empty()) return found;
  const std::uint64_t hash = hash_of_address(identity);
  for (std::size_t i = hash & mask(); table_[i].record != nullptr; i = (i + 1) & mask()) {
    const DirectoryRecord* record = table_[i].record;
    // An address leads to a recipient once, so none is seen twice here.
    if (table_[i].hash != static_cast<std::uint32_t>(hash) || record->kind() != kind ||
        record->identity() != identity || record->text(table_[i].text) != identity)
      continue;
    const auto owner = std::find_if(owned_.begin(), owned_.end(),
                                    [&](const auto& owned) { return owned.get() == record; });
    if (owner != owned_.end()) found.push_back(*owner);
  }
  return found;
}

void DirectoryShard::insert(const Slot& slot) {
  if (too_full(used_ + 1, table_.size())) resize_for(used_ + 1);
  place(slot);
  ++used_;
}

void DirectoryShard::erase(const Slot& slot) {
  if (table_.empty()) return;
  std::size_t hole = slot.hash & mask();
  while (table_[hole].record != nullptr &&
         (table_[hole].record != slot.record || table_[hole].text != slot.text))
    hole = (hole + 1) & mask();
  if (table_[hole].record == nullptr) return;
  // What follows without a gap moves up, unless it is nearer to where it belongs already.
  for (std::size_t i = (hole + 1) & mask(); table_[i].record != nullptr; i = (i + 1) & mask()) {
    const std::size_t way_from_home = (i - table_[i].hash) & mask();
    if (way_from_home < ((i - hole) & mask())) continue;
    table_[hole] = table_[i];
    hole = i;
  }
  table_[hole] = Slot{};
  --used_;
  if (too_empty(used_, table_.size())) resize_for(used_);
}

void DirectoryShard::own(std::shared_ptr<const DirectoryRecord> record) {
  owned_.push_back(std::move(record));
}

void DirectoryShard::disown(const DirectoryRecord& record) {
  const auto owner = std::find_if(owned_.begin(), owned_.end(),
                                  [&](const auto& owned) { return owned.get() == &record; });
  if (owner == owned_.end()) return;
  *owner = std::move(owned_.back());
  owned_.pop_back();
}

void DirectoryShard::place(const Slot& slot) {
  std::size_t i = slot.hash & mask();
  while (table_[i].record != nullptr) i = (i + 1) & mask();
  table_[i] = slot;
}

void DirectoryShard::resize_for(std::size_t count) {
  std::vector<Slot> before = std::move(table_);
  table_.assign(count == 0 ? 0 : slots_for(count), Slot{});
  for (const Slot& slot : before)
    if (slot.record != nullptr) place(slot);
}

}  // namespace fb::config
