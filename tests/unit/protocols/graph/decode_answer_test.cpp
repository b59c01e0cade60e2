// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

using model::DetailLevel;
using model::ErrorKind;
using model::FreeBusyStatus;

TEST(GraphAnswer, ReadsTheGoldenOne) {
  const auto answers = decode_answer(
      golden("answer.json"),
      question_for({"meganb@contoso.example", "nobody@contoso.example", "adelev@contoso.example"}));
  ASSERT_TRUE(answers.has_value()) << answers.error().detail();
  ASSERT_EQ(answers->size(), 3u);

  const auto& megan = (*answers)[0];
  ASSERT_TRUE(megan.has_value());
  EXPECT_TRUE(megan->blocks.empty());
  EXPECT_EQ(megan->working_hours->zone.bias_minutes, 480);
  EXPECT_EQ(megan->working_hours->periods[0], (model::WorkingPeriod{0b0010001, 570, 1080}));

  ASSERT_FALSE((*answers)[1].has_value());
  EXPECT_EQ((*answers)[1].error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_EQ((*answers)[1].error().peer_text(), "5009: The address cannot be resolved.");

  const auto& adele = (*answers)[2];
  ASSERT_TRUE(adele.has_value());
  EXPECT_EQ(adele->level, DetailLevel::limited_details);
  EXPECT_EQ(adele->precision, model::Precision::exact);
  ASSERT_EQ(adele->blocks.size(), 3u);
  EXPECT_EQ(adele->blocks[0].begin, utc("2031-05-06T12:00:00"));
  EXPECT_EQ(adele->blocks[0].end, utc("2031-05-06T14:00:00"));
  EXPECT_EQ(adele->blocks[0].status, FreeBusyStatus::busy);
  EXPECT_TRUE(adele->blocks[0].details->is_private);
  EXPECT_EQ(adele->blocks[1].begin, utc("2031-05-06T18:00:00"));
  EXPECT_EQ(adele->blocks[1].status, FreeBusyStatus::out_of_office);
  EXPECT_EQ(adele->blocks[1].details->subject, "Dentist");
  EXPECT_EQ(adele->blocks[2].begin, utc("2031-05-07T07:00:00"));
  EXPECT_EQ(adele->blocks[2].end, utc("2031-05-07T09:30:00"));
  EXPECT_EQ(adele->blocks[2].status, FreeBusyStatus::working_elsewhere);
  EXPECT_EQ(adele->working_hours->periods[0], (model::WorkingPeriod{0b0111110, 480, 1020}));
  EXPECT_EQ(adele->working_hours->zone.bias_minutes, 480);
}

TEST(GraphAnswer, KeysInPascalCase) {
  const auto answers = decode_answer(
      R"({"Value":[{"ScheduleId":"A@B.example","AvailabilityView":"200000000000000000000000",)"
      R"("ScheduleItems":[{"Status":"Tentative","Subject":"S",)"
      R"("Start":{"DateTime":"2031-05-06T09:00:00","TimeZone":"UTC"},)"
      R"("End":{"DateTime":"2031-05-06T10:00:00","TimeZone":"UTC"}}]}]})",
      question_for({"a@b.example"}));
  ASSERT_TRUE(answers.has_value());
  ASSERT_TRUE((*answers)[0].has_value());
  EXPECT_EQ((*answers)[0]->blocks[0].status, FreeBusyStatus::tentative);
  EXPECT_EQ((*answers)[0]->blocks[0].details->subject, "S");
}

TEST(GraphAnswer, AMissingScheduleFailsThatMailboxAlone) {
  const auto answers =
      decode_answer(R"({"value":[{"scheduleId":"b@b.example",)"
                    R"("availabilityView":"000000000000000000000000","scheduleItems":[]}]})",
                    question_for({"a@b.example", "b@b.example"}));
  ASSERT_TRUE(answers.has_value());
  ASSERT_FALSE((*answers)[0].has_value());
  EXPECT_EQ((*answers)[0].error().kind(), ErrorKind::peer_broken);
  EXPECT_TRUE((*answers)[1].has_value());
}

TEST(GraphAnswer, TwoSchedulesForOneMailboxAreNotTrusted) {
  const std::string_view body =
      R"({"value":[{"scheduleId":"a@b.example","availabilityView":"000000000000000000000000"},)"
      R"({"scheduleId":"A@b.example","availabilityView":"222222222222222222222222"}]})";
  const auto once = decode_answer(body, question_for({"a@b.example"}));
  ASSERT_TRUE(once.has_value());
  ASSERT_FALSE((*once)[0].has_value());
  EXPECT_EQ((*once)[0].error().kind(), ErrorKind::peer_broken);
}

TEST(GraphAnswer, AMailboxAskedForTwiceIsAnsweredTwice) {
  const std::string entry =
      R"({"scheduleId":"a@b.example","availabilityView":"000000000000000000000000"})";
  const UpstreamQuestion question = question_for({"a@b.example", "a@b.example"});
  for (const std::string& body :
       {R"({"value":[)" + entry + "]}", R"({"value":[)" + entry + "," + entry + "]}"}) {
    const auto answers = decode_answer(body, question);
    ASSERT_TRUE(answers.has_value());
    ASSERT_EQ(answers->size(), 2u);
    EXPECT_TRUE((*answers)[0].has_value());
    EXPECT_TRUE((*answers)[1].has_value());
  }
}

TEST(GraphAnswer, SchedulesThatNobodyAskedForArePassedOver) {
  const auto answers = decode_answer(
      R"({"value":[7,null,{"scheduleId":null},{"scheduleId":"x@y.example","scheduleItems":5},)"
      R"({"scheduleId":"a@b.example","availabilityView":"000000000000000000000000"}]})",
      question_for({"a@b.example"}));
  ASSERT_TRUE(answers.has_value());
  EXPECT_TRUE((*answers)[0].has_value());
}

TEST(GraphAnswer, WhatIsNoAnswerIsBroken) {
  for (const std::string_view body :
       {"", "<html/>", "{}", "[]", R"({"value":{}})", R"({"value":null})", R"({"value":[)",
        R"({"value":[],"value":[]})", R"({"error":{"code":"x"}})"}) {
    const auto answers = decode_answer(body, question_for({"a@b.example"}));
    ASSERT_FALSE(answers.has_value()) << body;
    EXPECT_EQ(answers.error().kind(), ErrorKind::peer_broken) << body;
  }
}

}  // namespace
}  // namespace fb::graph
