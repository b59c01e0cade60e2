// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/exchange_shell/records.hpp"

namespace fb::exchange_shell {
namespace {

TEST(JsonForm, OneObjectOrMany) {
  for (const auto* text : {"{\"ForestName\":\"a\"}", "[{\"ForestName\":\"a\"}]",
                           "{\"value\":[{\"ForestName\":\"a\"}],\"Count\":1}",
                           "\xEF\xBB\xBF\r\n {\"ForestName\":\"a\"}\r\n"}) {
    const auto records = read_records(text);
    ASSERT_TRUE(records) << text << records.error().detail();
    ASSERT_EQ(records->size(), 1u);
    EXPECT_EQ(records->at(0).kind, RecordKind::address_space);
    EXPECT_EQ(records->at(0).text("forestname"), "a");
  }
}

TEST(JsonForm, ValuesAreTexts) {
  const auto records = read_records(
      R"({"A":true,"B":-3,"C":null,"D":["x",1,false],"E":[],"F":{"ProxyAddressString":"SMTP:a@b"},
          "G":"@{Domain=x}","H":[{"Other":1}]})");
  ASSERT_TRUE(records);
  const Record& record = records->at(0);
  EXPECT_EQ(record.text("a"), "True");
  EXPECT_EQ(record.text("b"), "-3");
  EXPECT_TRUE(record.list("c").empty());
  EXPECT_EQ(record.list("d"), (std::vector<std::string>{"x", "1", "False"}));
  EXPECT_TRUE(record.list("e").empty());
  EXPECT_EQ(record.text("f"), "SMTP:a@b");
  EXPECT_EQ(record.cut_off, (std::set<std::string>{"g", "h"}));
}

TEST(JsonForm, WhatIsNoObjectIsRefused) {
  for (const auto* text :
       {"[1]", "[\"x\"]", "[[]]", "[]", "{\"value\":[]}", "{", "[{}", "{\"A\":1,\"A\":2}"}) {
    EXPECT_FALSE(read_records(text)) << text;
  }
}

TEST(JsonForm, ACapabilityIsNeverMoreThanWasRead) {
  const auto capability = [](std::string_view access) {
    const auto records = read_records(
        "{\"@odata.context\":\"x/partners/33333333-3333-3333-3333-333333333333/m365Capabilities\","
        "\"value\":[{\"@odata.type\":\"#microsoft.graph.crossTenantCalendarAvailabilityBasic\","
        "\"inboundAccess\":" +
        std::string(access) + "}]}");
    EXPECT_TRUE(records) << access;
    return records->at(0);
  };
  EXPECT_EQ(capability("null").text("isallowed"), "False");
  EXPECT_EQ(capability("{}").text("isallowed"), "False");
  EXPECT_EQ(capability("{\"isAllowed\":\"true\"}").text("isallowed"), "False");
  EXPECT_EQ(capability("{\"isAllowed\":true}").text("isallowed"), "True");
  EXPECT_TRUE(capability("{\"isAllowed\":true}").list("included").empty());
  EXPECT_TRUE(capability("{\"isAllowed\":true,\"resourceScopes\":[]}").list("included").empty());
  EXPECT_EQ(capability("{}").text("tenantid"), "33333333-3333-3333-3333-333333333333");
}

TEST(JsonForm, HasLimits) {
  const auto object = [](std::size_t count) {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i) {
      text += (i == 0 ? "\"P" : ",\"P") + std::to_string(i) + "\":1";
    }
    return text + "}";
  };
  EXPECT_TRUE(read_records(object(kPropertiesMax)));
  EXPECT_FALSE(read_records(object(kPropertiesMax + 1)));
  const auto list = [](std::size_t count) {
    std::string text = "{\"A\":[1";
    for (std::size_t i = 1; i < count; ++i) text += ",1";
    return text + "]}";
  };
  EXPECT_TRUE(read_records(list(kListEntriesMax)));
  EXPECT_FALSE(read_records(list(kListEntriesMax + 1)));
  EXPECT_TRUE(read_records("{\"A\":\"" + std::string(kValueBytesMax, 'x') + "\"}"));
  EXPECT_FALSE(read_records("{\"A\":\"" + std::string(kValueBytesMax + 1, 'x') + "\"}"));
  const auto objects = [](std::size_t count) {
    std::string text = "[{}";
    for (std::size_t i = 1; i < count; ++i) text += ",{}";
    return text + "]";
  };
  EXPECT_TRUE(read_records(objects(kRecordsMax)));
  EXPECT_FALSE(read_records(objects(kRecordsMax + 1)));
}

}  // namespace
}  // namespace fb::exchange_shell
