// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/federation_sample.hpp"

namespace fb::config {
namespace {

constexpr std::string_view kBefore = "[tenant.availability_config]\n";

std::string issuer(std::string_view uri) {
  return "[[tenant.federation_trust.token_issuer]]\nuri = \"" + std::string(uri) +
         "\"\nendpoint = \"https://sts.example/\"\n";
}

std::string trust(std::string_view application_uri, std::string_view issuers) {
  return "[tenant.federation_trust]\napplication_uri = \"" + std::string(application_uri) + "\"\n" +
         std::string(issuers);
}

class TrustFile : public FederationFile {
 protected:
  Loaded<Federation> load_with(std::string_view trust_text) const {
    return load(sample_with(kBefore, std::string(trust_text) + std::string(kBefore)));
  }

  void expect_mistake(std::string_view trust_text, std::string_view sentence) const {
    const auto loaded = load_with(trust_text);
    EXPECT_FALSE(loaded.value);
    ASSERT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
    EXPECT_THAT(loaded.problems[0].sentence, testing::HasSubstr(sentence));
  }
};

TEST_F(TrustFile, IsReadWithItsIssuersInOrder) {
  const auto loaded = load_with(
      trust("gw.contoso.example", issuer("urn:federation:MicrosoftOnline") + issuer("urn:other")));
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  const auto& read = loaded.value->tenants.at(0).federation_trust;
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->application_uri, "gw.contoso.example");
  ASSERT_EQ(read->token_issuers.size(), 2u);
  EXPECT_EQ(read->token_issuers[0].uri, "urn:federation:MicrosoftOnline");
  EXPECT_EQ(read->token_issuers[0].endpoint, "https://sts.example/");
  EXPECT_EQ(read->token_issuers[1].uri, "urn:other");
  EXPECT_FALSE(loaded.value->tenants.at(1).federation_trust.has_value());
}

TEST_F(TrustFile, MistakesAreTold) {
  const std::string good = issuer("urn:x");
  expect_mistake("[tenant.federation_trust]\n" + good, "\"application_uri\" is missing");
  expect_mistake(trust("two words", good), "write a domain, a URN or a URL");
  expect_mistake(trust("gw.example", ""), "somebody has to issue the tokens");
  expect_mistake(trust("gw.example", good + good), "two issuers \"urn:x\" (the first is in line");
  expect_mistake(trust("gw.example", "[[tenant.federation_trust.token_issuer]]\nuri = \"urn:x\"\n"),
                 "\"endpoint\" is missing");
  expect_mistake(trust("gw.example",
                       "[[tenant.federation_trust.token_issuer]]\nuri = \"urn:x\"\n"
                       "endpoint = \"http://sts.example/\"\n"),
                 "\"endpoint\" is \"http://sts.example/\"");
  expect_mistake(trust("gw.example",
                       "[[tenant.federation_trust.token_issuer]]\n"
                       "endpoint = \"https://sts.example/\"\n"),
                 "\"uri\" is missing");
  expect_mistake(trust("gw.example", good + "name = \"x\"\n"), "\"name\"");
}

TEST_F(TrustFile, HasLimits) {
  const std::string longest(256, 'x');
  EXPECT_TRUE(load_with(trust(longest, issuer(longest))).value);
  expect_mistake(trust(longest + "x", issuer("urn:x")), "at most 256 ASCII characters");
  expect_mistake(trust("gw.example", issuer(longest + "x")), "at most 256 ASCII characters");
  std::string issuers;
  for (std::size_t i = 0; i < kTokenIssuersMax; ++i) issuers += issuer("urn:" + std::to_string(i));
  EXPECT_TRUE(load_with(trust("gw.example", issuers)).value);
  EXPECT_FALSE(load_with(trust("gw.example", issuers + issuer("urn:more"))).value);
}

}  // namespace
}  // namespace fb::config
