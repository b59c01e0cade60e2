// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/csv_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fb::directory {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

TEST(CsvTable, ReadsRecords) {
  const auto table = parse_csv(
      "\xEF\xBB\xBF#TYPE Selected.Microsoft\r\n"
      "Name,\"Other, name\",Last\r\n"
      "a,\"b \"\"c\"\"\",\r\n"
      "\r\n"
      "\"two\r\nlines\",,\"\"\n"
      "x,y,z");
  ASSERT_TRUE(table.has_value()) << table.error().sentence;
  EXPECT_THAT(table->header, ElementsAre("Name", "Other, name", "Last"));
  ASSERT_EQ(table->rows.size(), 3u);
  EXPECT_THAT(table->rows[0].fields, ElementsAre("a", "b \"c\"", ""));
  EXPECT_EQ(table->rows[0].line, 3u);
  EXPECT_THAT(table->rows[1].fields, ElementsAre("two\r\nlines", "", ""));
  EXPECT_EQ(table->rows[1].line, 5u);
  EXPECT_THAT(table->rows[2].fields, ElementsAre("x", "y", "z"));
  EXPECT_EQ(table->rows[2].line, 7u);
  EXPECT_EQ(table->column("other, NAME"), 1u);
  EXPECT_FALSE(table->column("Nam"));
}

TEST(CsvTable, SaysInWhichLineAMistakeIs) {
  struct Row {
    std::string_view name;
    std::string text;
    std::string_view sentence;
  };
  const Row rows[] = {
      {"empty", "", "line 1: there is no header"},
      {"too few", "a,b\n1\n", "line 2: it has 1 fields and the header has 2"},
      {"too many", "a\n1,2\n", "line 2: it has 2 fields"},
      {"quote inside", "a\nb\"c\n", "line 2: a quote stands"},
      {"text behind a quote", "a\n\"b\"c\n", "line 2: something follows"},
      {"open quote", "a\nx\n\"b\nc\nd", "line 3: a field begins with a quote"},
      {"carriage return alone", "a\nb\rc\n", "line 2: there is a control character"},
      {"zero byte", std::string("a\nb\0c\n", 6), "line 2: there is a control character"},
      {"zero byte in quotes", std::string("a\n\"b\0c\"\n", 8), "line 2: there is a control"},
      {"twice the same name", "a,A\n", "line 1: two columns"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto table = parse_csv(row.text);
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.error().kind, registry::RefusedKind::mistake);
    EXPECT_THAT(table.error().sentence, StartsWith(std::string(row.sentence)));
  }
}

TEST(CsvTable, LimitsAreExact) {
  const auto columns = [](std::size_t count) {
    std::string text = "c0";
    for (std::size_t i = 1; i < count; ++i) text += ",c" + std::to_string(i);
    return text;
  };
  EXPECT_TRUE(parse_csv(columns(kCsvColumnsMax)).has_value());
  EXPECT_FALSE(parse_csv(columns(kCsvColumnsMax + 1)).has_value());

  const auto rows = [](std::size_t count) {
    std::string text = "a\n";
    for (std::size_t i = 0; i < count; ++i) text += "x\n";
    return text;
  };
  EXPECT_TRUE(parse_csv(rows(kCsvRowsMax)).has_value());
  EXPECT_FALSE(parse_csv(rows(kCsvRowsMax + 1)).has_value());

  for (const std::string_view quote : {"", "\""}) {
    const auto field = [&](std::size_t bytes) {
      return "a\n" + std::string(quote) + std::string(bytes, 'x') + std::string(quote);
    };
    EXPECT_TRUE(parse_csv(field(kCsvFieldBytesMax)).has_value());
    EXPECT_FALSE(parse_csv(field(kCsvFieldBytesMax + 1)).has_value());
  }
  std::string text = "a\n" + std::string(kCsvBytesMax - 2, '\n');
  EXPECT_TRUE(parse_csv(text).has_value());
  text += '\n';
  EXPECT_FALSE(parse_csv(text).has_value());
}

}  // namespace
}  // namespace fb::directory
