// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/directory.hpp"

#include <algorithm>
#include <numeric>

#include "config/directory_record.hpp"
#include "config/directory_shard.hpp"

namespace fb::config {
namespace {

using Slot = DirectoryShard::Slot;

constexpr std::size_t kFirstRecipient = static_cast<std::size_t>(ObjectKind::mailbox);

// The slots of a recipient and the shard of each.
template <class Take>
void for_each_slot(const DirectoryRecord& record, const Take& take) {
  for (const DirectoryRecord::Place& place : record.places()) {
    const std::uint64_t hash = hash_of_address(record.text(place.text));
    take(shard_of_hash(hash),
         Slot{&record, static_cast<std::uint32_t>(hash), place.rank, place.text});
  }
}

// The shards of an edition that is being made: a shard is copied when it is changed first.
class Draft {
 public:
  using Shards = std::array<std::shared_ptr<const DirectoryShard>, kDirectoryShards>;
  using Counts = std::array<std::size_t, 5>;

  Draft(const Shards& shards, const Counts& counts) : shards_(shards), counts_(counts) {}

  void put(const Recipient& recipient) {
    auto record = std::make_shared<const DirectoryRecord>(recipient);
    remove(record->kind(), record->identity());
    for_each_slot(*record, [&](std::size_t i, const Slot& slot) { changed(i).insert(slot); });
    ++counts_[static_cast<std::size_t>(record->kind()) - kFirstRecipient];
    const std::size_t home = shard_of_hash(hash_of_address(record->identity()));
    changed(home).own(std::move(record));
  }

  void remove(ObjectKind kind, std::string_view identity) {
    const std::size_t home = shard_of_hash(hash_of_address(identity));
    for (const auto& record : shards_[home]->identified(kind, identity)) {
      for_each_slot(*record, [&](std::size_t i, const Slot& slot) { changed(i).erase(slot); });
      changed(home).disown(*record);
      --counts_[static_cast<std::size_t>(kind) - kFirstRecipient];
    }
  }

  const Shards& shards() const { return shards_; }
  const Counts& counts() const { return counts_; }

 private:
  DirectoryShard& changed(std::size_t i) {
    if (copies_[i] == nullptr) {
      copies_[i] = std::make_shared<DirectoryShard>(*shards_[i]);
      shards_[i] = copies_[i];
    }
    return *copies_[i];
  }

  Shards shards_;
  std::array<std::shared_ptr<DirectoryShard>, kDirectoryShards> copies_;
  Counts counts_;
};

}  // namespace

ObjectKind Match::kind() const { return record_->kind(); }
bool Match::hidden() const { return record_->hidden(); }
std::string_view Match::identity() const { return record_->identity(); }
model::SmtpAddress Match::address() const {
  return model::SmtpAddress::parse(record_->identity()).value();
}
std::string_view Match::name() const { return record_->name(); }
std::string_view Match::source() const { return record_->source(); }
const Group* Match::group() const { return record_->group(); }
std::string_view Match::invited_as() const { return record_->invited_as(); }
Recipient Match::recipient() const { return record_->recipient(); }

void Matches::add(const DirectoryRecord* record) {
  if (first_ == nullptr) {
    first_ = record;
  } else {
    others_.push_back(record);
  }
}

void Matches::clear() {
  first_ = nullptr;
  others_.clear();
}

Directory::Directory() {
  static const auto empty = std::make_shared<const DirectoryShard>();
  shards_.fill(empty);
}

Directory Directory::with(std::span<const DirectoryEdit> edits) const {
  Draft draft(shards_, counts_);
  for (const DirectoryEdit& edit : edits) {
    if (const auto* recipient = std::get_if<Recipient>(&edit)) {
      draft.put(*recipient);
    } else {
      const auto& removed = std::get<RemovedRecipient>(edit);
      draft.remove(removed.kind, removed.identity);
    }
  }
  return Directory(draft.shards(), draft.counts());
}

Matches Directory::find(const model::SmtpAddress& address, Visibility visibility) const {
  const std::uint64_t hash = hash_of_address(address.str());
  return shards_[shard_of_hash(hash)]->find(address.str(), hash, visibility);
}

Matches Directory::find_invited(const model::SmtpAddress& address, Visibility visibility) const {
  const std::uint64_t hash = hash_of_address(address.str());
  return shards_[shard_of_hash(hash)]->find_invited(address.str(), hash, visibility);
}

std::size_t Directory::size() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::size_t{0});
}

std::size_t Directory::count(ObjectKind kind) const {
  return is_recipient(kind) ? counts_[static_cast<std::size_t>(kind) - kFirstRecipient] : 0;
}

void Directory::for_each(const std::function<void(const Match&)>& visit) const {
  for (const auto& shard : shards_) shard->for_each(visit);
}

std::size_t Directory::shards_shared_with(const Directory& other) const {
  std::size_t shared = 0;
  for (std::size_t i = 0; i < shards_.size(); ++i)
    if (shards_[i] == other.shards_[i]) ++shared;
  return shared;
}

struct DirectoryBuilder::Pending {
  struct Part {
    std::vector<Slot> slots;
    std::vector<std::shared_ptr<const DirectoryRecord>> owned;
  };
  std::array<Part, kDirectoryShards> parts;
  Directory::Counts counts{};
};

DirectoryBuilder::DirectoryBuilder() : pending_(std::make_unique<Pending>()) {}
DirectoryBuilder::~DirectoryBuilder() = default;

void DirectoryBuilder::add(const Recipient& recipient) {
  auto record = std::make_shared<const DirectoryRecord>(recipient);
  for_each_slot(*record,
                [&](std::size_t i, const Slot& slot) { pending_->parts[i].slots.push_back(slot); });
  ++pending_->counts[static_cast<std::size_t>(record->kind()) - kFirstRecipient];
  const std::size_t home = shard_of_hash(hash_of_address(record->identity()));
  pending_->parts[home].owned.push_back(std::move(record));
}

Directory DirectoryBuilder::build() {
  Directory built;
  built.counts_ = pending_->counts;
  for (std::size_t i = 0; i < kDirectoryShards; ++i) {
    Pending::Part part = std::move(pending_->parts[i]);
    if (part.slots.empty() && part.owned.empty()) continue;
    built.shards_[i] = std::make_shared<const DirectoryShard>(part.slots, std::move(part.owned));
  }
  *pending_ = Pending{};
  return built;
}

}  // namespace fb::config
