// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/words.hpp"

#include <gtest/gtest.h>

namespace fb::freebusyctl {
namespace {

using Lines = std::vector<std::string>;

TEST(CtlWords, ChoicesReadAsASentence) {
  EXPECT_EQ(in_words("a"), "a");
  EXPECT_EQ(in_words("a b"), "a or b");
  EXPECT_EQ(in_words("a b c"), "a, b or c");
}

TEST(CtlWords, ASocketHasASlashAndNoScheme) {
  for (const std::string_view socket : {"/run/a.sock", "./a", "a/b"}) {
    EXPECT_TRUE(is_socket_path(socket)) << socket;
  }
  for (const std::string_view other : {"a.sock", "https://a/b", "http://a", ""}) {
    EXPECT_FALSE(is_socket_path(other)) << other;
  }
}

TEST(CtlWords, ColumnsOfLetters) {
  EXPECT_EQ(columns_of(""), 0u);
  EXPECT_EQ(columns_of("abc"), 3u);
  EXPECT_EQ(columns_of("\xc3\xa4"), 1u) << "one letter of two bytes";
  EXPECT_EQ(columns_of("a\xcc\x88"), 1u) << "a mark over it takes no column";
  EXPECT_EQ(columns_of("\xe6\x9d\x8e\xe5\xa8\x9c"), 4u) << "two wide letters";
  EXPECT_EQ(columns_of("\xff"), 1u) << "a broken byte";
}

TEST(CtlWords, CutToColumns) {
  EXPECT_EQ(cut("abcdef", 6), "abcdef");
  EXPECT_EQ(cut("abcdef", 5), "abcd\xe2\x80\xa6");
  EXPECT_EQ(cut("abcdef", 1), "\xe2\x80\xa6");
  EXPECT_EQ(cut("abcdef", 0), "");
  EXPECT_EQ(cut("\xe6\x9d\x8e\xe5\xa8\x9c", 4), "\xe6\x9d\x8e\xe5\xa8\x9c");
  EXPECT_EQ(cut("\xe6\x9d\x8e\xe5\xa8\x9c", 3), "\xe6\x9d\x8e\xe2\x80\xa6");
  EXPECT_EQ(cut("\xe6\x9d\x8e\xe5\xa8\x9c", 2), "\xe2\x80\xa6") << "half a letter is none";
}

TEST(CtlWords, WrappedAtSpaces) {
  EXPECT_EQ(wrapped("", 10), Lines{""});
  EXPECT_EQ(wrapped("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrapped("one two three", 6), (Lines{"one", "two", "three"}));
  EXPECT_EQ(wrapped("  one   two ", 20), Lines{"one two"});
  EXPECT_EQ(wrapped("incomprehensible", 5), Lines{"incomprehensible"});
}

}  // namespace
}  // namespace fb::freebusyctl
