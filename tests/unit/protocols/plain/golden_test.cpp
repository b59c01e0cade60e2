// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Questions as scripts send them, and what they mean.
#include "tests/support/golden.hpp"
#include "tests/unit/protocols/plain/plain_support.hpp"

namespace fb::plain {
namespace {

std::string meaning(const model::Result<Question>& question) {
  if (!question) {
    return test::shown(question.error()) + "\n" + question.error().detail() + "\n";
  }
  const model::AvailabilityRequest& request = question->request;
  std::string out = test::shown(request.window.begin()) + " " + test::shown(request.window.end()) +
                    " every " + std::to_string(request.slot.length().count()) + " min, " +
                    std::string(model::name(request.wish)) + ", in " + question->zone_name + "\n";
  for (const model::AskedMailbox& mailbox : request.mailboxes) {
    out += mailbox.address
               ? mailbox.address->str()
               : "\"" + mailbox.as_written + "\" " + test::shown(mailbox.address.error());
    out += "\n";
  }
  return out;
}

void expect_meanings(std::string_view folder, model::Result<Question> (*decode)(std::string_view)) {
  const auto pairs = test::golden_pairs(folder);
  EXPECT_GE(pairs.size(), 6u) << folder;
  for (const test::GoldenPair& pair : pairs) {
    std::string_view message = pair.message;
    if (message.ends_with('\n')) message.remove_suffix(1);
    EXPECT_EQ(meaning(decode(message)), pair.without({})) << pair.name;
  }
}

TEST(PlainGolden, QuestionsMeanWhatTheyShould) {
  expect_meanings("plain/questions", decode_question);
}

TEST(PlainGolden, QueriesMeanWhatTheyShould) { expect_meanings("plain/queries", decode_query); }

}  // namespace
}  // namespace fb::plain
