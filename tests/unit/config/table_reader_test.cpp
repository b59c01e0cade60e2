// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/table_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace fb::config {
namespace {

using testing::ElementsAre;

using Read = std::function<void(TableReader&)>;

std::vector<std::string> told(std::string_view text, const Read& read) {
  ProblemList problems("t.toml");
  const auto root = parse_toml("version = 1\n" + std::string(text), problems);
  {
    TableReader reader(*root, "the file", problems);
    reader.node("version");
    read(reader);
  }
  std::vector<std::string> out;
  for (const Problem& problem : std::move(problems).take()) out.push_back(problem.str());
  return out;
}

TEST(TableReader, NamesWhatStandsInPlaceOfAText) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"{}", "a table"},         {"[]", "a list"},
      {"1", "a whole number"},   {"1.5", "a number with a fraction"},
      {"true", "true or false"}, {"2027-04-01", "a date"},
      {"12:00:00", "a time"},    {"2027-04-01T12:00:00Z", "a date with a time"}};
  for (const auto& [value, words] : rows) {
    EXPECT_THAT(
        told("a = " + std::string(value), [](TableReader& r) { r.text("a"); }),
        ElementsAre("t.toml:2:5: \"a\" must be a text in quotes, not " + std::string(words)));
  }
}

TEST(TableReader, EachTypeRefusesTheOthers) {
  const std::pair<Read, std::string_view> rows[] = {
      {[](TableReader& r) { r.flag("a"); }, "must be true or false, not a text"},
      {[](TableReader& r) { r.integer("a"); }, "must be a whole number, not a text"},
      {[](TableReader& r) { r.texts("a", 1); }, "must be a list of texts, [\"...\"], not a text"},
      {[](TableReader& r) { r.table("a"); }, "must be a table in brackets, not a text"},
      {[](TableReader& r) { r.tables("a", 1); },
       "must be written as a table in double brackets, not as a text"}};
  for (const auto& [read, words] : rows) {
    EXPECT_THAT(told("a = \"x\"", read), ElementsAre("t.toml:2:5: \"a\" " + std::string(words)));
  }
}

TEST(TableReader, AbsentKeysAreSilentUnlessRequired) {
  EXPECT_THAT(told("",
                   [](TableReader& r) {
                     EXPECT_FALSE(r.text("a") || r.flag("b") || r.integer("c"));
                     EXPECT_EQ(r.table("d"), nullptr);
                     EXPECT_TRUE(r.texts("e", 1).empty());
                     EXPECT_TRUE(r.tables("f", 1).empty());
                   }),
              ElementsAre());
  EXPECT_THAT(told("", [](TableReader& r) { r.required_text("a"); }),
              ElementsAre("t.toml:1:1: \"a\" is missing in the file"));
}

TEST(TableReader, KeysThatNobodyAskedForAreTold) {
  EXPECT_THAT(
      told("sorce = 1\nother = 2", [](TableReader& r) { r.node("source"); }),
      ElementsAre("t.toml:2:1: \"sorce\" is not a key of the file: did you mean \"source\"?",
                  "t.toml:3:1: \"other\" is not a key of the file: take it out"));
}

TEST(TableReader, ARefusedKeyIsToldOnce) {
  EXPECT_THAT(told("zone = \"UTC\"", [](TableReader& r) { r.refuse("zone", "has no place here"); }),
              ElementsAre("t.toml:2:8: \"zone\" has no place here"));
  EXPECT_THAT(told("", [](TableReader& r) { r.refuse("zone", "has no place here"); }),
              ElementsAre());
}

TEST(TableReader, TablesInListsAreTakenInOrder) {
  EXPECT_THAT(told("[[a]]\nn = 1\n[[a]]\nn = 2\n",
                   [](TableReader& r) {
                     std::vector<std::int64_t> numbers;
                     for (const toml::table* table : r.tables("a", 2)) {
                       numbers.push_back((*table)["n"].value<std::int64_t>().value());
                     }
                     EXPECT_THAT(numbers, ElementsAre(1, 2));
                   }),
              ElementsAre());
}

}  // namespace
}  // namespace fb::config
