// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/token_response.hpp"

#include "tests/support/golden.hpp"

namespace fb::wstrust {
namespace {

std::string shown(const IssuedToken& token) {
  std::string out = "token " + token.token + "\n";
  if (!token.attached_reference.empty()) out += "attached " + token.attached_reference + "\n";
  if (!token.unattached_reference.empty()) out += "unattached " + token.unattached_reference + "\n";
  const std::string bytes = std::to_string(token.secret.size()) + " bytes\n";
  if (token.proof == ProofKind::none) out += "proof none\n";
  if (token.proof == ProofKind::given) out += "proof given " + bytes;
  if (token.proof == ProofKind::computed) {
    out += "proof computed " + std::to_string(token.key_bits) + " bits from " + bytes;
  }
  return out + "created " + test::shown(token.created) + "\nexpires " + test::shown(token.expires) +
         "\n";
}

std::string shown(const model::Result<TokenAnswer>& answer) {
  if (!answer) {
    const model::Error& error = answer.error();
    return "refused " + std::string(model::facts(error.kind()).name) + " by " + error.rule() +
           ": " + error.detail() + "\n";
  }
  if (const auto* token = std::get_if<IssuedToken>(&*answer)) return shown(*token);
  const model::Error error = error_of(std::get<TokenRefusal>(*answer));
  EXPECT_EQ(error.kind(), model::ErrorKind::token_unavailable);
  return "fault " + error.detail() + "\nsays " + error.peer_text() + "\n";
}

TEST(TokenAnswer, EveryKnownShapeMeansWhatIsWrittenBesideIt) {
  const auto pairs = test::golden_pairs("wstrust/answers");
  EXPECT_GE(pairs.size(), 33U);
  for (const test::GoldenPair& pair : pairs) {
    EXPECT_EQ(shown(decode_token_answer(pair.message)), pair.without({})) << pair.name;
  }
}

TEST(TokenAnswer, MarkBeforeTheDocumentMovesNothing) {
  const std::string plain = test::golden_message(test::golden_path("wstrust/answers/issued.xml"));
  EXPECT_EQ(shown(decode_token_answer("\xef\xbb\xbf" + plain)), shown(decode_token_answer(plain)));
}

TEST(TokenAnswer, SizeEndsWhereTheBoundSaysSo) {
  std::string text = test::golden_message(test::golden_path("wstrust/answers/issued.xml"));
  text.append(IssuedToken::kAnswerBytesMax - text.size(), ' ');
  EXPECT_TRUE(decode_token_answer(text).has_value());
  EXPECT_FALSE(decode_token_answer(text + " ").has_value());
}

TEST(TokenAnswer, WordsOfTheServiceAreBounded) {
  std::string text = test::golden_message(test::golden_path("wstrust/answers/fault.xml"));
  text.replace(text.find("The specified"), 3, std::string(5'000, 'x'));
  const auto answer = decode_token_answer(text);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(std::get<TokenRefusal>(*answer).text.size(), model::Error::kPeerTextBytesMax);
}

}  // namespace
}  // namespace fb::wstrust
