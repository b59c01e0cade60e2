// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every shape of document of a sign-in service that is known, and what it means.
#include <boost/json/parse.hpp>

#include "protocols/oauth/oauth.hpp"
#include "tests/support/golden.hpp"

namespace fb::oauth {
namespace {

template <class Result>
std::string refusal(const Result& result) {
  return "refused " + test::shown(result.error()) + "\n";
}

TEST(OauthGolden, MetadataSaysWhereEverythingIs) {
  const auto pairs = test::golden_pairs("oauth/metadata");
  EXPECT_GE(pairs.size(), 12U);
  for (const test::GoldenPair& pair : pairs) {
    const auto read = ProviderMetadata::read(pair.message);
    EXPECT_EQ(read ? "issuer " + read->issuer + "\njwks_uri " + read->jwks_uri +
                         "\ntoken_endpoint " + read->token_endpoint + "\ntenant_region_scope " +
                         read->tenant_region_scope + "\ncloud_instance_name " +
                         read->cloud_instance_name + "\n"
                   : refusal(read),
              pair.without({}))
        << pair.name;
  }
}

std::string shown(const KeySet& set) {
  std::string out;
  for (const VerificationKey& key : set.keys) {
    out += "key " + key.kid;
    if (!key.algorithm.empty()) out += " for " + key.algorithm;
    if (!key.issuer.empty()) out += " issuer " + key.issuer;
    if (!key.cloud_instance_name.empty()) out += " of " + key.cloud_instance_name;
    // What is private never goes on to the JOSE library.
    for (const char* part : {"d", "p", "q", "k"}) {
      if (boost::json::parse(key.jwk_json).as_object().contains(part)) out += " with its secret";
    }
    out += "\n";
  }
  return out.empty() ? "no key\n" : out;
}

TEST(OauthGolden, KeySetsHoldTheKeysThatVerify) {
  const auto pairs = test::golden_pairs("oauth/keys");
  EXPECT_GE(pairs.size(), 8U);
  for (const test::GoldenPair& pair : pairs) {
    const auto read = KeySet::read(pair.message);
    EXPECT_EQ(read ? shown(*read) : refusal(read), pair.without({})) << pair.name;
  }
}

TEST(OauthGolden, TokenAnswersGiveATokenOrARefusal) {
  const auto pairs = test::golden_pairs("oauth/token_answers");
  EXPECT_GE(pairs.size(), 14U);
  for (const test::GoldenPair& pair : pairs) {
    const auto status = static_cast<unsigned>(std::stoi(pair.setting("status")));
    const auto read = TokenResponse::read(status, pair.message);
    EXPECT_EQ(read ? "token " + read->access_token + " for " +
                         std::to_string(read->expires_in.count()) + " s\n"
                   : refusal(read),
              pair.without({"status"}))
        << pair.name;
  }
}

std::string joined(std::string_view name, const std::vector<std::string_view>& words) {
  std::string out(name);
  for (const std::string_view word : words) out += " " + std::string(word);
  return out + "\n";
}

std::string shown(const CompactToken& token) {
  const auto header = [&](const char* name) {
    const auto* const found = token.header.if_contains(name);
    return found == nullptr ? std::vector<std::string_view>()
                            : std::vector<std::string_view>{found->as_string()};
  };
  std::string out = joined("alg", header("alg")) + joined("kid", header("kid"));
  out += joined("iss", token.list("iss")) + joined("aud", token.list("aud")) +
         joined("roles", token.list("roles"));
  const auto expiry = token.time("exp");
  return out + (expiry ? "exp " + test::shown(*expiry) + "\n" : "exp\n");
}

TEST(OauthGolden, TokensSayWhatIsInThem) {
  const auto pairs = test::golden_pairs("oauth/tokens");
  EXPECT_GE(pairs.size(), 11U);
  for (const test::GoldenPair& pair : pairs) {
    const auto read = CompactToken::read(pair.message);
    EXPECT_EQ(read ? shown(*read) : refusal(read), pair.without({})) << pair.name;
  }
}

TEST(OauthGolden, FormsAreWrittenToTheByte) {
  const auto pairs = test::golden_pairs("oauth/forms");
  EXPECT_GE(pairs.size(), 2U);
  for (const test::GoldenPair& pair : pairs)
    EXPECT_EQ(client_credentials_form(pair.setting("client_id"), pair.setting("scope"),
                                      pair.setting("assertion")),
              pair.message)
        << pair.name;
}

}  // namespace
}  // namespace fb::oauth
