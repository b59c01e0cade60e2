// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

using model::ErrorKind;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(GraphCall, ReadsTheGoldenOne) {
  const auto call = decode_call(golden("call.json"), R"(outlook.timezone="Pacific Standard Time")");
  ASSERT_TRUE(call.has_value()) << call.error().detail();
  EXPECT_EQ(call->request.window, window("2031-05-06T16:00:00", "2031-05-07T01:00:00"));
  EXPECT_EQ(call->request.slot.length(), std::chrono::minutes(60));
  EXPECT_EQ(call->request.wish, model::DetailLevel::limited_details);
  EXPECT_EQ(call->zone_name, "Pacific Standard Time");
  EXPECT_EQ(call->zone.offset_at(call->request.window.begin()), std::chrono::hours(-7));
  ASSERT_EQ(call->request.mailboxes.size(), 2u);
  EXPECT_EQ(call->request.mailboxes[0].address.value(),
            address("adelev@contoso.onmicrosoft.example"));
  EXPECT_EQ(call->request.mailboxes[1].as_written,
            "Megan Bowen <meganb@contoso.onmicrosoft.example>");
  ASSERT_FALSE(call->request.mailboxes[1].address.has_value());
  EXPECT_EQ(call->request.mailboxes[1].address.error().kind(), ErrorKind::address_invalid);
}

struct PreferRow {
  std::string_view header;
  std::string_view zone_name;
};

TEST(GraphCall, PreferHeaderNamesTheZoneOfTheAnswer) {
  for (const PreferRow& row : {
           PreferRow{"", "UTC"},
           PreferRow{"outlook.body-content-type=\"text\"", "UTC"},
           PreferRow{"outlook.timezone=\"W. Europe Standard Time\"", "W. Europe Standard Time"},
           PreferRow{"Outlook.TimeZone = \"Europe/Berlin\"", "Europe/Berlin"},
           PreferRow{"outlook.timezone=UTC", "UTC"},
           PreferRow{"respond-async, outlook.timezone=\"Europe/Berlin\"", "Europe/Berlin"},
           PreferRow{"a=\"x, outlook.timezone=y\", outlook.timezone=\"Asia/Tokyo\"", "Asia/Tokyo"},
           PreferRow{"outlook.timezone=\"\"", "UTC"},
       }) {
    const auto call = decode_call(golden("call.json"), row.header);
    ASSERT_TRUE(call.has_value()) << row.header;
    EXPECT_EQ(call->zone_name, row.zone_name) << row.header;
  }
}

struct Change {
  std::string_view from;
  std::string_view to;
  ErrorKind kind;
};

TEST(GraphCall, OneThingWrong) {
  const std::string good = golden("call.json");
  ASSERT_TRUE(decode_call(good, "").has_value());
  for (const Change& change : {
           Change{"\"schedules\"", "\"people\"", ErrorKind::mailbox_list_empty},
           Change{"[\"adelev@contoso.onmicrosoft.example\", \"Megan Bowen "
                  "<meganb@contoso.onmicrosoft.example>\"]",
                  "[]", ErrorKind::mailbox_list_empty},
           Change{"\"adelev@contoso.onmicrosoft.example\"", "7", ErrorKind::malformed_request},
           Change{"\"startTime\"", "\"begin\"", ErrorKind::window_invalid},
           Change{"\"endTime\"", "\"end\"", ErrorKind::window_invalid},
           Change{"2031-05-06T09:00:00", "nine", ErrorKind::window_invalid},
           Change{"2031-05-06T09:00:00", "2031-05-06T18:00:00", ErrorKind::window_invalid},
           Change{"2031-05-06T09:00:00", "2031-05-06T19:00:00", ErrorKind::window_invalid},
           Change{"2031-05-06T09:00:00", "2031-02-06T09:00:00", ErrorKind::window_too_long},
           Change{"Pacific Standard Time", "Mars Standard Time", ErrorKind::time_zone_invalid},
           Change{", \"timeZone\": \"Pacific Standard Time\"", "", ErrorKind::time_zone_invalid},
           Change{": 60", ": 4", ErrorKind::interval_invalid},
           Change{": 60", ": 1441", ErrorKind::interval_invalid},
           Change{": 60", ": null", ErrorKind::interval_invalid},
           Change{": 60", ": \"60\"", ErrorKind::interval_invalid},
           Change{": 60", ": 60.5", ErrorKind::interval_invalid},
           Change{": 60", ": 99999999999999999999", ErrorKind::interval_invalid},
           Change{"\"availabilityViewInterval\": 60", "\"schedules\": []",
                  ErrorKind::malformed_request},
       }) {
    const auto call = decode_call(replaced(good, change.from, change.to), "");
    ASSERT_FALSE(call.has_value()) << change.to;
    EXPECT_EQ(call.error().kind(), change.kind) << change.to << ": " << call.error().detail();
  }
  for (const std::string_view body : {"", "[]", "null", "{", "7"}) {
    const auto call = decode_call(body, "");
    ASSERT_FALSE(call.has_value()) << body;
    EXPECT_EQ(call.error().kind(), ErrorKind::malformed_request) << body;
  }
  const auto zone = decode_call(good, "outlook.timezone=\"Mars\"");
  ASSERT_FALSE(zone.has_value());
  EXPECT_EQ(zone.error().kind(), ErrorKind::time_zone_invalid);
}

TEST(GraphCall, WhatMayBeLeftOutOrWrittenOtherwise) {
  const std::string good = golden("call.json");
  struct Row {
    std::string_view from;
    std::string_view to;
    int minutes;
  };
  for (const Row& row :
       {Row{",\n  \"availabilityViewInterval\": 60", "", 30},
        Row{"\"availabilityViewInterval\": 60", "\"AvailabilityViewInterval\": 5", 5},
        Row{"\"availabilityViewInterval\": 60", "\"availabilityViewInterval\": 1440", 1440},
        Row{"\"startTime\": { \"dateTime\": \"2031-05-06T09:00:00\"",
            "\"StartTime\": { \"DateTime\": \"2031-05-06T16:00:00Z\"", 60}}) {
    const auto call = decode_call(replaced(good, row.from, row.to), "");
    ASSERT_TRUE(call.has_value()) << row.to << call.error().detail();
    EXPECT_EQ(call->request.slot.length(), std::chrono::minutes(row.minutes)) << row.to;
    EXPECT_EQ(call->request.window.begin(), utc("2031-05-06T16:00:00")) << row.to;
  }
}

std::string call_for(const std::vector<std::string>& schedules) {
  std::string list;
  for (const std::string& schedule : schedules) {
    if (!list.empty()) list += ',';
    list += '"' + schedule + '"';
  }
  return R"({"schedules":[)" + list +
         R"(],"startTime":{"dateTime":"2031-05-06T09:00:00","timeZone":"UTC"},)"
         R"("endTime":{"dateTime":"2031-05-06T18:00:00","timeZone":"UTC"}})";
}

TEST(GraphCall, SchedulesHaveAnEdge) {
  std::vector<std::string> schedules(kSchedulesMax, "a@b.example");
  EXPECT_TRUE(decode_call(call_for(schedules), "").has_value());
  schedules.push_back("a@b.example");
  const auto more = decode_call(call_for(schedules), "");
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().kind(), ErrorKind::mailbox_list_too_long);
  EXPECT_TRUE(decode_call(call_for(schedules), "", kSchedulesMax + 1).has_value());
}

TEST(GraphCall, ScheduleIdHasAnEdge) {
  const auto most = decode_call(call_for({std::string(kScheduleIdBytesMax, 'x')}), "");
  ASSERT_TRUE(most.has_value());
  EXPECT_FALSE(most->request.mailboxes[0].address.has_value());
  const auto more = decode_call(call_for({std::string(kScheduleIdBytesMax + 1, 'x')}), "");
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().kind(), ErrorKind::malformed_request);
}

}  // namespace
}  // namespace fb::graph
