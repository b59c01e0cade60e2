// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/header_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fb::net {
namespace {

TEST(HeaderText, NamesAreTokens) {
  EXPECT_TRUE(is_header_name("X-FreeBusy-Gateway"));
  EXPECT_TRUE(is_header_name("!#$%&'*+-.^_`|~09azAZ"));
  for (const std::string_view bad :
       {"", "a b", "a:", "a\r", "a\n", "a\t", "(a)", "a/b", "a\"", "\x80", "a,b"}) {
    EXPECT_FALSE(is_header_name(bad)) << bad;
  }
}

TEST(HeaderText, ValuesHoldNoControlCharacterButTheTab) {
  EXPECT_TRUE(is_header_value(""));
  EXPECT_TRUE(is_header_value("a b\tc \"d\" \xC3\xA9"));
  for (int code = 0; code < 0x20; ++code) {
    if (code == '\t') continue;
    EXPECT_FALSE(is_header_value(std::string("a") + static_cast<char>(code))) << code;
  }
  EXPECT_FALSE(is_header_value("\x7f"));
}

}  // namespace
}  // namespace fb::net
