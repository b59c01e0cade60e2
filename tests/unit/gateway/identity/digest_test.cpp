// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/digest.hpp"

#include <gtest/gtest.h>

#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

TEST(Digest, Sha256OfAKnownText) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(wire::base64(sha256("abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  EXPECT_NE(sha256("abc"), sha256(std::string_view("abc\0", 4)));
}

TEST(Digest, KeyedOnesAgreeWithinOneProcessOnly) {
  const KeyedDigest one;
  const KeyedDigest two;
  EXPECT_EQ(one.of({"a", "b"}), one.of({"a", "b"}));
  EXPECT_NE(one.of({"a", "b"}), two.of({"a", "b"}));
}

TEST(Digest, PartsCannotBeMovedAcrossTheirBorders) {
  const KeyedDigest digests;
  EXPECT_NE(digests.of({"ab", "c"}), digests.of({"a", "bc"}));
  EXPECT_NE(digests.of({"abc"}), digests.of({"abc", ""}));
  EXPECT_NE(digests.of({"abc", ""}), digests.of({"", "abc"}));
  EXPECT_NE(digests.of({}), digests.of({""}));
}

TEST(Digest, AsHexadecimalDigits) {
  const std::string digits = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(hex_of(sha256("abc")), digits);
  EXPECT_EQ(digest_of_hex(digits), sha256("abc"));
  EXPECT_EQ(digest_of_hex("BA7816BF" + digits.substr(8)), sha256("abc"));
  for (const std::string& other :
       {std::string(), digits.substr(1), digits + "0", "g" + digits.substr(1),
        digits.substr(1) + " ", "0x" + digits.substr(2)}) {
    EXPECT_EQ(digest_of_hex(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace fb::identity
