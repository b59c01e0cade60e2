// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/json_body.hpp"

#include <gtest/gtest.h>

#include "config/federation_objects.hpp"
#include "gateway/registry/registry.hpp"

namespace fb::admin {
namespace {

std::string toml(std::string_view text) {
  const auto object = json_object_of(text, 1 << 20);
  if (!object) return "no object";
  const auto made = toml_of_body(*object);
  return made ? *made : "refused: " + made.error().message;
}

TEST(JsonBody, ValuesAsTomlWritesThem) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"({})", ""},
      {R"({"a": "b"})", "a = \"b\"\n"},
      {R"({"a": 1, "b": -9223372036854775808, "c": true, "d": false})",
       "a = 1\nb = -9223372036854775808\nc = true\nd = false\n"},
      {R"({"a": [], "b": ["x", "y"], "c": [{"d": 1}, {}]})",
       "a = []\nb = [\"x\", \"y\"]\nc = [{d = 1}, {}]\n"},
      {R"({"a": {"add": ["x"], "remove": []}})", "a = {add = [\"x\"], remove = []}\n"},
      {R"({"a b": 1, "": 2, "\"": 3, "ä": 4})", "\"a b\" = 1\n\"\" = 2\n\"\\\"\" = 3\n\"ä\" = 4\n"},
      {R"({"a": "\"\\\n\u0000\u007f = ]"})", "a = \"\\\"\\\\\\u000A\\u0000\\u007F = ]\"\n"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(toml(text), expected) << text;
}

// Whatever stands in a text, it stays in it: what is read back is what was sent.
TEST(JsonBody, NothingLeavesItsQuotes) {
  const std::string_view hostile =
      R"({"note": "x\"\n[[tenant]]\nname = \"evil\"", "k\"\n[z]": "'''\"\"\"", "t": "\u001b\t"})";
  const std::string back = config::json_of_body(toml(hostile));
  const auto read = json_object_of(back, 1 << 20);
  const auto sent = json_object_of(hostile, 1 << 20);
  ASSERT_TRUE(read && sent) << back;
  EXPECT_EQ(read->size(), sent->size());
  for (const auto& [key, value] : *sent) {
    ASSERT_TRUE(read->contains(key)) << back;
    EXPECT_EQ(read->at(key), value);
  }
}

TEST(JsonBody, WhatNoObjectHolds) {
  for (const std::string_view text : {R"({"a": null})", R"({"a": 1.5})", R"({"a": 1e3})",
                                      R"({"a": 9223372036854775808})", R"({"a": [null]})"}) {
    EXPECT_TRUE(toml(text).starts_with("refused: ")) << text;
  }
  for (const std::string_view text :
       {"", "[]", "1", "{", R"({"a": 1, "a": 2})", R"({"a": 1} x)", "{\"a\": \"\xff\"}"}) {
    EXPECT_EQ(toml(text), "no object") << text;
  }
}

TEST(JsonBody, NullTakesAKeyOutOfAChange) {
  const auto object = json_object_of(R"({"a": null, "b": 1})", 100).value();
  EXPECT_EQ(toml_of_patch(object).value(), "a = \"\"\nb = 1\n");
  const auto nested = json_object_of(R"({"a": {"b": null}})", 100).value();
  EXPECT_FALSE(toml_of_patch(nested).has_value());
}

std::string nested(std::size_t tables) {
  std::string text = "1";
  for (std::size_t i = 0; i < tables; ++i) text = R"({"a": )" + text + "}";
  return text;
}

TEST(JsonBody, Limits) {
  EXPECT_FALSE(toml(nested(kBodyDepthMax)).starts_with("refused"));
  EXPECT_TRUE(toml(nested(kBodyDepthMax + 1)).starts_with("refused"));
  EXPECT_EQ(toml(nested(kRequestDepthMax + 1)), "no object");
  const auto keyed = [](std::size_t bytes) {
    return toml(R"({")" + std::string(bytes, 'k') + R"(": 1})");
  };
  EXPECT_FALSE(keyed(kKeyBytesMax).starts_with("refused"));
  EXPECT_TRUE(keyed(kKeyBytesMax + 1).starts_with("refused"));
  const std::string text(registry::kObjectBytesMax - 7, 'x');  // with: a = ""\n
  boost::json::object body;
  body["a"] = text;
  EXPECT_TRUE(toml_of_body(body).has_value());
  body["a"] = text + "x";
  const auto too_large = toml_of_body(body);
  ASSERT_FALSE(too_large.has_value());
  EXPECT_EQ(too_large.error().code, Code::too_large);
}

}  // namespace
}  // namespace fb::admin
