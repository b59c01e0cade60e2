// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A bounded map for many threads: entries are spread over shards, each shard has its own lock, and
// the least recently used entry of a full shard goes first. What an entry costs is told by the
// caller in a unit of its choice (bytes, or 1 to count entries); the bound is on the sum.
//
// Not a cache by itself: nothing expires here (see TtlStore), and nothing is ever computed under a
// lock but what the caller's function does.
//
// Beware: the bound is divided among the shards, so one entry may cost at most cost_max / shards.
// One that costs more is not kept.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cache/store/guarded.hpp"

namespace fb::cache {

struct StoreLimits {
  std::uint64_t cost_max = 1024;
  std::size_t shards = 16;
};

struct StoreStatistics {
  std::uint64_t cost = 0;
  std::uint64_t entries = 0;
  std::uint64_t evictions = 0;  // entries that went for lack of room
};

template <class Key, class Value, class Hash = std::hash<Key>>
class ShardedLru {
 public:
  explicit ShardedLru(StoreLimits limits) {
    if (limits.shards == 0) throw std::invalid_argument("a store needs at least one shard");
    for (std::size_t i = 0; i < limits.shards; ++i) {
      shards_.push_back(std::make_unique<Guarded<Shard>>(limits.cost_max / limits.shards));
    }
  }

  // Calls use(const Value&) if the key is there and counts that as a use. Says whether it was.
  template <class Use>
  bool visit(const Key& key, Use&& use) {
    return shard(key).with([&](Shard& s) {
      const auto found = s.index.find(key);
      if (found == s.index.end()) return false;
      s.order.splice(s.order.begin(), s.order, found->second);
      use(std::as_const(found->second->value));
      return true;
    });
  }

  // Calls edit(Value&), on a new Value{} where the key is not there, and takes the number that it
  // returns as the entry's cost from now on. Zero removes the entry.
  template <class Edit>
  void edit(const Key& key, Edit&& edit) {
    shard(key).with([&](Shard& s) {
      auto found = s.index.find(key);
      if (found == s.index.end()) {
        s.order.push_front(Entry{key, Value{}, 0});
        found = s.index.emplace(key, s.order.begin()).first;
      } else {
        s.order.splice(s.order.begin(), s.order, found->second);
      }
      s.reprice(found, edit(found->second->value));
    });
  }

  // The same, but leaves an absent key absent.
  template <class Edit>
  void edit_existing(const Key& key, Edit&& edit) {
    shard(key).with([&](Shard& s) {
      const auto found = s.index.find(key);
      if (found != s.index.end()) s.reprice(found, edit(found->second->value));
    });
  }

  void erase(const Key& key) {
    shard(key).with([&](Shard& s) {
      const auto found = s.index.find(key);
      if (found != s.index.end()) s.remove(found);
    });
  }

  void clear() {
    for (auto& each : shards_) {
      each->with([](Shard& s) {
        s.index.clear();
        s.order.clear();
        s.cost = 0;
      });
    }
  }

  StoreStatistics statistics() const {
    StoreStatistics sum;
    for (const auto& each : shards_) {
      each->with([&](const Shard& s) {
        sum.cost += s.cost;
        sum.entries += s.index.size();
        sum.evictions += s.evictions;
      });
    }
    return sum;
  }

 private:
  struct Entry {
    Key key;
    Value value;
    std::uint64_t cost;
  };

  struct Shard {
    using Order = std::list<Entry>;  // the most recently used first
    using Index = std::unordered_map<Key, typename Order::iterator, Hash>;

    explicit Shard(std::uint64_t limit) : cost_max(limit) {}

    void remove(typename Index::iterator at) {
      cost -= at->second->cost;
      order.erase(at->second);
      index.erase(at);
    }

    void reprice(typename Index::iterator at, std::uint64_t entry_cost) {
      cost = cost - at->second->cost + entry_cost;
      at->second->cost = entry_cost;
      if (entry_cost == 0) return remove(at);
      if (entry_cost > cost_max) {
        // It would push out everything else and still not fit.
        remove(at);
        ++evictions;
        return;
      }
      while (cost > cost_max) {
        remove(index.find(order.back().key));
        ++evictions;
      }
    }

    std::uint64_t cost_max;
    std::uint64_t cost = 0;
    std::uint64_t evictions = 0;
    Order order;
    Index index;
  };

  Guarded<Shard>& shard(const Key& key) {
    // The maps use the low bits of the same hash, so the shard is taken from mixed high bits.
    const std::uint64_t mixed = static_cast<std::uint64_t>(Hash{}(key)) * 0x9e3779b97f4a7c15ull;
    return *shards_[(mixed >> 32) % shards_.size()];
  }

  std::vector<std::unique_ptr<Guarded<Shard>>> shards_;
};

}  // namespace fb::cache
