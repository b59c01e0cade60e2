// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Values that are good until a given time, bounded in number, for many threads. It has no clock:
// every call is told the time. An entry past its time is as good as absent and goes when it is next
// looked for, or when room is needed.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "cache/store/sharded_lru.hpp"
#include "protocols/model/time_window.hpp"

namespace fb::cache {

template <class Key, class Value, class Time = model::UtcTime, class Hash = std::hash<Key>>
class TtlStore {
 public:
  TtlStore(std::size_t entries_max, std::size_t shards) : store_({entries_max, shards}) {}

  // A copy of the value, if it is there and now < until.
  std::optional<Value> find(const Key& key, Time now) {
    std::optional<Value> value;
    bool expired = false;
    store_.visit(key, [&](const std::optional<Held>& held) {
      expired = !held || now >= held->until;
      if (!expired) value = held->value;
    });
    if (expired) erase_expired(key, now);
    return value;
  }

  void put(const Key& key, Value value, Time until) {
    store_.edit(key, [&](std::optional<Held>& held) {
      held = Held{std::move(value), until};
      return 1;
    });
  }

  // Keeps the first: stores nothing where a value is there and now < its time. Says whether it
  // stored. One step, for replay protection.
  bool put_if_absent(const Key& key, Value value, Time until, Time now) {
    bool stored = false;
    store_.edit(key, [&](std::optional<Held>& held) {
      stored = !held || now >= held->until;
      if (stored) held = Held{std::move(value), until};
      return 1;
    });
    return stored;
  }

  void erase(const Key& key) { store_.erase(key); }
  void clear() { store_.clear(); }
  StoreStatistics statistics() const { return store_.statistics(); }

 private:
  struct Held {
    Value value;
    Time until;
  };

  void erase_expired(const Key& key, Time now) {
    // Somebody may have put a new value since the look.
    store_.edit_existing(
        key, [&](const std::optional<Held>& held) { return held && now < held->until ? 1 : 0; });
  }

  ShardedLru<Key, std::optional<Held>, Hash> store_;
};

}  // namespace fb::cache
