// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/toml_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/temp_folder.hpp"

namespace fb::config {
namespace {

using testing::HasSubstr;
using testing::Not;

Problems problems_of(std::string_view text) {
  ProblemList problems("t.toml");
  parse_toml(text, problems);
  return std::move(problems).take();
}

struct Row {
  std::string_view label;
  std::string_view text;
  std::size_t line, column;
  std::string_view sentence;
};

class TomlDocument : public testing::TestWithParam<Row> {};

TEST_P(TomlDocument, TellsTheMistakeWithItsPlace) {
  const Problems problems = problems_of(GetParam().text);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].line, GetParam().line);
  EXPECT_EQ(problems[0].column, GetParam().column);
  EXPECT_THAT(problems[0].sentence, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Each, TomlDocument,
    testing::Values(Row{"no_version", "a = 1\n", 1, 1, "begin the file with version = 1"},
                    Row{"empty", "", 1, 1, "begin the file with version = 1"},
                    Row{"later_version", "\nversion = 2\n", 2, 11, "reads version 1"},
                    Row{"version_as_text", "version = \"1\"\n", 1, 11, "reads version 1"},
                    Row{"no_value", "version = 1\na =\n", 2, 4, "this is not TOML"},
                    Row{"twice", "version = 1\n[a]\n[a]\n", 3, 1, "'a'"},
                    Row{"open_text", "version = 1\na = \"b\nc\"\n", 2, 7, "this is not TOML"}),
    [](const auto& row) { return std::string(row.param.label); });

TEST(TomlDocumentSecrets, ASyntaxErrorDoesNotRepeatTheText) {
  for (const std::string_view text :
       {"version = 1\npassword = 12345678901234567890123\n", "version = 1\npassword = hunter2\n",
        "version = 1\npassword = 0x123456789012345678901234567890\n",
        "version = 1\npassword = \"hunter2\" hunter2\n", "version = 1\npassword hunter2\n"}) {
    const Problems problems = problems_of(text);
    ASSERT_EQ(problems.size(), 1u) << text;
    EXPECT_THAT(problems[0].sentence, Not(HasSubstr("hunter2")));
    EXPECT_THAT(problems[0].sentence, Not(HasSubstr("123456")));
  }
}

TEST(ProblemList, IsSortedByPlaceAndCountsWhatItDoesNotList) {
  ProblemList list("t.toml");
  for (std::size_t i = 0; i < kProblemsMax + 7; ++i) {
    list.add(Place{static_cast<std::uint32_t>(kProblemsMax - std::min(i, kProblemsMax - 1)), 1},
             "wrong");
  }
  const Problems problems = std::move(list).take();
  ASSERT_EQ(problems.size(), kProblemsMax + 1);
  EXPECT_EQ(problems[0].line, 1u);
  EXPECT_EQ(problems[kProblemsMax - 1].line, kProblemsMax);
  EXPECT_THAT(problems.back().str(), HasSubstr("t.toml: and 7 more mistakes"));
}

TEST(ProblemList, ListsExactlyTheLimitWithoutACount) {
  ProblemList list("t.toml");
  for (std::size_t i = 0; i < kProblemsMax; ++i) list.add(Place{1, 1}, "wrong");
  EXPECT_EQ(std::move(list).take().size(), kProblemsMax);
}

TEST(InQuotes, IsBoundedAndClean) {
  EXPECT_EQ(in_quotes("a\nb\x7f"), "\"a b \"");
  EXPECT_EQ(in_quotes(std::string(60, 'x')), "\"" + std::string(60, 'x') + "\"");
  EXPECT_EQ(in_quotes(std::string(61, 'x')), "\"" + std::string(60, 'x') + "...\"");
  EXPECT_EQ(in_quotes(std::string(59, 'x') + "\xc3\xa4"), "\"" + std::string(59, 'x') + "...\"");
}

TEST(ReadTomlFile, HasABound) {
  const TempFolder folder;
  const std::string text = "version = 1\n";
  const auto file = folder.write("a.toml", text);
  ProblemList at_the_limit("a.toml");
  EXPECT_TRUE(read_toml_file(file, text.size(), at_the_limit));
  EXPECT_TRUE(at_the_limit.empty());
  ProblemList beyond("a.toml");
  EXPECT_FALSE(read_toml_file(file, text.size() - 1, beyond));
  EXPECT_EQ(std::move(beyond).take().at(0).str(),
            "a.toml: the file has 12 bytes, and at most 11 are read");
}

TEST(ReadTomlFile, TakesOnlyFilesThatAreThere) {
  const TempFolder folder;
  ProblemList missing("a.toml");
  EXPECT_FALSE(read_toml_file(folder.path() / "a.toml", 100, missing));
  EXPECT_EQ(std::move(missing).take().at(0).sentence, "the file does not exist");
  ProblemList directory("a.toml");
  EXPECT_FALSE(read_toml_file(folder.path(), 100, directory));
  EXPECT_EQ(std::move(directory).take().at(0).sentence, "the file is not a regular file");
}

}  // namespace
}  // namespace fb::config
