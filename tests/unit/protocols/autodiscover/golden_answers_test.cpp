// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of answer that real servers are known to give.
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

model::Result<Discovery> decode(const test::GoldenPair& pair) {
  if (pair.name.starts_with("soap_")) return decode_user_settings_answer(pair.message);
  if (pair.name.starts_with("pox_")) return decode_pox_answer(pair.message);
  EXPECT_TRUE(pair.name.starts_with("json_")) << pair.name;
  return decode_json_answer(pair.message);
}

TEST(GoldenAnswers, MeanWhatTheirServersMean) {
  const auto pairs = test::golden_pairs("autodiscover/answers");
  EXPECT_GE(pairs.size(), 29u);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(shown(decode(pair)) + "\n", pair.without({}));
  }
}

// A peer's words stand apart from ours, whatever it says.
TEST(GoldenAnswers, OurWordsNeverHoldThePeers) {
  for (const test::GoldenPair& pair : test::golden_pairs("autodiscover/answers")) {
    const auto found = decode(pair);
    if (found || found.error().peer_text().empty()) continue;
    EXPECT_EQ(found.error().detail().find(found.error().peer_text()), std::string::npos)
        << pair.name;
  }
}

}  // namespace
}  // namespace fb::autodiscover
