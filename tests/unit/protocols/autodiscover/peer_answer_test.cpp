// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/autodiscover/peer_answer.hpp"

#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

TEST(PeerAnswer, AKnownCodeIsNamedAndAnUnknownOneIsNot) {
  EXPECT_EQ(error_of_code("InvalidUser", "x").detail(), "the peer answered InvalidUser");
  EXPECT_EQ(error_of_code("<script>", "x").detail(), "the peer answered with an error");
  EXPECT_EQ(error_of_code("", "").detail(), "the peer answered with an error");
}

TEST(PeerAnswer, AURLIsBoundedAndPlain) {
  const std::string longest = "https://a.example/" + std::string(kUrlBytesMax - 18, 'x');
  EXPECT_TRUE(endpoint_at(longest).has_value());
  EXPECT_FALSE(endpoint_at(longest + "x").has_value());
  for (const char* url : {"", "https://a.example/\n", "https://a.example/\x7f", "https://a b/",
                          "https://\xc3\xa4.example/", "https://a.example/\"", "https://a\\b/"}) {
    EXPECT_FALSE(endpoint_at(url).has_value()) << url;
    EXPECT_FALSE(redirect_to_url(url).has_value()) << url;
  }
}

TEST(PeerAnswer, AnAddressIsReadAsEverywhereElse) {
  EXPECT_EQ(shown(redirect_to_address("SMTP:Ada@S\xc3\xbc"
                                      "d.example")),
            "address ada@xn--sd-xka.example");
  EXPECT_EQ(shown(redirect_to_address("Ada <ada@south.example>")), "refused peer_broken");
}

}  // namespace
}  // namespace fb::autodiscover
