// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/pipeline/upstream_calls.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace fb::pipeline {
namespace {

// "permits:first-last" per call, so that a table stays readable.
std::string written(const std::vector<PlannedCall>& calls) {
  std::string text;
  for (const PlannedCall& call : calls) {
    if (!text.empty()) text += "; ";
    for (const std::size_t permit : call.permits) text += std::to_string(permit);
    text += ":" + std::to_string(call.first) + "-" + std::to_string(call.last);
  }
  return text;
}

struct PlanCase {
  std::string name;
  std::vector<std::pair<std::size_t, std::vector<cache::ChunkIndex>>> missing;
  CallLimits limits;
  std::string calls;
};

std::vector<MissingChunk> numbered(const PlanCase& each) {
  std::vector<MissingChunk> missing;
  for (const auto& [permit, chunks] : each.missing) {
    for (const auto chunk : chunks) missing.push_back({permit, chunk, missing.size()});
  }
  return missing;
}

class PlanCallsTest : public testing::TestWithParam<PlanCase> {};

TEST_P(PlanCallsTest, MakesAsFewCallsAsTheLimitsAllow) {
  EXPECT_EQ(written(plan_calls(numbered(GetParam()), GetParam().limits)), GetParam().calls);
}

INSTANTIATE_TEST_SUITE_P(
    Table, PlanCallsTest,
    testing::Values(
        PlanCase{"nothing", {}, {6, 20}, ""},
        PlanCase{"one_run", {{0, {5, 6, 7}}}, {6, 20}, "0:5-7"},
        PlanCase{"a_gap_splits", {{0, {5, 7}}}, {6, 20}, "0:5-5; 0:7-7"},
        PlanCase{"below_zero", {{0, {-2, -1, 0}}}, {6, 20}, "0:-2-0"},
        PlanCase{"six_chunks_fit", {{0, {1, 2, 3, 4, 5, 6}}}, {6, 20}, "0:1-6"},
        PlanCase{"seven_do_not", {{0, {1, 2, 3, 4, 5, 6, 7}}}, {6, 20}, "0:1-6; 0:7-7"},
        PlanCase{"same_window_is_one_call", {{0, {1, 2}}, {3, {1, 2}}}, {6, 20}, "03:1-2"},
        PlanCase{"other_window_is_another", {{0, {1, 2}}, {1, {2}}}, {6, 20}, "0:1-2; 1:2-2"},
        PlanCase{"adjacent_permits_do_not_join", {{0, {1}}, {1, {2}}}, {6, 20}, "0:1-1; 1:2-2"},
        PlanCase{"mailboxes_fill_up", {{0, {1}}, {1, {1}}, {2, {1}}}, {6, 2}, "01:1-1; 2:1-1"},
        PlanCase{"exactly_full", {{0, {1}}, {1, {1}}}, {6, 2}, "01:1-1"},
        PlanCase{"limits_of_zero_mean_one", {{0, {1, 2}}}, {0, 0}, "0:1-1; 0:2-2"}),
    [](const auto& each) { return each.param.name; });

TEST(PlanCalls, PutsEveryChunkIntoExactlyOneCallAtItsPlace) {
  const unsigned seed = 20270107;
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    std::vector<MissingChunk> missing;
    for (std::size_t permit = 0; permit < 8; ++permit) {
      for (cache::ChunkIndex chunk = 0; chunk < 10; ++chunk) {
        if (random() % 2 == 0) missing.push_back({permit, chunk, missing.size()});
      }
    }
    const CallLimits limits{1 + random() % 4, 1 + random() % 4};
    std::set<std::size_t> seen;
    for (const PlannedCall& call : plan_calls(missing, limits)) {
      const auto chunks = static_cast<std::size_t>(call.last - call.first + 1);
      ASSERT_LE(chunks, limits.chunks_max);
      ASSERT_LE(call.permits.size(), limits.mailboxes_max);
      ASSERT_EQ(call.ids.size(), chunks * call.permits.size());
      for (std::size_t i = 0; i < call.ids.size(); ++i) {
        const MissingChunk& one = missing[call.ids[i]];
        ASSERT_EQ(one.permit, call.permits[i / chunks]);
        ASSERT_EQ(one.chunk, call.first + static_cast<cache::ChunkIndex>(i % chunks));
        ASSERT_TRUE(seen.insert(call.ids[i]).second);
      }
    }
    ASSERT_EQ(seen.size(), missing.size());
  }
}

}  // namespace
}  // namespace fb::pipeline
