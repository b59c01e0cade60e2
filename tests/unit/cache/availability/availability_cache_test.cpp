// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "cache/availability/availability_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/blocks.hpp"
#include "tests/support/permits.hpp"

namespace fb::cache {
namespace {

using model::Availability;
using model::DetailLevel;
using model::Error;
using model::ErrorKind;
using model::Precision;
using std::chrono::seconds;
using test::answer;
using test::at;
using test::busy;
using test::days;
using test::detailed;
using test::window;
using testing::ElementsAre;
using testing::IsEmpty;

const model::UtcTime kNow = at(0);

model::CacheKey key_of(std::string_view mailbox) {
  return test::source_permit(mailbox).cache_key();
}

class AvailabilityCacheTest : public testing::Test {
 protected:
  AvailabilityCache cache_{Limits{}};
  model::CacheKey key_ = key_of("ada@contoso.example");
  ChunkIndex chunk_ = cache_.chunk_of(at(0));
};

TEST_F(AvailabilityCacheTest, ChunksAreAlignedAtTheEpochOnBothSides) {
  EXPECT_EQ(cache_.chunk_of(model::UtcTime{}), 0);
  EXPECT_EQ(cache_.chunk_of(model::UtcTime(seconds(-1))), -1);
  EXPECT_EQ(cache_.chunk_of(model::UtcTime(std::chrono::days(-7))), -1);
  EXPECT_EQ(cache_.chunk_of(model::UtcTime(std::chrono::days(-7) - seconds(1))), -2);
  EXPECT_EQ(cache_.chunk_of(model::UtcTime(std::chrono::days(7) - seconds(1))), 0);
  EXPECT_EQ(cache_.chunk_of(model::UtcTime(std::chrono::days(7))), 1);
  EXPECT_EQ(cache_.window_of(chunk_, chunk_), days(0, 7));
  EXPECT_EQ(cache_.window_of(chunk_ - 1, chunk_ + 1), days(-7, 14));
}

TEST_F(AvailabilityCacheTest, TheFirstAndTheLastDayOfTimeHaveChunks) {
  using std::chrono::sys_days;
  const model::UtcTime first = sys_days{std::chrono::January / 1 / 1900};
  const model::UtcTime last = sys_days{std::chrono::January / 1 / 2200};
  for (const auto& of :
       {window(first, first + std::chrono::days(1)), window(last - std::chrono::days(1), last)}) {
    const Lookup missing = cache_.find(key_, of, kNow);
    ASSERT_EQ(missing.missing.size(), 1u);
    const auto chunk = cache_.window_of(missing.missing[0], missing.missing[0]);
    EXPECT_LE(chunk.begin(), of.begin());
    EXPECT_GE(chunk.end(), of.end());
    cache_.store(key_, answer(chunk, {}), kNow);
    EXPECT_TRUE(cache_.find(key_, of, kNow).answer);
  }
}

TEST_F(AvailabilityCacheTest, KnowsNothingAtFirst) {
  const Lookup lookup = cache_.find(key_, days(3, 10), kNow);
  EXPECT_FALSE(lookup.answer);
  EXPECT_FALSE(lookup.failure);
  EXPECT_THAT(lookup.missing, ElementsAre(chunk_, chunk_ + 1));
  EXPECT_THAT(lookup.present, IsEmpty());
}

TEST_F(AvailabilityCacheTest, AnswersAnyWindowInsideOfWhatItHolds) {
  const auto morning = busy(at(1, 9), at(1, 10));
  const auto over = busy(at(6, 20), at(7, 8));
  Availability stored = answer(days(0, 14), {morning, over});
  stored.working_hours.emplace().periods.push_back({0x3e, 540, 1020});
  cache_.store(key_, stored, kNow);

  const Lookup all = cache_.find(key_, days(0, 14), kNow + seconds(10));
  ASSERT_TRUE(all.answer);
  EXPECT_THAT(all.answer->blocks, ElementsAre(morning, over));
  EXPECT_EQ(all.answer->window, days(0, 14));
  EXPECT_EQ(all.answer->working_hours, stored.working_hours);
  EXPECT_EQ(all.age, seconds(10));

  const Lookup second_week = cache_.find(key_, days(7, 8), kNow);
  ASSERT_TRUE(second_week.answer);
  EXPECT_THAT(second_week.answer->blocks, ElementsAre(over));

  // The window ends where the next chunk begins: that chunk is not needed.
  const Lookup to_the_edge = cache_.find(key_, days(13, 14), kNow);
  EXPECT_TRUE(to_the_edge.answer);
  EXPECT_THAT(cache_.find(key_, window(at(13), at(14) + seconds(1)), kNow).missing,
              ElementsAre(chunk_ + 2));
}

TEST_F(AvailabilityCacheTest, IsFreshForItsTimeAndNotASecondLonger) {
  cache_.store(key_, answer(days(0, 7), {}), kNow);
  EXPECT_TRUE(cache_.find(key_, days(0, 1), kNow + seconds(299)).answer);
  const Lookup stale = cache_.find(key_, days(0, 1), kNow + seconds(300));
  EXPECT_FALSE(stale.answer);
  EXPECT_THAT(stale.missing, ElementsAre(chunk_));
}

TEST_F(AvailabilityCacheTest, AClockThatWasSetBackMakesNothingFreshForEver) {
  cache_.store(key_, answer(days(0, 7), {}), kNow);
  EXPECT_TRUE(cache_.find(key_, days(0, 1), kNow - seconds(299)).answer);
  EXPECT_EQ(cache_.find(key_, days(0, 1), kNow - seconds(299)).age, seconds(0));
  EXPECT_FALSE(cache_.find(key_, days(0, 1), kNow - seconds(300)).answer);
}

TEST_F(AvailabilityCacheTest, ExpiresPerChunkAndHandsOutWhatIsStillThere) {
  const auto first = busy(at(1, 9), at(1, 10));
  cache_.store(key_, answer(days(0, 7), {first}), kNow);
  cache_.store(key_, answer(days(7, 14), {}), kNow + seconds(200));
  cache_.store(key_, answer(days(14, 21), {}), kNow + seconds(100));
  EXPECT_EQ(cache_.find(key_, days(0, 21), kNow + seconds(299)).age, seconds(299));

  const Lookup later = cache_.find(key_, days(0, 21), kNow + seconds(300));
  EXPECT_FALSE(later.answer);
  EXPECT_THAT(later.missing, ElementsAre(chunk_));
  ASSERT_EQ(later.present.size(), 2u);
  EXPECT_EQ(later.present[0].first, chunk_ + 1);
  EXPECT_EQ(later.present[0].second.window, days(7, 14));
  EXPECT_EQ(later.present[1].first, chunk_ + 2);
  EXPECT_EQ(later.age, seconds(200));
}

TEST_F(AvailabilityCacheTest, AHoleInTheMiddleIsMissingAlone) {
  cache_.store(key_, answer(days(0, 7), {}), kNow);
  cache_.store(key_, answer(days(14, 21), {}), kNow);
  const Lookup lookup = cache_.find(key_, days(0, 21), kNow);
  EXPECT_THAT(lookup.missing, ElementsAre(chunk_ + 1));
  EXPECT_EQ(lookup.present.size(), 2u);
}

TEST_F(AvailabilityCacheTest, ANewAnswerReplacesItsChunks) {
  cache_.store(key_, answer(days(0, 7), {busy(at(1), at(2))}), kNow);
  cache_.store(key_, answer(days(0, 7), {busy(at(3), at(4))}), kNow + seconds(5));
  const Lookup lookup = cache_.find(key_, days(0, 7), kNow + seconds(5));
  ASSERT_TRUE(lookup.answer);
  EXPECT_THAT(lookup.answer->blocks, ElementsAre(busy(at(3), at(4))));
  EXPECT_EQ(lookup.age, seconds(0));
}

TEST_F(AvailabilityCacheTest, MixedPrecisionIsSlots) {
  cache_.store(key_, answer(days(0, 7), {}, DetailLevel::availability_only, Precision::slots),
               kNow);
  cache_.store(key_, answer(days(7, 14), {}), kNow);
  EXPECT_EQ(cache_.find(key_, days(0, 14), kNow).answer->precision, Precision::slots);
  EXPECT_EQ(cache_.find(key_, days(7, 14), kNow).answer->precision, Precision::exact);
}

TEST_F(AvailabilityCacheTest, KeepsDetailsOnlyAtTheirLevel) {
  const auto budget = detailed(at(1, 9), at(1, 10), "Budget");
  cache_.store(key_, answer(days(0, 7), {budget}, DetailLevel::limited_details), kNow);
  const Lookup lookup = cache_.find(key_, days(0, 7), kNow);
  ASSERT_TRUE(lookup.answer);
  EXPECT_EQ(lookup.answer->level, DetailLevel::limited_details);
  EXPECT_THAT(lookup.answer->blocks, ElementsAre(budget));
}

TEST_F(AvailabilityCacheTest, RefusesPartsOfChunks) {
  EXPECT_THROW(cache_.store(key_, answer(days(0, 6), {}), kNow), std::logic_error);
  EXPECT_THROW(cache_.store(key_, answer(days(1, 7), {}), kNow), std::logic_error);
}

TEST_F(AvailabilityCacheTest, EqualKeysShareAndOthersDoNot) {
  cache_.store(key_, answer(days(0, 7), {}), kNow);
  EXPECT_TRUE(cache_.find(key_of("ada@contoso.example"), days(0, 7), kNow).answer);

  auto other_tenant = test::source_grant("ada@contoso.example");
  other_tenant.caller.tenant = test::fabrikam();
  const model::Permit others[] = {
      test::source_permit("bob@contoso.example"),
      test::source_permit("ada@contoso.example", "cloud", DetailLevel::availability_only),
      test::permit(other_tenant), test::source_permit("ada@contoso.example", "onprem"),
      test::partner_permit("ada@contoso.example")};
  for (const model::Permit& other : others) {
    EXPECT_FALSE(cache_.find(other.cache_key(), days(0, 7), kNow).answer)
        << other.cache_key().str();
  }
}

struct FailureCase {
  ErrorKind kind;
  std::uint32_t retry_after_s;
  seconds remembered;
  bool ends_reuse;
};

class AvailabilityCacheFailureTest : public testing::TestWithParam<FailureCase> {};

TEST_P(AvailabilityCacheFailureTest, IsRememberedAsLongAsItsKindSays) {
  const FailureCase& expected = GetParam();
  AvailabilityCache cache{Limits{}};
  const model::CacheKey key = key_of("ada@contoso.example");
  cache.store(key, answer(days(0, 7), {}), kNow);
  cache.store_failure(
      key, Error::of(expected.kind, "words").with_retry_after_s(expected.retry_after_s), kNow);

  const Lookup same_week = cache.find(key, days(0, 7), kNow);
  EXPECT_EQ(same_week.answer.has_value(), !expected.ends_reuse);

  const auto failure_at = [&](model::UtcTime now) {
    return cache.find(key, days(7, 14), now).failure;
  };
  if (expected.remembered == seconds(0)) {
    EXPECT_FALSE(failure_at(kNow));
    return;
  }
  const auto last = failure_at(kNow + expected.remembered - seconds(1));
  ASSERT_TRUE(last);
  EXPECT_EQ(last->kind(), expected.kind);
  EXPECT_EQ(last->detail(), "words");
  EXPECT_FALSE(failure_at(kNow + expected.remembered));
}

const FailureCase kThatMatter[] = {
    {ErrorKind::peer_recipient_unknown, 0, seconds(900), true},
    {ErrorKind::deadline_passed, 0, seconds(15), false},
    {ErrorKind::peer_unreachable, 0, seconds(15), false},
    {ErrorKind::peer_throttled, 0, seconds(0), false},
    {ErrorKind::peer_throttled, 30, seconds(30), false},
    {ErrorKind::peer_throttled, 300, seconds(300), false},
    {ErrorKind::peer_throttled, 301, seconds(300), false},
    {ErrorKind::peer_no_access, 30, seconds(0), true},
    {ErrorKind::peer_refused_us, 30, seconds(0), true},
    {ErrorKind::peer_request_not_allowed, 30, seconds(0), true},
};

// The rows above, and every other kind as one that changes nothing.
std::vector<FailureCase> every_kind() {
  std::vector<FailureCase> cases(std::begin(kThatMatter), std::end(kThatMatter));
  for (const auto& facts : model::all_error_kinds()) {
    const bool listed = std::any_of(std::begin(kThatMatter), std::end(kThatMatter),
                                    [&](const auto& each) { return each.kind == facts.kind; });
    if (!listed) cases.push_back({facts.kind, 30, seconds(0), false});
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(EveryKind, AvailabilityCacheFailureTest, testing::ValuesIn(every_kind()),
                         [](const auto& each) {
                           return std::string(model::facts(each.param.kind).name) + "_" +
                                  std::to_string(each.param.retry_after_s);
                         });

TEST_F(AvailabilityCacheTest, ASuccessEndsARememberedFailure) {
  cache_.store_failure(key_, Error::of(ErrorKind::peer_recipient_unknown), kNow);
  EXPECT_TRUE(cache_.find(key_, days(7, 14), kNow).failure);
  cache_.store(key_, answer(days(0, 7), {}), kNow + seconds(1));
  EXPECT_FALSE(cache_.find(key_, days(7, 14), kNow + seconds(1)).failure);
}

TEST_F(AvailabilityCacheTest, EraseAndClear) {
  const model::CacheKey other = key_of("bob@contoso.example");
  cache_.store(key_, answer(days(0, 7), {}), kNow);
  cache_.store(other, answer(days(0, 7), {}), kNow);
  cache_.erase(key_);
  EXPECT_FALSE(cache_.find(key_, days(0, 7), kNow).answer);
  EXPECT_TRUE(cache_.find(other, days(0, 7), kNow).answer);
  cache_.clear();
  EXPECT_FALSE(cache_.find(other, days(0, 7), kNow).answer);
  EXPECT_EQ(cache_.statistics().bytes, 0u);
}

TEST_F(AvailabilityCacheTest, KeepsTheNewestChunksOfAKeyAtTheBound) {
  const int chunks = static_cast<int>(kChunksPerKeyMax);
  for (int i = 0; i < chunks; ++i) {
    cache_.store(key_, answer(days(7 * i, 7 * i + 7), {}), kNow + seconds(i));
  }
  const model::UtcTime now = kNow + seconds(chunks);
  EXPECT_TRUE(cache_.find(key_, days(0, 7), now).answer);
  EXPECT_TRUE(cache_.find(key_, days(7 * chunks - 7, 7 * chunks), now).answer);

  cache_.store(key_, answer(days(7 * chunks, 7 * chunks + 7), {}), now);
  EXPECT_FALSE(cache_.find(key_, days(0, 7), now).answer);
  EXPECT_TRUE(cache_.find(key_, days(7, 14), now).answer);
  EXPECT_TRUE(cache_.find(key_, days(7 * chunks, 7 * chunks + 7), now).answer);
}

TEST_F(AvailabilityCacheTest, ChunksThatAreStaleGoWithTheNextStore) {
  cache_.store(key_, answer(days(0, 7), {busy(at(1), at(2))}), kNow);
  const std::uint64_t one_chunk = cache_.statistics().bytes;
  cache_.store(key_, answer(days(7, 14), {busy(at(8), at(9))}), kNow + seconds(300));
  EXPECT_LT(cache_.statistics().bytes, one_chunk + one_chunk / 2);
}

TEST(AvailabilityCache, StaysWithinItsBytesAndDropsTheLeastRecentlyUsed) {
  AvailabilityCache unbounded{Limits{}};
  unbounded.store(key_of("m1@contoso.example"), answer(days(0, 7), {}), kNow);
  const std::uint64_t one = unbounded.statistics().bytes;

  Limits limits;
  limits.shards = 1;
  limits.bytes_max = 3 * one;
  AvailabilityCache cache(limits);
  const auto key = [](int i) { return key_of("m" + std::to_string(i) + "@contoso.example"); };
  for (int i = 1; i <= 3; ++i) cache.store(key(i), answer(days(0, 7), {}), kNow);
  EXPECT_EQ(cache.statistics().entries, 3u);
  EXPECT_TRUE(cache.find(key(1), days(0, 7), kNow).answer);

  cache.store(key(4), answer(days(0, 7), {}), kNow);
  EXPECT_FALSE(cache.find(key(2), days(0, 7), kNow).answer);
  EXPECT_TRUE(cache.find(key(1), days(0, 7), kNow).answer);
  EXPECT_EQ(cache.statistics().evictions, 1u);
  EXPECT_LE(cache.statistics().bytes, limits.bytes_max);
}

TEST(AvailabilityCache, RefusesAChunkOfNoLength) {
  Limits limits;
  limits.chunk = std::chrono::days(0);
  EXPECT_THROW(AvailabilityCache{limits}, std::invalid_argument);
}

TEST_F(AvailabilityCacheTest, CountsHitsAndMissesButNotSecondLooks) {
  cache_.find(key_, days(0, 7), kNow);
  cache_.find_again(key_, days(0, 7), kNow);
  cache_.store(key_, answer(days(0, 7), {}), kNow);
  cache_.find(key_, days(0, 7), kNow);
  EXPECT_TRUE(cache_.find_again(key_, days(0, 7), kNow).answer);
  cache_.store_failure(key_, Error::of(ErrorKind::peer_recipient_unknown), kNow);
  cache_.find(key_, days(0, 7), kNow);
  EXPECT_EQ(cache_.statistics().misses, 1u);
  EXPECT_EQ(cache_.statistics().hits, 2u);
  EXPECT_EQ(cache_.statistics().entries, 1u);
}

}  // namespace
}  // namespace fb::cache
