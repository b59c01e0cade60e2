// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/plain/plain_support.hpp"

namespace fb::plain {
namespace {

using model::ErrorKind;

constexpr std::string_view kGood =
    R"({"people":["grace@contoso.example"],)"
    R"("start":"2031-05-06T08:00:00","end":"2031-05-06T18:00:00",)"
    R"("zone":"Europe/Berlin","interval_minutes":60,"detail":"LimitedDetails"})";

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(PlainQuestion, IsRead) {
  const auto question = decode_question(kGood);
  ASSERT_TRUE(question.has_value()) << question.error().detail();
  EXPECT_EQ(question->request.window, window("2031-05-06T06:00:00", "2031-05-06T16:00:00"));
  EXPECT_EQ(question->request.slot.length(), std::chrono::minutes(60));
  EXPECT_EQ(question->request.wish, model::DetailLevel::limited_details);
  ASSERT_EQ(question->request.mailboxes.size(), 1u);
  EXPECT_EQ(question->request.mailboxes[0].as_written, "grace@contoso.example");
  EXPECT_EQ(question->zone_name, "Europe/Berlin");
}

TEST(PlainQuestion, WhatMayBeLeftOut) {
  const auto question =
      decode_question(R"({"people":["grace@contoso.example"],)"
                      R"("start":"2031-05-06T08:00:00","end":"2031-05-06T09:00:00"})");
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(question->request.window, window("2031-05-06T08:00:00", "2031-05-06T09:00:00"));
  EXPECT_EQ(question->request.slot.length(), std::chrono::minutes(30));
  EXPECT_EQ(question->request.wish, model::DetailLevel::availability_only);
  EXPECT_EQ(question->zone_name, "UTC");
}

TEST(PlainQuestion, AnOffsetWinsOverTheZone) {
  const auto question =
      decode_question(replaced("2031-05-06T08:00:00", "2031-05-06T08:00:00-03:00"));
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(question->request.window.begin(), utc("2031-05-06T11:00:00"));
  EXPECT_EQ(question->request.window.end(), utc("2031-05-06T16:00:00"));
}

TEST(PlainQuestion, SecondsAndMidnightMayBeLeftOut) {
  struct Written {
    std::string_view text;
    std::string_view means;
  };
  for (const Written& row : {Written{"2031-05-06T08:15", "2031-05-06T06:15:00"},
                             Written{"2031-05-06T08:15Z", "2031-05-06T08:15:00"},
                             Written{"2031-05-06T08:15+05:30", "2031-05-06T02:45:00"},
                             Written{"2031-05-06", "2031-05-05T22:00:00"}}) {
    const auto question = decode_question(replaced("2031-05-06T08:00:00", row.text));
    ASSERT_TRUE(question.has_value()) << row.text;
    EXPECT_EQ(question->request.window.begin(), utc(row.means)) << row.text;
  }
  for (const std::string_view text :
       {"2031-05-06T08", "2031-05-06T08:1", "2031-05-06T8:15", "2031-05-6", "2031-05-06T",
        "2031-05-06T08:15:", "2031-05-06T08:15x", "2031-05-32", "2031-05-06T24:15"}) {
    const auto question = decode_question(replaced("2031-05-06T08:00:00", text));
    ASSERT_FALSE(question.has_value()) << text;
    EXPECT_EQ(question.error().kind(), ErrorKind::window_invalid) << text;
  }
}

TEST(PlainQuestion, AnAddressThatIsNoneFailsAlone) {
  const auto question = decode_question(
      replaced(R"("grace@contoso.example")", R"("no address","g@contoso.example")"));
  ASSERT_TRUE(question.has_value());
  ASSERT_EQ(question->request.mailboxes.size(), 2u);
  EXPECT_EQ(question->request.mailboxes[0].address.error().kind(), ErrorKind::address_invalid);
  EXPECT_TRUE(question->request.mailboxes[1].address.has_value());
}

TEST(PlainQuestion, OnePersonTwiceIsAskedForTwice) {
  const auto question = decode_question(
      replaced(R"("grace@contoso.example")", R"("grace@contoso.example","GRACE@contoso.example")"));
  ASSERT_TRUE(question.has_value());
  ASSERT_EQ(question->request.mailboxes.size(), 2u);
  EXPECT_EQ(question->request.mailboxes[0].address.value(),
            question->request.mailboxes[1].address.value());
}

struct Row {
  std::string_view from;
  std::string_view to;
  ErrorKind kind;
  std::string_view says;  // a part of the words
};

TEST(PlainQuestion, OneThingWrong) {
  for (const Row& row : {
           Row{"\"people\"", "\"persons\"", ErrorKind::malformed_request, "\"persons\""},
           Row{"\"people\"", "\"People\"", ErrorKind::malformed_request, "\"People\""},
           Row{"\"people\"", "\"a\\u0000b\\\"\"", ErrorKind::malformed_request, "\"a?b?\""},
           Row{"[\"grace@contoso.example\"]", "[]", ErrorKind::mailbox_list_empty, "person"},
           Row{"[\"grace@contoso.example\"]", "\"grace@contoso.example\"",
               ErrorKind::malformed_request, "list"},
           Row{"[\"grace@contoso.example\"]", "[7]", ErrorKind::malformed_request, "texts"},
           Row{"\"people\":[\"grace@contoso.example\"],", "", ErrorKind::mailbox_list_empty, ""},
           Row{"\"2031-05-06T08:00:00\"", "\"tomorrow\"", ErrorKind::window_invalid, "\"start\""},
           Row{"\"2031-05-06T08:00:00\"", "7", ErrorKind::malformed_request, "\"start\""},
           Row{"\"2031-05-06T08:00:00\"", "null", ErrorKind::malformed_request, "\"start\""},
           Row{"\"start\":\"2031-05-06T08:00:00\",", "", ErrorKind::window_invalid, "\"start\""},
           Row{"\"end\":\"2031-05-06T18:00:00\",", "", ErrorKind::window_invalid, "\"end\""},
           Row{"2031-05-06T18:00:00", "2031-05-06T08:00:00", ErrorKind::window_invalid, "after"},
           Row{"2031-05-06T18:00:00", "2031-05-06T07:59:59", ErrorKind::window_invalid, "after"},
           Row{"2031-05-06T18:00:00", "2031-07-07T08:00:01", ErrorKind::window_too_long, "62 days"},
           Row{"Europe/Berlin", "Mars/Olympus", ErrorKind::time_zone_invalid, "\"zone\""},
           Row{"\"Europe/Berlin\"", "7", ErrorKind::malformed_request, "\"zone\""},
           Row{":60", ":4", ErrorKind::interval_invalid, "5 to 1440"},
           Row{":60", ":1441", ErrorKind::interval_invalid, "5 to 1440"},
           Row{":60", ":60.5", ErrorKind::malformed_request, "whole"},
           Row{":60", ":\"60\"", ErrorKind::malformed_request, "whole"},
           Row{":60", ":99999999999999999999", ErrorKind::malformed_request, "whole"},
           Row{"LimitedDetails", "None", ErrorKind::view_invalid, "\"detail\""},
           Row{"LimitedDetails", "times", ErrorKind::view_invalid, "\"detail\""},
           Row{"\"LimitedDetails\"", "[]", ErrorKind::malformed_request, "\"detail\""},
           Row{"\"zone\"", "\"end\"", ErrorKind::malformed_request, "twice"},
           Row{"[\"grace@contoso.example\"]", "[[[[[[]]]]]]", ErrorKind::malformed_request,
               "deeper"},
       }) {
    const auto question = decode_question(replaced(row.from, row.to));
    ASSERT_FALSE(question.has_value()) << row.to;
    EXPECT_EQ(question.error().kind(), row.kind) << row.to << ": " << question.error().detail();
    EXPECT_NE(question.error().detail().find(row.says), std::string::npos)
        << row.to << ": " << question.error().detail();
  }
  for (const std::string_view body : {"", "[]", "null", "7", "{", "{}x"}) {
    const auto question = decode_question(body);
    ASSERT_FALSE(question.has_value()) << body;
    EXPECT_EQ(question.error().kind(), ErrorKind::malformed_request) << body;
  }
}

std::string question_about(std::size_t people, std::size_t bytes_each = 20) {
  std::string list;
  for (std::size_t i = 0; i < people; ++i) {
    if (i > 0) list += ',';
    list += '"' + std::string(bytes_each, 'a') + '"';
  }
  return replaced("\"grace@contoso.example\"", list);
}

TEST(PlainQuestion, LimitsAtTheirEdges) {
  EXPECT_TRUE(decode_question(question_about(kPeopleMax)).has_value());
  EXPECT_EQ(decode_question(question_about(kPeopleMax + 1)).error().kind(),
            ErrorKind::mailbox_list_too_long);
  EXPECT_TRUE(decode_question(question_about(1, kPersonBytesMax)).has_value());
  EXPECT_EQ(decode_question(question_about(1, kPersonBytesMax + 1)).error().kind(),
            ErrorKind::malformed_request);
  EXPECT_EQ(
      decode_question(replaced("Europe/Berlin", std::string(kTextBytesMax, 'a'))).error().kind(),
      ErrorKind::time_zone_invalid);
  EXPECT_EQ(decode_question(replaced("Europe/Berlin", std::string(kTextBytesMax + 1, 'a')))
                .error()
                .kind(),
            ErrorKind::malformed_request);
  EXPECT_TRUE(decode_question(replaced("2031-05-06T18:00:00", "2031-07-07T08:00:00")).has_value())
      << "62 days";
  EXPECT_TRUE(decode_question(replaced(":60", ":5")).has_value());
  EXPECT_TRUE(decode_question(replaced(":60", ":1440")).has_value());
}

TEST(PlainQuestion, TheAnswersSizeIsBounded) {
  // 100 people at 5 minutes: 288 slots of a day each, so 17 days fit and 18 do not.
  const auto asked = [](std::string_view last_day) {
    std::string text = question_about(kPeopleMax);
    text.replace(text.find(":60"), 3, ":5");
    text.replace(text.find("2031-05-06T18"), 13, std::string(last_day) + "T08");
    return decode_question(text);
  };
  EXPECT_TRUE(asked("2031-05-23").has_value());
  const auto refused = asked("2031-05-24");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind(), ErrorKind::interval_invalid);
  EXPECT_NE(refused.error().detail().find("518400 slots"), std::string::npos);
}

}  // namespace
}  // namespace fb::plain
