// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/base64.hpp"

#include <gtest/gtest.h>

namespace fb::wire {
namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

struct Pair {
  std::string_view plain;
  std::string_view standard;
  std::string_view url;
};

// RFC 4648 section 10, and bytes whose digits differ between the two alphabets.
constexpr Pair kPairs[] = {
    {"", "", ""},
    {"f", "Zg==", "Zg"},
    {"fo", "Zm8=", "Zm8"},
    {"foo", "Zm9v", "Zm9v"},
    {"foob", "Zm9vYg==", "Zm9vYg"},
    {"fooba", "Zm9vYmE=", "Zm9vYmE"},
    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {"\xfb\xff\xbf", "+/+/", "-_-_"},
};

TEST(Base64, WritesAndReadsBothForms) {
  for (const Pair& pair : kPairs) {
    SCOPED_TRACE(pair.standard);
    EXPECT_EQ(base64(bytes_of(pair.plain)), pair.standard);
    EXPECT_EQ(base64url(bytes_of(pair.plain)), pair.url);
    EXPECT_EQ(base64url(pair.plain), pair.url);
    EXPECT_EQ(read_base64(pair.standard).value(), pair.plain);
    EXPECT_EQ(read_base64url(pair.url).value(), pair.plain);
  }
}

TEST(Base64, EveryByteComesBack) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t cut = 0; cut < 3; ++cut) {
    const std::string_view part = std::string_view(all).substr(cut);
    EXPECT_EQ(read_base64(base64(bytes_of(part))).value(), part);
    EXPECT_EQ(read_base64url(base64url(part)).value(), part);
  }
}

TEST(Base64, StandardFormIsStrict) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zm9v=", "Zm8=Zm8=", "Zm 9", "Zm9v\n", "Zm9-",
        "Zm9_", "Zh==", "Zm9=", "A", "Zm9vA"}) {
    EXPECT_EQ(read_base64(text).has_value(), false) << text;
  }
}

TEST(Base64, UrlFormTakesPaddingButNothingElse) {
  EXPECT_EQ(read_base64url("Zg==").value(), "f");
  EXPECT_EQ(read_base64url("Zm8=").value(), "fo");
  for (const std::string_view text : {"Zg=", "Zg===", "Z", "Zm9v====", "=", "==", "Zm9+", "Zm9/",
                                      "Zh", "Zm9", "Zg==Zg==", " Zg"}) {
    EXPECT_EQ(read_base64url(text).has_value(), false) << text;
  }
}

TEST(Base64, ErrorSaysNothingOfTheContent) {
  const auto result = read_base64("secret!!");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().kind(), model::ErrorKind::malformed_request);
  EXPECT_EQ(result.error().detail().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace fb::wire
