// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/oauth/bearer_challenge.hpp"

#include "tests/support/golden.hpp"

namespace fb::oauth {
namespace {

std::string shown(const model::Result<BearerChallenge>& challenge) {
  if (!challenge) return "refused\n";
  std::string out = "client " + challenge->client_id + "\n";
  if (!challenge->realm.empty()) out += "realm " + challenge->realm + "\n";
  for (const std::string& issuer : challenge->trusted_issuers) out += "trusts " + issuer + "\n";
  return out;
}

TEST(BearerChallenge, ReadsWhatServersSay) {
  const auto pairs = test::golden_pairs("oauth/challenges");
  EXPECT_GE(pairs.size(), 13U);
  for (const test::GoldenPair& pair : pairs) {
    EXPECT_EQ(shown(BearerChallenge::read(pair.message)), pair.without({})) << pair.name;
  }
}

TEST(BearerChallenge, TheLengthHasAnEdge) {
  const std::string begin = "Bearer client_id=\"";
  const std::size_t room = BearerChallenge::kBytesMax - begin.size() - 1;
  EXPECT_TRUE(BearerChallenge::read(begin + std::string(room, 'x') + "\""));
  EXPECT_FALSE(BearerChallenge::read(begin + std::string(room + 1, 'x') + "\""));
}

TEST(BearerChallenge, TheIssuersHaveAnEdge) {
  std::string issuers;
  for (std::size_t i = 0; i < BearerChallenge::kTrustedIssuersMax; ++i) issuers += "a@b,";
  const std::string begin = "Bearer client_id=x, trusted_issuers=\"";
  EXPECT_EQ(BearerChallenge::read(begin + issuers + "\"")->trusted_issuers.size(),
            BearerChallenge::kTrustedIssuersMax);
  EXPECT_FALSE(BearerChallenge::read(begin + issuers + "a@b\""));
}

}  // namespace
}  // namespace fb::oauth
