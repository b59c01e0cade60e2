// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What we send in Graph, byte for byte, and what the other side makes of it.
#include "tests/unit/protocols/graph/golden_replies.hpp"

#include "tests/support/golden.hpp"

namespace fb::graph {
namespace {

void expect_bytes(std::string_view folder, const std::map<std::string, std::string>& said) {
  std::size_t kept = 0;
  for (const test::GoldenPair& pair : test::golden_pairs(folder)) {
    const auto found = said.find(std::filesystem::path(pair.name).stem().string());
    if (found == said.end()) {
      ADD_FAILURE() << "nothing says " << pair.name;
      continue;
    }
    ++kept;
    EXPECT_EQ(found->second + "\n", pair.message) << pair.name;
  }
  EXPECT_EQ(kept, said.size());
}

TEST(GraphGoldenReplies, AreSaidToTheByte) { expect_bytes("graph/replies", golden_replies()); }

TEST(GraphGoldenReplies, QuestionsAreAskedToTheByte) {
  expect_bytes("graph/questions", golden_questions());
}

TEST(GraphGoldenReplies, MeanWhatTheModelSaid) {
  for (const test::GoldenPair& pair : test::golden_pairs("graph/replies")) {
    UpstreamQuestion asked = question_for({}, std::stoi(pair.setting("slots", "60")));
    const int mailboxes = std::stoi(pair.setting("asks"));
    for (int i = 0; i < mailboxes; ++i)
      asked.mailboxes.push_back(address("u" + std::to_string(i) + "@north.example"));
    EXPECT_EQ(test::shown(decode_answer(pair.message, asked)), pair.without({"asks", "slots"}))
        << pair.name;
  }
}

TEST(GraphGoldenReplies, QuestionsMeanWhatWasAsked) {
  for (const test::GoldenPair& pair : test::golden_pairs("graph/questions")) {
    const auto call = decode_call(pair.message, "");
    ASSERT_TRUE(call.has_value()) << pair.name;
    std::string out;
    for (const model::AskedMailbox& mailbox : call->request.mailboxes)
      out += "schedule " + mailbox.address.value().str() + "\n";
    out += "window " + test::shown(call->request.window.begin()) + " " +
           test::shown(call->request.window.end()) + "\nslot " +
           std::to_string(call->request.slot.length().count()) + "\n";
    EXPECT_EQ(out, pair.without({})) << pair.name;
  }
}

}  // namespace
}  // namespace fb::graph
