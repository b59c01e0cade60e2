// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

TEST(GraphQuestion, IsTheGoldenOne) {
  std::string out;
  encode_question(question_for({"AdeleV@contoso.example", "meganb@contoso.example"}), out);
  EXPECT_EQ(out, golden("question.json"));
}

TEST(GraphQuestion, AppendsToWhatIsThere) {
  std::string out = "head";
  encode_question(question_for({"a@b.example"}, 5), out);
  EXPECT_TRUE(out.starts_with("head{")) << out;
  EXPECT_TRUE(out.ends_with("\"availabilityViewInterval\":5}")) << out;
}

TEST(GraphQuestion, IsReadAsTheSameByTheServerSide) {
  std::string out;
  const UpstreamQuestion question = question_for({"o'hara+x@contoso.example", "b@c.example"}, 15);
  encode_question(question, out);
  const auto call = decode_call(out, "");
  ASSERT_TRUE(call.has_value()) << call.error().detail();
  EXPECT_EQ(call->request.window, question.window);
  EXPECT_EQ(call->request.slot, question.slot);
  ASSERT_EQ(call->request.mailboxes.size(), 2u);
  EXPECT_EQ(call->request.mailboxes[0].address.value(), question.mailboxes[0]);
  EXPECT_EQ(call->request.mailboxes[1].address.value(), question.mailboxes[1]);
}

}  // namespace
}  // namespace fb::graph
