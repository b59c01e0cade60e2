// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/exchange_shell/unicode_text.hpp"

#include <gtest/gtest.h>

#include "protocols/exchange_shell/records.hpp"

namespace fb::exchange_shell {
namespace {

using namespace std::string_literals;

std::string utf16(std::u16string_view text, bool little_endian) {
  std::string out = little_endian ? "\xFF\xFE" : "\xFE\xFF";
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    out += little_endian ? low : high;
    out += little_endian ? high : low;
  }
  return out;
}

TEST(UnicodeText, IsReadInEveryForm) {
  const std::u16string_view text = u"A\u00E9\u20AC\U0001F4C5";
  const std::string plain = "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x93\x85";
  EXPECT_EQ(as_utf8(plain).value(), plain);
  EXPECT_EQ(as_utf8("\xEF\xBB\xBF" + plain).value(), plain);
  EXPECT_EQ(as_utf8(utf16(text, true)).value(), plain);
  EXPECT_EQ(as_utf8(utf16(text, false)).value(), plain);
  EXPECT_EQ(as_utf8("").value(), "");
}

TEST(UnicodeText, WhatIsNoUnicodeIsRefused) {
  const std::string cases[] = {
      "\xE9",                       // Latin-1
      "\xC3",                       // cut off
      "\xC0\x80",                   // longer than it has to be
      "\xED\xA0\x80",               // half a pair
      "\xF4\x90\x80\x80",           // beyond the last character
      "\x80",                       // begins in the middle
      "a\0b"s,                      // UTF-16 without its mark looks like this
      "\xFF\xFE\x41"s,              // half a unit
      "\xFF\xFE\x00\xD8"s,          // a first half alone
      "\xFF\xFE\x00\xDC"s,          // a second half alone
      "\xFF\xFE\x00\xD8\x41\x00"s,  // a first half before a letter
      "\xFF\xFE\x00\x00"s,
  };
  for (const std::string& bytes : cases) {
    const auto text = as_utf8(bytes);
    ASSERT_FALSE(text) << bytes.size();
    EXPECT_NE(text.error().detail().find("-Encoding UTF8"), std::string::npos);
  }
}

TEST(UnicodeText, AnExportOfWindowsPowerShellIsRead) {
  const auto list =
      read_records(utf16(u"ForestName : fabrikam.example\r\nName : \u00C9\r\n", true));
  ASSERT_TRUE(list);
  EXPECT_EQ(list->at(0).text("forestname"), "fabrikam.example");
  EXPECT_EQ(list->at(0).text("name"), "\xC3\x89");
  const auto csv = read_records(utf16(u"\"ForestName\"\r\n\"fabrikam.example\"\r\n", true));
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->at(0).text("forestname"), "fabrikam.example");
}

}  // namespace
}  // namespace fb::exchange_shell
