// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every row of tests/golden/sharing/semantics.txt, asked of evaluate(), explain() and authorize().
#include <gtest/gtest.h>

#include <set>

#include "tests/support/permits.hpp"

#include "gateway/policy/decide.hpp"
#include "tests/unit/gateway/policy/same_outcome.hpp"
#include "tests/unit/gateway/policy/semantics_table.hpp"

namespace fb {
namespace {

using model::Grant;
using model::Result;
using policy::StepVerdict;
using test::SemanticsRow;

constexpr std::size_t kRowsMin = 150;

std::string short_name(model::SharingPath path) {
  switch (path) {
    case model::SharingPath::own_tenant:
      return "own";
    case model::SharingPath::availability_address_space:
      return "aas";
    case model::SharingPath::organization_relationship:
      break;
  }
  return "orgrel";
}

// The rule, or that of the other side, which is for operators and stands beside our own words.
std::string reason_of(const model::Error& error) {
  if (!error.rule().empty()) return error.rule();
  return error.peer_text().substr(0, error.peer_text().find(": "));
}

// "orgrel LimitedDetails organization_relationship"
std::string in_words(const Result<Grant>& outcome) {
  if (outcome) {
    return short_name(outcome->path) + " " + std::string(model::name(outcome->level)) + " " +
           outcome->rule;
  }
  return std::string(model::facts(outcome.error().kind()).name) + " - " +
         reason_of(outcome.error());
}

class Semantics : public testing::Test {
 protected:
  void for_each_row(const std::function<void(const SemanticsRow&, const test::Scene&,
                                             const config::Snapshot&)>& check) {
    const auto rows = test::semantics_rows();
    ASSERT_GE(rows.size(), kRowsMin);
    for (const SemanticsRow& row : rows) {
      SCOPED_TRACE("semantics.txt:" + std::to_string(row.line));
      const test::Scene scene = test::scene_of(row);
      check(row, scene, *test::snapshot_of(scene.federation));
    }
  }

  const policy::QuestionContext here_{"here", {}};
};

TEST_F(Semantics, EachRowIsDecidedAsItSays) {
  for_each_row([&](const auto& row, const auto& scene, const auto& snapshot) {
    const auto outcome = policy::evaluate(snapshot, scene.caller, scene.asked, here_);
    EXPECT_EQ(in_words(outcome), row.outcome + " " + row.level + " " + row.reason);
    if (outcome) {
      EXPECT_EQ(outcome->across_organisations, row.outcome != "own");
    }
  });
}

TEST_F(Semantics, EachRowIsExplainedAsItIsDecided) {
  for_each_row([&](const auto&, const auto& scene, const auto& snapshot) {
    const auto outcome = policy::evaluate(snapshot, scene.caller, scene.asked, here_);
    const auto told = policy::explain(snapshot, scene.caller, scene.asked, here_);
    EXPECT_TRUE(test::same(outcome, told.outcome));
    ASSERT_FALSE(told.steps.empty());
    const policy::Step& last = told.steps.back();
    EXPECT_EQ(last.verdict == StepVerdict::refused, !outcome.has_value()) << last.what;
    for (const policy::Step& step : told.steps) EXPECT_FALSE(step.words.empty()) << step.what;
    // The reason stands at a step that says so, on whichever side.
    if (!outcome) {
      const bool named =
          std::any_of(told.steps.begin(), told.steps.end(), [&](const policy::Step& step) {
            return step.verdict == StepVerdict::refused && step.rule == reason_of(outcome.error());
          });
      EXPECT_TRUE(named) << reason_of(outcome.error());
    }
  });
}

TEST_F(Semantics, APermitSaysWhatTheDecisionSays) {
  for_each_row([&](const auto&, const auto& scene, const auto& snapshot) {
    const auto outcome = policy::evaluate(snapshot, scene.caller, scene.asked, here_);
    const auto permit = policy::authorize(snapshot, test::proved(scene.caller), scene.asked, here_);
    ASSERT_EQ(permit.has_value(), outcome.has_value());
    if (permit) {
      EXPECT_TRUE(test::same(**permit, outcome));
    } else {
      EXPECT_TRUE(test::same(permit.error(), outcome));
    }
  });
}

// A partner is told the kind of a refusal. Whatever a relationship or the allowlist or a calendar
// says no with, the kind is the same.
TEST_F(Semantics, APartnerCannotTellOneRefusalOfAccessFromAnother) {
  std::set<std::string> reasons;
  std::set<std::string_view> texts;
  for_each_row([&](const auto&, const auto& scene, const auto& snapshot) {
    const auto outcome = policy::evaluate(snapshot, scene.caller, scene.asked, here_);
    const bool partner = scene.caller.kind == model::CallerKind::partner_organization ||
                         scene.caller.kind == model::CallerKind::partner_user;
    if (outcome || !partner || outcome.error().kind() != model::ErrorKind::no_access) return;
    reasons.insert(outcome.error().rule());
    texts.insert(model::facts(outcome.error().kind()).caller_text);
  });
  EXPECT_GE(reasons.size(), 10U);
  EXPECT_EQ(texts.size(), 1U);
}

}  // namespace
}  // namespace fb
