// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/https_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fb::net {
namespace {

using model::ErrorKind;

TEST(HttpsUrl, IsTakenApart) {
  const struct {
    std::string_view url;
    std::string host;
    unsigned port;
    std::string target, host_header, key;
    bool is_address;
  } cases[] = {
      {"https://outlook.office365.com/EWS/Exchange.asmx", "outlook.office365.com", 443,
       "/EWS/Exchange.asmx", "outlook.office365.com", "outlook.office365.com:443", false},
      {"https://a.example", "a.example", 443, "/", "a.example", "a.example:443", false},
      {"https://a.example?q=1", "a.example", 443, "/?q=1", "a.example", "a.example:443", false},
      {"https://A.Example.:8443/x?y=%20z#f", "a.example", 8443, "/x?y=%20z", "a.example:8443",
       "a.example:8443", false},
      {"HTTPS://a.example:443/", "a.example", 443, "/", "a.example", "a.example:443", false},
      {"https://a.example:/", "a.example", 443, "/", "a.example", "a.example:443", false},
      {"https://192.0.2.1:1/", "192.0.2.1", 1, "/", "192.0.2.1:1", "192.0.2.1:1", true},
      {"https://[2001:db8::1]/", "2001:db8::1", 443, "/", "[2001:db8::1]", "[2001:db8::1]:443",
       true},
      {"https://a_b.example:65535/", "a_b.example", 65535, "/", "a_b.example:65535",
       "a_b.example:65535", false},
  };
  for (const auto& test : cases) {
    const auto url = HttpsUrl::parse(test.url);
    ASSERT_TRUE(url.has_value()) << test.url << ": " << url.error().detail();
    EXPECT_EQ(url->host, test.host) << test.url;
    EXPECT_EQ(url->port, test.port) << test.url;
    EXPECT_EQ(url->target, test.target) << test.url;
    EXPECT_EQ(url->host_header(), test.host_header) << test.url;
    EXPECT_EQ(url->host_and_port(), test.key) << test.url;
    EXPECT_EQ(url->host_is_address, test.is_address) << test.url;
  }
}

TEST(HttpsUrl, WhatCannotBeAskedIsRefusedAndNotRepeated) {
  for (const std::string_view text : {"",
                                      "a.example",
                                      "//a.example/secret",
                                      "http://a.example/secret",
                                      "ftp://a.example/secret",
                                      "https://",
                                      "https:///secret",
                                      "https:a.example/secret",
                                      "https://user@a.example/secret",
                                      "https://user:secret@a.example/",
                                      "https://:@a.example/secret",
                                      "https://a.example:0/secret",
                                      "https://a.example:65536/secret",
                                      "https://a.example:-1/secret",
                                      "https://a.example:x/secret",
                                      "https://a b/secret",
                                      "https://a.example/se cret",
                                      "https://a.example/\r\nsecret:",
                                      "https://a%2eexample/secret",
                                      "https://a%00.example/secret",
                                      "https://b\xC3\xBC.example/secret",
                                      "https://./secret",
                                      "https://[::1/secret",
                                      "https://[v1.x]/secret",
                                      "https://a.example/%zz"}) {
    const auto url = HttpsUrl::parse(text);
    ASSERT_TRUE(url.has_error()) << text;
    EXPECT_EQ(url.error().kind(), ErrorKind::internal) << text;
    EXPECT_THAT(url.error().detail(), testing::Not(testing::HasSubstr("secret"))) << text;
  }
}

TEST(HttpsUrl, LengthIsBounded) {
  const std::string begin = "https://a.example/";
  const std::string fits = begin + std::string(HttpsUrl::kBytesMax - begin.size(), 'a');
  EXPECT_TRUE(HttpsUrl::parse(fits).has_value());
  EXPECT_TRUE(HttpsUrl::parse(fits + "a").has_error());
  EXPECT_TRUE(HttpsUrl::parse("https://" + std::string(253, 'a') + "/").has_value());
  EXPECT_TRUE(HttpsUrl::parse("https://" + std::string(254, 'a') + "/").has_error());
}

}  // namespace
}  // namespace fb::net
