// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/question.hpp"
#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {
namespace {

std::string question_xml(const UpstreamQuestion& question) {
  std::string out;
  encode_question(question, out);
  return out;
}

TEST(EncodeQuestion, GoldenQuestion) {
  EXPECT_EQ(question_xml(question_for(2, 15)) + "\n", read_golden("questions/two_mailboxes.xml"));
}

TEST(EncodeQuestion, OurServerReadsWhatOurClientAsks) {
  for (const View view : {View::merged_only, View::free_busy, View::free_busy_merged,
                          View::detailed, View::detailed_merged}) {
    const UpstreamQuestion question = question_for(100, 45, view);
    const AvailabilityCall call = availability_call(question_xml(question));
    ASSERT_EQ(call.request.mailboxes.size(), 100U);
    for (std::size_t i = 0; i < 100; ++i)
      EXPECT_EQ(call.request.mailboxes[i].address.value(), question.mailboxes[i]);
    EXPECT_EQ(call.request.window, question.window);
    EXPECT_EQ(call.request.slot, question.slot);
    EXPECT_EQ(call.presentation.view, view);
    EXPECT_FALSE(call.presentation.hides_working_elsewhere);
  }
}

TEST(EncodeQuestion, AWindowNoLongerThanTheSlotIsAskedInTheFinestSlots) {
  UpstreamQuestion question = question_for(1, 30);
  question.window = window("2031-05-06T00:00:00", "2031-05-06T00:30:00");
  EXPECT_EQ(asked_slot(question).length().count(), 5);
  EXPECT_EQ(availability_call(question_xml(question)).request.slot.length().count(), 5);
  question.window = window("2031-05-06T00:00:00", "2031-05-06T00:30:01");
  EXPECT_EQ(asked_slot(question).length().count(), 30);
}

TEST(EncodeQuestion, AddressesAreEscapedAndWhatIsThereIsKept) {
  UpstreamQuestion question = question_for(0);
  question.mailboxes = {model::SmtpAddress::parse("a&b'c@north.example").value()};
  std::string out = "before";
  encode_question(question, out);
  EXPECT_TRUE(out.starts_with("before<?xml "));
  EXPECT_EQ(count_of(out, "a&amp;b&apos;c@north.example"), 1U);
}

}  // namespace
}  // namespace fb::ews
