// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/exchange_shell/records.hpp"

namespace fb::exchange_shell {
namespace {

TEST(CsvForm, IsReadWithAndWithoutQuotes) {
  for (const auto* text : {"\"ForestName\",\"UserName\"\n\"a\",\"b\"\n", "ForestName,UserName\na,b",
                           "ForestName;UserName\r\na;b\r\n",
                           "#TYPE X\r\n\"ForestName\",\"UserName\"\r\n\"a\",b\r\n"}) {
    const auto records = read_records(text);
    ASSERT_TRUE(records) << text << records.error().detail();
    ASSERT_EQ(records->size(), 1u) << text;
    EXPECT_EQ(records->at(0).text("forestname"), "a");
    EXPECT_EQ(records->at(0).text("username"), "b");
  }
}

TEST(CsvForm, QuotesHoldAnything) {
  const auto records = read_records("\"A\",\"B\"\n\"x,\"\"y\"\"\nz\",\"\"\n\"2\",\"3\"\n");
  ASSERT_TRUE(records);
  EXPECT_EQ(records->at(0).text("a"), "x,\"y\"\nz");
  EXPECT_TRUE(records->at(0).list("b").empty());
  EXPECT_EQ(records->at(1).line, 4u);
}

TEST(CsvForm, NamesOfTypesAreNoValues) {
  for (const auto* value : {"System.String[]", "System.Collections.ArrayList",
                            "Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]"}) {
    const auto records = read_records("\"A\"\n\"" + std::string(value) + "\"\n");
    ASSERT_TRUE(records);
    EXPECT_TRUE(records->at(0).list("a").empty());
    EXPECT_TRUE(records->at(0).cut_off.contains("a")) << value;
  }
}

TEST(CsvForm, MistakesAreToldWithTheirLine) {
  const auto told = [](std::string_view text) {
    const auto records = read_records(text);
    EXPECT_FALSE(records) << text;
    return records ? std::string() : records.error().detail();
  };
  EXPECT_EQ(told("\"A\",\"B\"\n\"1\"\n"),
            "line 2: the line has 1 values and the first line has 2 names");
  EXPECT_EQ(told("\"A\"\n\"1\n"), "line 2: a quotation mark is not closed");
  EXPECT_EQ(told("\"A\"\n\"1\"x\n"),
            "line 2: behind the closing quotation mark stands something else");
  EXPECT_EQ(told("\"A\"\n"), "line 2: there are names and no values below them");
}

TEST(CsvForm, HasLimits) {
  const auto columns = [](std::size_t count) {
    std::string names;
    std::string row;
    for (std::size_t i = 0; i < count; ++i) {
      names += (i == 0 ? "" : ",") + std::string("\"P") + std::to_string(i) + "\"";
      row += i == 0 ? "x" : ",x";
    }
    return names + "\n" + row + "\n";
  };
  EXPECT_TRUE(read_records(columns(kPropertiesMax)));
  EXPECT_FALSE(read_records(columns(kPropertiesMax + 1)));
  for (const auto* quote : {"", "\""}) {
    const auto value = [&](std::size_t size) {
      return "\"A\"\n" + std::string(quote) + std::string(size, 'x') + quote + "\n";
    };
    EXPECT_TRUE(read_records(value(kValueBytesMax)));
    EXPECT_FALSE(read_records(value(kValueBytesMax + 1)));
  }
  std::string rows = "\"A\"\n";
  for (std::size_t i = 0; i < kRecordsMax; ++i) rows += "x\n";
  EXPECT_TRUE(read_records(rows));
  EXPECT_FALSE(read_records(rows + "x\n"));
}

}  // namespace
}  // namespace fb::exchange_shell
