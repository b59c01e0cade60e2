// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/table.hpp"

#include "tests/unit/tools/freebusyctl/ctl_case.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

Table people() {
  return {{"name", "domains"}, {{"Fabrikam", "a.example, b.example"}, {"\xe6\x9d\x8e", ""}}};
}

TEST(CtlTable, PlainInAFile) {
  EXPECT_EQ(draw(people(), kFile),
            "name      domains\n"
            "Fabrikam  a.example, b.example\n"
            "\xe6\x9d\x8e\n");
}

TEST(CtlTable, BoxesOnATerminal) {
  EXPECT_EQ(draw(people(), kScreen),
            "┌──────────┬──────────────────────┐\n"
            "│ name     │ domains              │\n"
            "├──────────┼──────────────────────┤\n"
            "│ Fabrikam │ a.example, b.example │\n"
            "│ 李       │                      │\n"
            "└──────────┴──────────────────────┘\n");
}

TEST(CtlTable, ColoursOnlyWhereTheyAreWanted) {
  EXPECT_EQ(draw(people(), kScreen).find('\x1b'), std::string::npos);
  EXPECT_NE(draw(people(), kColourScreen).find("│ \x1b[1mname    \x1b[0m │"), std::string::npos);
}

TEST(CtlTable, FitsTheWidthAndIsWholeInAFile) {
  const Table wide{{"a", "b"}, {{std::string(50, 'x'), std::string(50, 'y')}}};
  for (const std::size_t columns : {20u, 33u, 34u, 80u, 107u}) {
    const std::string drawn = draw(wide, {columns, false, true});
    EXPECT_EQ(columns_of(drawn.substr(0, drawn.find('\n'))), columns);
    EXPECT_EQ(columns_of(drawn.substr(drawn.rfind("│ x"), drawn.rfind("└") - drawn.rfind("│ x"))),
              columns + 1)
        << "with the end of the line";
  }
  EXPECT_NE(draw(wide, {107, false, true}).find(std::string(50, 'y')), std::string::npos);
  EXPECT_EQ(draw(wide, {106, false, true}).find(std::string(50, 'y')), std::string::npos);
  const std::string narrow = draw(wide, {1, false, true});
  EXPECT_NE(narrow.find("│ xxxxx… │ yyyyy… │"), std::string::npos) << narrow;
  EXPECT_NE(draw(wide, {1, false, false}).find(std::string(50, 'y')), std::string::npos);
}

TEST(CtlTable, TheFirstColumnGivesLast) {
  const Table wide{{"a", "b"}, {{std::string(20, 'x'), std::string(20, 'y')}}};
  EXPECT_NE(draw(wide, {33, false, true}).find("│ xxxxxxxxxxxxxxxxxxxx │ yyyyy… │"),
            std::string::npos);
  EXPECT_NE(draw(wide, {32, false, true}).find("│ xxxxxxxxxxxxxxxxxx… │ yyyyy… │"),
            std::string::npos);
}

TEST(CtlTable, ColumnsWithNothingInThem) {
  const Table table{{"a", "b", "c"}, {{"", "", "1"}, {"", "", ""}}};
  EXPECT_EQ(csv_of(without_empty_columns(table)), "a,c\r\n,1\r\n,\r\n");
}

TEST(CtlTable, NothingFromOutsideControlsTheTerminal) {
  const Table hostile{{"a"}, {{"x\x1b[2Jy\nz\xc2\x9b"}}};
  EXPECT_EQ(draw(hostile, kFile), "a\nx?[2Jy?z?\n");
  EXPECT_NE(draw(hostile, kScreen).find("│ x?[2Jy?z? │"), std::string::npos);
}

TEST(CtlTable, Csv) {
  EXPECT_EQ(csv_of({{"a", "b"}, {{"1", "2,3"}, {"say \"no\"", "two\nlines"}, {"", " "}}}),
            "a,b\r\n1,\"2,3\"\r\n\"say \"\"no\"\"\",\"two\nlines\"\r\n, \r\n");
}

}  // namespace
}  // namespace fb::freebusyctl
