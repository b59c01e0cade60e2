// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace fb::wire {
namespace {

std::string read_back(std::string_view text) {
  return boost::json::serialize(parse_json(text).value());
}

TEST(Json, ReadsEveryKindOfValue) {
  for (const std::string_view text :
       {"null", "true", "0", "-7", "18446744073709551615", "1.5E0", "\"a\\u00e9\"", "[]", "{}",
        "[1,[2,{\"a\":[]}]]", "{\"a\":{\"b\":{\"c\":1}},\"d\":[{\"a\":1},{\"a\":2}]}"}) {
    EXPECT_EQ(read_back(text), boost::json::serialize(boost::json::parse(text))) << text;
  }
  EXPECT_EQ(read_back(" \r\n\t{ \"a\" : 1 } \n"), "{\"a\":1}");
}

TEST(Json, RefusesWhatIsNotOneValue) {
  for (const std::string_view text :
       {"", " ", "{", "[1", "{\"a\"}", "{\"a\":1,}", "[1,]", "{} {}", "1 2", "nul", "// a\n1",
        "{'a':1}", "NaN", "0e381", "1e999", "\"\x80\"", "\"a", "\"\n\"", "\xef\xbb\xbf{}"}) {
    const auto result = parse_json(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(result.error().kind(), model::ErrorKind::malformed_request) << text;
  }
}

TEST(Json, RefusesAnObjectThatNamesAMemberTwice) {
  for (const std::string_view text : {
           R"({"a":1,"a":1})",
           R"({"a":1,"b":2,"a":3})",
           R"({"a":1,"\u0061":2})",
           R"({"":1,"":2})",
           R"([{"x":{"a":1,"b":{"a":1},"a":2}}])",
           R"({"b":{"c":1},"a":1,"b":2})",
           R"({"a":[{"z":1},{"z":2}],"y":{"z":3},"a":4})",
       }) {
    const auto result = parse_json(text);
    ASSERT_FALSE(result.has_value()) << text;
    EXPECT_EQ(result.error().detail(), "a JSON object names a member twice") << text;
  }
}

TEST(Json, OneNameInSeveralObjectsIsFine) {
  for (const std::string_view text : {
           R"({"a":{"a":{"a":1}}})",
           R"([{"a":1},{"a":1}])",
           R"({"ab":1,"a":2,"b":3})",
           R"({"a":{"b":1,"c":2},"b":{"a":1},"c":[{"b":1}]})",
           R"({"a":1,"A":2})",
       }) {
    EXPECT_TRUE(parse_json(text).has_value()) << text;
  }
}

TEST(Json, SizeHasAnEdge) {
  const JsonLimits limits{.bytes_max = 10};
  EXPECT_TRUE(parse_json("[123456,1]", limits).has_value());
  const auto longer = parse_json("[123456,12]", limits);
  ASSERT_FALSE(longer.has_value());
  EXPECT_EQ(longer.error().detail(), "the JSON text is longer than 10 bytes");
}

TEST(Json, DepthHasAnEdge) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(32)).has_value());
  const auto deeper = parse_json(nested(33));
  ASSERT_FALSE(deeper.has_value());
  EXPECT_EQ(deeper.error().detail(), "the JSON text is nested deeper than 32");
}

TEST(Json, MemberIgnoresCaseButPrefersTheExactName) {
  const auto value = parse_json(R"({"ScheduleId":"x","status":1,"STATUS":2,"n":null})").value();
  EXPECT_EQ(text_member(value, "scheduleId"), "x");
  EXPECT_EQ(*member(value, "STATUS"), 2);
  EXPECT_EQ(*member(value, "status"), 1);
  EXPECT_EQ(*member(value, "Status"), 1);
  EXPECT_TRUE(member(value, "n")->is_null());
  EXPECT_EQ(member(value, "schedule"), nullptr);
  EXPECT_EQ(member(value, "scheduleIds"), nullptr);
  EXPECT_EQ(text_member(value, "status"), "");
  EXPECT_EQ(member(boost::json::value(1), "a"), nullptr);
}

TEST(Json, WritesStringsThatComeBack) {
  std::string all;
  for (int i = 0; i < 0x80; ++i) all += static_cast<char>(i);
  all += "\xc3\xa9\xe2\x82\xac\xf0\x9f\x97\x93";
  std::string out;
  append_json_string(all, out);
  EXPECT_EQ(boost::json::parse(out).as_string(), boost::json::string_view(all));
  EXPECT_EQ(out.find('\n'), std::string::npos);
}

TEST(Json, WritesBrokenUtf8AsReplacementCharacter) {
  struct Row {
    std::string_view text;
    std::string_view written;
  };
  for (const Row& row : {
           Row{"a\x80z", "\"a\xef\xbf\xbdz\""},
           Row{"\xc0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
           Row{"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
           Row{"cut \xe2\x82", "\"cut \xef\xbf\xbd\""},
           Row{"\xf5", "\"\xef\xbf\xbd\""},
       }) {
    std::string out;
    append_json_string(row.text, out);
    EXPECT_EQ(out, row.written);
  }
}

}  // namespace
}  // namespace fb::wire
