// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/content_lines.hpp"

#include <gtest/gtest.h>

namespace fb::ics {
namespace {

struct Seen {
  std::string name;
  std::string value;
  std::size_t number;
  bool operator==(const Seen&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  return out << seen.number << " " << seen.name << " = " << seen.value;
}

std::vector<Seen> all_of(std::string_view text) {
  ContentLines lines(text);
  std::vector<Seen> seen;
  while (true) {
    const auto line = lines.next();
    if (!line) {
      seen.push_back({"error", line.error().detail(), 0});
      return seen;
    }
    if (!*line) return seen;
    seen.push_back({(*line)->name, std::string((*line)->value()), (*line)->number});
  }
}

TEST(ContentLines, AreUnfoldedAndNumbered) {
  const std::vector<Seen> expected{{"A", "1", 1}, {"B", "two words", 2}, {"C", "3", 6}};
  EXPECT_EQ(all_of("A:1\r\nB:two\r\n  wo\r\n\trds\r\n\r\nC:3\r\n"), expected);
  EXPECT_EQ(all_of("A:1\nB:two\n  wo\n\trds\n\nC:3"), expected);
  EXPECT_EQ(all_of("\xef\xbb\xbf"
                   "A:1"),
            (std::vector<Seen>{{"A", "1", 1}}));
  EXPECT_EQ(all_of(""), std::vector<Seen>{});
  EXPECT_EQ(all_of("\n \r\n\t\n"), std::vector<Seen>{});
}

TEST(ContentLines, TheValueBeginsAfterTheFirstColonThatIsNotQuoted) {
  const std::vector<Seen> expected{{"ATTENDEE", "mailto:ada@contoso.com", 1}};
  EXPECT_EQ(all_of("attendee;CN=\"Ada: L.\":mailto:ada@contoso.com"), expected);
  EXPECT_EQ(all_of("A;B=c"), (std::vector<Seen>{{"A", "", 1}}));
  EXPECT_EQ(all_of("A;B=\"c:d"), (std::vector<Seen>{{"A", "", 1}}));
}

TEST(ContentLines, WhatIsNoLineIsNamedByItsNumber) {
  const std::string_view texts[] = {"A:1\nno colon", "A:1\n:value",
                                    "A:1\n<html>",   "A:1\nB",
                                    "A:1\nB c:d",    std::string_view("A:1\nB:\0", 7)};
  for (const std::string_view text : texts) {
    const auto seen = all_of(text);
    ASSERT_EQ(seen.size(), 2U) << text;
    EXPECT_EQ(seen[1].name, "error") << text;
    EXPECT_EQ(seen[1].value.substr(0, 8), "line 2: ") << text;
  }
}

}  // namespace
}  // namespace fb::ics
