// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "cache/store/ttl_store.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fb::cache {
namespace {

using std::chrono::seconds;

constexpr model::UtcTime kNow{seconds(1'800'000'000)};

TEST(TtlStore, GivesAValueUntilItsTimeAndNotAtIt) {
  TtlStore<std::string, int> store(10, 2);
  store.put("a", 1, kNow + seconds(5));
  EXPECT_EQ(store.find("a", kNow), 1);
  EXPECT_EQ(store.find("a", kNow + seconds(4)), 1);
  EXPECT_EQ(store.find("a", kNow + seconds(5)), std::nullopt);
}

TEST(TtlStore, AnExpiredEntryIsGoneOnceLookedFor) {
  TtlStore<std::string, int> store(10, 1);
  store.put("a", 1, kNow + seconds(5));
  EXPECT_EQ(store.statistics().entries, 1u);
  EXPECT_EQ(store.find("a", kNow + seconds(6)), std::nullopt);
  EXPECT_EQ(store.statistics().entries, 0u);
}

TEST(TtlStore, PutReplaces) {
  TtlStore<std::string, int> store(10, 1);
  store.put("a", 1, kNow + seconds(5));
  store.put("a", 2, kNow + seconds(1));
  EXPECT_EQ(store.find("a", kNow), 2);
  EXPECT_EQ(store.find("a", kNow + seconds(1)), std::nullopt);
}

TEST(TtlStore, PutIfAbsentKeepsTheFirstUntilItExpires) {
  TtlStore<std::string, int> store(10, 1);
  EXPECT_TRUE(store.put_if_absent("a", 1, kNow + seconds(5), kNow));
  EXPECT_FALSE(store.put_if_absent("a", 2, kNow + seconds(50), kNow + seconds(4)));
  EXPECT_EQ(store.find("a", kNow + seconds(4)), 1);
  EXPECT_TRUE(store.put_if_absent("a", 3, kNow + seconds(50), kNow + seconds(5)));
  EXPECT_EQ(store.find("a", kNow + seconds(49)), 3);
}

TEST(TtlStore, IsBoundedInNumber) {
  TtlStore<std::string, int> store(2, 1);
  store.put("a", 1, kNow + seconds(5));
  store.put("b", 2, kNow + seconds(5));
  store.put("c", 3, kNow + seconds(5));
  EXPECT_EQ(store.statistics().entries, 2u);
  EXPECT_EQ(store.find("a", kNow), std::nullopt);
  EXPECT_EQ(store.find("c", kNow), 3);
}

TEST(TtlStore, EraseAndClear) {
  TtlStore<std::string, int> store(10, 2);
  store.put("a", 1, kNow + seconds(5));
  store.put("b", 2, kNow + seconds(5));
  store.erase("a");
  EXPECT_EQ(store.find("a", kNow), std::nullopt);
  EXPECT_EQ(store.find("b", kNow), 2);
  store.clear();
  EXPECT_EQ(store.find("b", kNow), std::nullopt);
}

}  // namespace
}  // namespace fb::cache
