// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of answer that real servers are known to send, and every answer of our own server,
// as our client hears them.
#include "protocols/ews/names.hpp"
#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {
namespace {

// "asks 2 60 Detailed": mailboxes, minutes of a slot, view; for the 6th of May 2031.
UpstreamQuestion question_of(const test::GoldenPair& pair) {
  std::istringstream words(pair.setting("asks", "3 60 DetailedMerged"));
  std::size_t mailboxes = 0;
  int slot_minutes = 0;
  std::string view;
  words >> mailboxes >> slot_minutes >> view;
  return question_for(mailboxes, slot_minutes, value_named<View>(kViews, view).value());
}

void expect_means(std::string_view folder, std::size_t at_least) {
  const auto pairs = test::golden_pairs(folder);
  EXPECT_GE(pairs.size(), at_least);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(test::shown(decode_answer(pair.message, question_of(pair))), pair.without({"asks"}));
  }
}

TEST(GoldenAnswers, MeanWhatTheirServersMean) { expect_means("ews/answers", 40); }

TEST(GoldenAnswers, OurOwnRepliesMeanWhatTheModelSaid) { expect_means("ews/replies", 20); }

}  // namespace
}  // namespace fb::ews
