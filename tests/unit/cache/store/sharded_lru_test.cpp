// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "cache/store/sharded_lru.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace fb::cache {
namespace {

using Store = ShardedLru<std::string, int>;

void put(Store& store, const std::string& key, int value, std::uint64_t cost = 1) {
  store.edit(key, [&](int& held) {
    held = value;
    return cost;
  });
}

std::optional<int> get(Store& store, const std::string& key) {
  std::optional<int> value;
  store.visit(key, [&](const int& held) { value = held; });
  return value;
}

TEST(ShardedLru, HoldsExactlyItsBoundAndThenDropsTheLeastRecentlyUsed) {
  Store store({3, 1});
  put(store, "a", 1);
  put(store, "b", 2);
  put(store, "c", 3);
  EXPECT_EQ(store.statistics().entries, 3u);
  EXPECT_EQ(store.statistics().evictions, 0u);

  EXPECT_EQ(get(store, "a"), 1);  // now "b" is the oldest
  put(store, "d", 4);
  EXPECT_EQ(get(store, "b"), std::nullopt);
  EXPECT_EQ(get(store, "a"), 1);
  EXPECT_EQ(get(store, "c"), 3);
  EXPECT_EQ(get(store, "d"), 4);
  EXPECT_EQ(store.statistics().evictions, 1u);
  EXPECT_EQ(store.statistics().cost, 3u);
}

TEST(ShardedLru, AnEntryThatGrowsPushesOutOthers) {
  Store store({10, 1});
  put(store, "a", 1, 4);
  put(store, "b", 2, 4);
  put(store, "b", 2, 6);
  EXPECT_EQ(get(store, "a"), 1);
  put(store, "b", 2, 7);
  EXPECT_EQ(get(store, "a"), std::nullopt);
  EXPECT_EQ(get(store, "b"), 2);
  EXPECT_EQ(store.statistics().cost, 7u);
}

TEST(ShardedLru, AnEntryOverTheBoundIsNotKeptAndCostsNobodyElse) {
  Store store({10, 1});
  put(store, "a", 1, 4);
  put(store, "big", 2, 10);
  EXPECT_EQ(get(store, "big"), 2);  // exactly the bound still fits, alone
  EXPECT_EQ(get(store, "a"), std::nullopt);

  put(store, "big", 2, 1);
  put(store, "bigger", 3, 11);
  EXPECT_EQ(get(store, "bigger"), std::nullopt);
  EXPECT_EQ(get(store, "big"), 2);
  EXPECT_EQ(store.statistics().cost, 1u);
}

TEST(ShardedLru, ACostOfZeroRemoves) {
  Store store({10, 1});
  put(store, "a", 1, 4);
  put(store, "a", 1, 0);
  EXPECT_EQ(get(store, "a"), std::nullopt);
  put(store, "new", 1, 0);
  EXPECT_EQ(store.statistics().entries, 0u);
  EXPECT_EQ(store.statistics().cost, 0u);
  EXPECT_EQ(store.statistics().evictions, 0u);
}

TEST(ShardedLru, EditExistingLeavesAnAbsentKeyAbsent) {
  Store store({10, 1});
  bool called = false;
  store.edit_existing("a", [&](int&) {
    called = true;
    return 1;
  });
  EXPECT_FALSE(called);
  EXPECT_EQ(store.statistics().entries, 0u);

  put(store, "a", 1);
  store.edit_existing("a", [](int& value) {
    value = 5;
    return 2;
  });
  EXPECT_EQ(get(store, "a"), 5);
  EXPECT_EQ(store.statistics().cost, 2u);
}

TEST(ShardedLru, EraseAndClearGiveTheCostBack) {
  Store store({100, 4});
  for (int i = 0; i < 20; ++i) put(store, std::to_string(i), i, 2);
  store.erase("7");
  store.erase("no such key");
  EXPECT_EQ(get(store, "7"), std::nullopt);
  EXPECT_EQ(get(store, "8"), 8);
  EXPECT_EQ(store.statistics().cost, 38u);
  store.clear();
  EXPECT_EQ(store.statistics().cost, 0u);
  EXPECT_EQ(store.statistics().entries, 0u);
  EXPECT_EQ(get(store, "8"), std::nullopt);
}

TEST(ShardedLru, TheSumOverAllShardsStaysWithinTheBound) {
  Store store({64, 8});
  for (int i = 0; i < 10'000; ++i) {
    put(store, std::to_string(i), i, 1 + static_cast<std::uint64_t>(i % 3));
    ASSERT_LE(store.statistics().cost, 64u);
  }
  // Keys are spread, so that no shard stays empty.
  EXPECT_GT(store.statistics().cost, 64u / 2);
}

TEST(ShardedLru, NeedsAShard) { EXPECT_THROW(Store({10, 0}), std::invalid_argument); }

}  // namespace
}  // namespace fb::cache
