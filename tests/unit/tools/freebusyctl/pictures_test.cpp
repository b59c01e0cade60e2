// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/pictures.hpp"

#include "tests/unit/tools/freebusyctl/ctl_case.hpp"

namespace fb::freebusyctl {
namespace {

std::string cell(std::string_view json) {
  const auto value = parsed(json);
  return cell_of(value.as_object().if_contains("v"));
}

TEST(CtlPictures, Cells) {
  EXPECT_EQ(cell(R"({"v":"text"})"), "text");
  EXPECT_EQ(cell(R"({"v":true})"), "true");
  EXPECT_EQ(cell(R"({"v":17})"), "17");
  EXPECT_EQ(cell(R"({"v":null})"), "");
  EXPECT_EQ(cell(R"({})"), "");
  EXPECT_EQ(cell(R"({"v":["a","b"]})"), "a, b");
  EXPECT_EQ(cell(R"({"v":{"a":1}})"), R"({"a":1})");
}

TEST(CtlPictures, MembersAndTheListsBelowThem) {
  EXPECT_EQ(draw_members(parsed(R"({"version":"1.0","ready":true,"tenants":)"
                                R"([{"key":"public/1","name":"Contoso"},{"key":"cn/2","x":1}],)"
                                R"("tags":["a","b"],"evil":"\u001b[2J"})"),
                         kFile),
            "version: 1.0\n"
            "ready:   true\n"
            "tags:    a, b\n"
            "evil:    ?[2J\n"
            "\n"
            "tenants\n"
            "key       name     x\n"
            "public/1  Contoso\n"
            "cn/2               1\n");
}

TEST(CtlPictures, TablesInAnObjectAreOpened) {
  EXPECT_EQ(draw_members(parsed(R"({"account":{"name":"a","grants":["x"],"deep":{"k":1}},)"
                                R"("empty":{},"nothing":[],"list":{"of":[{"a":1}]}})"),
                         kFile),
            "account.name:   a\n"
            "account.grants: x\n"
            "account.deep.k: 1\n"
            "empty:          {}\n"
            "nothing:        none\n"
            "\n"
            "list.of\n"
            "a\n"
            "1\n");
}

TEST(CtlPictures, ATableOfTheFirstList) {
  EXPECT_EQ(csv_of(table_of(parsed(R"({"reasons":[{"code":"a","fix":"b"}]})"))),
            "code,fix\r\na,b\r\n");
  EXPECT_EQ(csv_of(table_of(parsed(R"({"code":"a","fix":"b"})"))), "code,fix\r\na,b\r\n");
  EXPECT_TRUE(table_of(parsed(R"({"reasons":[]})")).columns.empty());
}

}  // namespace
}  // namespace fb::freebusyctl
