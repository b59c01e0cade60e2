// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/exchange_shell/records.hpp"

namespace fb::exchange_shell {
namespace {

std::vector<std::string> values(std::string_view text, std::string_view property) {
  const auto records = read_records(text);
  EXPECT_TRUE(records) << records.error().detail();
  return records ? records->at(0).list(property) : std::vector<std::string>();
}

using Texts = std::vector<std::string>;

TEST(ListForm, ListsAreTakenApart) {
  EXPECT_EQ(values("A : {}", "a"), Texts());
  EXPECT_EQ(values("A : {x}", "a"), Texts({"x"}));
  EXPECT_EQ(values("A : {x, y}", "a"), Texts({"x", "y"}));
  EXPECT_EQ(values("A : {x,y}", "a"), Texts({"x,y"}));
  EXPECT_EQ(values("A : x, y", "a"), Texts({"x, y"}));
  EXPECT_EQ(values("A : ", "a"), Texts());
  EXPECT_EQ(values("A :", "a"), Texts());
}

TEST(ListForm, ListsThatAreCutOffHaveNoValues) {
  for (const auto* value : {"{x, y...}", "{x, ...}", "{x, y\xE2\x80\xA6}", "{...}"}) {
    const auto records = read_records("A : " + std::string(value));
    ASSERT_TRUE(records);
    EXPECT_TRUE(records->at(0).list("a").empty());
    EXPECT_TRUE(records->at(0).cut_off.contains("a"));
  }
  // Three dots that are no end of a list are just there.
  EXPECT_EQ(values("A : x...", "a"), Texts({"x..."}));
}

TEST(ListForm, WrappedValuesArePutTogether) {
  // Where the line is full the value was broken within a word, else at a space.
  EXPECT_EQ(values("Name : abcdefgh\n       ijkl\nB : x", "name"), Texts({"abcdefghijkl"}));
  EXPECT_EQ(values("Name : abcdefgh\n       ijkl\nBB   : abcdefghijklmn", "name"),
            Texts({"abcdefgh ijkl"}));
  EXPECT_EQ(values("Name : {abcdef,\n       ij}", "name"), Texts({"abcdef", "ij"}));
  EXPECT_EQ(values("Name : a\n       b\n       c\nLonger : abcdefg", "name"), Texts({"a b c"}));
}

TEST(ListForm, ALineBelowThatLooksLikeAPropertyIsTheRest) {
  EXPECT_EQ(values("Name : abc\n       Note : def\nB : aaaaaaaaaaaaaaaaaaaaaaaaa", "name"),
            Texts({"abc Note : def"}));
}

TEST(ListForm, APropertyThatComesAgainBeginsTheNextRecord) {
  const auto records = read_records("ForestName : a\nName : x\nForestName : b\nName : y\n");
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 2u);
  EXPECT_EQ(records->at(1).text("name"), "y");
  EXPECT_EQ(records->at(1).line, 3u);
}

TEST(ListForm, PromptsAreNoProperties) {
  const auto records = read_records(
      "[PS] C:\\>$FormatEnumerationLimit = -1\n[PS] C:\\>Get-AvailabilityAddressSpace | fl\n\n"
      "ForestName : a\n\nPS C:\\Users\\x> \n>> \n");
  ASSERT_TRUE(records) << records.error().detail();
  ASSERT_EQ(records->size(), 1u);
  EXPECT_EQ(records->at(0).line, 4u);
}

TEST(ListForm, WhatIsNoListIsRefusedWithItsLineAndNotItsText) {
  for (const auto* text : {"Summer2026!", "A : b\n\nSummer2026! x\n", "  Summer2026! : x"}) {
    const auto records = read_records(text);
    ASSERT_FALSE(records) << text;
    EXPECT_NE(records.error().detail().find("line "), std::string::npos);
    EXPECT_EQ(records.error().detail().find("Summer"), std::string::npos);
  }
  EXPECT_FALSE(read_records("[PS] C:\\>\n"));
}

TEST(ListForm, HasLimits) {
  const auto list = [](std::size_t count) {
    std::string text = "A : {x";
    for (std::size_t i = 1; i < count; ++i) text += ", x";
    return text + "}";
  };
  EXPECT_TRUE(read_records(list(kListEntriesMax)));
  EXPECT_FALSE(read_records(list(kListEntriesMax + 1)));

  const auto properties = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "P" + std::to_string(i) + " : x\n";
    return text;
  };
  EXPECT_TRUE(read_records(properties(kPropertiesMax)));
  EXPECT_FALSE(read_records(properties(kPropertiesMax + 1)));

  EXPECT_TRUE(read_records("A : " + std::string(kValueBytesMax, 'x')));
  EXPECT_FALSE(read_records("A : " + std::string(kValueBytesMax + 1, 'x')));
  const std::string half(kValueBytesMax / 2, 'x');
  EXPECT_TRUE(read_records("A : " + half + "\n    " + half));
  EXPECT_FALSE(read_records("A : " + half + "\n    " + half + "x"));

  const auto records = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "A : x\n\n";
    return text;
  };
  EXPECT_TRUE(read_records(records(kRecordsMax)));
  EXPECT_FALSE(read_records(records(kRecordsMax + 1)));
}

}  // namespace
}  // namespace fb::exchange_shell
