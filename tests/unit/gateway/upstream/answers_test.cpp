// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/answers.hpp"

#include <gtest/gtest.h>

#include "tests/support/blocks.hpp"
#include "tests/support/permits.hpp"

namespace fb::upstream {
namespace {

using model::DetailLevel;
using model::Error;
using model::ErrorKind;
using test::answer;
using test::at;
using test::days;
using test::detailed;

TEST(OnePerMailbox, AnotherNumberOfAnswersIsAnErrorForEverybody) {
  for (const std::size_t given : {0u, 1u, 3u}) {
    const Answers answers = one_per_mailbox(2, Answers(given, answer(days(0, 7), {})));
    ASSERT_EQ(answers.size(), 2u);
    for (const auto& each : answers) EXPECT_EQ(each.error().kind(), ErrorKind::peer_broken);
  }
  EXPECT_TRUE(one_per_mailbox(2, Answers(2, answer(days(0, 7), {})))[1]);
}

TEST(OnePerMailbox, AFailureOfTheCallIsEverybodys) {
  const Answers answers = one_per_mailbox(2, Error::of(ErrorKind::peer_throttled));
  ASSERT_EQ(answers.size(), 2u);
  for (const auto& each : answers) EXPECT_EQ(each.error().kind(), ErrorKind::peer_throttled);
}

UpstreamQuestion question_of(model::Permit permit) {
  return {{std::move(permit)}, days(0, 7), {}, model::CorrelationId::from_bytes({})};
}

TEST(CutToPermits, NothingLeavesThatThePermitDoesNotShow) {
  auto board = detailed(at(1), at(2), "Board");
  board.details->id = "0A0B";
  const auto with = [&](model::Permit permit) {
    Answers answers{answer(days(0, 7), {board}, DetailLevel::limited_details)};
    cut_to_permits(question_of(std::move(permit)), answers);
    return *answers[0];
  };
  EXPECT_EQ(with(test::source_permit("peggy@contoso.example")).blocks[0].details->subject, "Board");

  const auto times_only =
      with(test::source_permit("peggy@contoso.example", "cloud", DetailLevel::availability_only));
  EXPECT_EQ(times_only.level, DetailLevel::availability_only);
  EXPECT_FALSE(times_only.blocks[0].details);

  auto grant = test::source_grant("peggy@contoso.example");
  grant.across_organisations = true;
  EXPECT_EQ(with(test::permit(grant)).blocks[0].details->id, "");
}

TEST(CutToPermits, AnAnswerForAnotherWindowIsNone) {
  Answers answers{answer(days(0, 8), {})};
  cut_to_permits(question_of(test::source_permit("peggy@contoso.example")), answers);
  ASSERT_FALSE(answers[0]);
  EXPECT_EQ(answers[0].error().kind(), ErrorKind::peer_broken);
}

}  // namespace
}  // namespace fb::upstream
