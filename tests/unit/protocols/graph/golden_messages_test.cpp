// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of question, answer and error of Graph that is known, and what it means. The window
// of all answers begins at eight on the 6th of May 2031 and lasts a day.
#include <sstream>

#include "tests/support/golden.hpp"
#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

UpstreamQuestion question_of(const test::GoldenPair& pair) {
  std::istringstream words(pair.setting("asks"));
  std::vector<std::string> mailboxes;
  for (std::string word; words >> word;) mailboxes.push_back(word);
  return question_for({mailboxes.begin(), mailboxes.end()}, std::stoi(pair.setting("slots", "60")));
}

TEST(GraphGolden, AnswersMeanWhatTheirServersMean) {
  const auto pairs = test::golden_pairs("graph/answers");
  EXPECT_GE(pairs.size(), 20U);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(test::shown(decode_answer(pair.message, question_of(pair))),
              pair.without({"asks", "slots"}));
  }
}

TEST(GraphGolden, ErrorsMeanWhatTheirServersMean) {
  const auto pairs = test::golden_pairs("graph/errors");
  EXPECT_GE(pairs.size(), 15U);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    const auto status = static_cast<unsigned>(std::stoi(pair.setting("status")));
    EXPECT_EQ(test::shown(decode_error(status, pair.message)) + "\n", pair.without({"status"}));
  }
}

std::string shown(const model::Result<ScheduleCall>& call) {
  if (!call) return "refused " + test::shown(call.error()) + "\n";
  std::string out;
  for (const model::AskedMailbox& mailbox : call->request.mailboxes) {
    out += "schedule " + mailbox.as_written;
    if (!mailbox.address) out += " is " + test::shown(mailbox.address.error());
    out += "\n";
  }
  const model::TimeWindow& window = call->request.window;
  out += "window " + test::shown(window.begin()) + " " + test::shown(window.end()) + "\n";
  out += "slot " + std::to_string(call->request.slot.length().count()) + "\n";
  out += "zone " + call->zone_name + "\n";
  return out + "local " + std::to_string(call->zone.offset_at(window.begin()).count() / 60) + " " +
         std::to_string(call->zone.offset_at(window.end()).count() / 60) + "\n";
}

TEST(GraphGolden, CallsMeanWhatTheirClientsMean) {
  const auto pairs = test::golden_pairs("graph/calls");
  EXPECT_GE(pairs.size(), 20U);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(shown(decode_call(pair.message, pair.setting("prefers"))), pair.without({"prefers"}));
  }
}

}  // namespace
}  // namespace fb::graph
