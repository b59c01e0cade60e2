// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/meeting_times.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

using model::ErrorKind;

const model::UtcTime kNow = utc("2031-05-01T10:10:00");

model::Result<MeetingTimesCall> decoded(std::string_view body, std::string_view prefer = "") {
  return decode_meeting_times(body, prefer, address("me@b.example"), kNow);
}

std::string shown(const model::Result<MeetingTimesCall>& call) {
  if (!call) return "refused " + test::shown(call.error()) + "\n" + call.error().detail() + "\n";
  std::string out;
  for (const model::AskedMailbox& mailbox : call->request.mailboxes) {
    const auto type = call->slots.at(0).attendees.at(
        static_cast<std::size_t>(&mailbox - call->request.mailboxes.data()));
    static constexpr std::string_view kTypes[] = {"organizer", "required", "optional", "room",
                                                  "resource"};
    out += std::string(kTypes[static_cast<std::size_t>(type)]) + " " + mailbox.as_written;
    if (!mailbox.address) out += " is " + test::shown(mailbox.address.error());
    out += "\n";
  }
  const model::TimeWindow& window = call->request.window;
  out += "asks " + test::shown(window.begin()) + " " + test::shown(window.end()) + " at most " +
         std::string(model::name(call->request.wish)) + "\n";
  for (const model::SuggestionsWish& slot : call->slots) {
    out += "looks " + test::shown(slot.window.begin()) + " " + test::shown(slot.window.end()) +
           " for " + std::to_string(slot.meeting_length.count()) + " min" +
           (slot.non_work_results_per_day_max > 0 ? " at any time" : " in work time") + ", days";
    for (const model::UtcTime day : slot.days) out += " " + test::shown(day);
    out += "\n";
  }
  out += std::to_string(call->candidates_max) + " from " +
         std::to_string(static_cast<int>(call->percentage_min * 10)) + " tenths of a percent";
  if (call->organizer_optional) out += ", without the organizer";
  if (call->reasons) out += ", with reasons";
  return out + "\n";
}

TEST(GraphMeetingTimes, CallsMeanWhatTheirClientsMean) {
  const auto pairs = test::golden_pairs("graph/meeting_times");
  EXPECT_GE(pairs.size(), 10U);
  for (const test::GoldenPair& pair : pairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(shown(decoded(pair.message, pair.setting("prefers"))), pair.without({"prefers"}));
  }
}

constexpr std::string_view kGood =
    R"({"attendees":[{"type":"required","emailAddress":{"address":"a@b.example"}}],)"
    R"("timeConstraint":{"activityDomain":"work","timeSlots":[)"
    R"({"start":{"dateTime":"2031-05-06T08:00:00","timeZone":"UTC"},)"
    R"("end":{"dateTime":"2031-05-06T18:00:00","timeZone":"UTC"}}]},)"
    R"("meetingDuration":"PT1H","maxCandidates":5,"minimumAttendeePercentage":60,)"
    R"("isOrganizerOptional":false,"returnSuggestionReasons":false})";

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

struct Change {
  std::string_view from;
  std::string_view to;
  ErrorKind kind;
};

TEST(GraphMeetingTimes, OneThingWrong) {
  ASSERT_TRUE(decoded(kGood).has_value());
  for (const Change& change : {
           Change{R"("attendees":[)", R"("attendees":7,"x":[)", ErrorKind::schema_violation},
           Change{R"({"address":"a@b.example"})", "7", ErrorKind::schema_violation},
           Change{R"("a@b.example")", R"("")", ErrorKind::schema_violation},
           Change{R"("required")", R"("chair")", ErrorKind::schema_violation},
           Change{R"("required")", "7", ErrorKind::schema_violation},
           Change{R"("work")", R"("play")", ErrorKind::schema_violation},
           Change{R"("work")", "7", ErrorKind::schema_violation},
           Change{R"("start")", R"("begin")", ErrorKind::window_invalid},
           Change{"2031-05-06T18:00:00", "2031-05-06T08:00:00", ErrorKind::window_invalid},
           Change{"2031-05-06T18:00:00", "2031-07-07T08:00:01", ErrorKind::window_too_long},
           Change{R"("UTC")", R"("Mars")", ErrorKind::time_zone_invalid},
           Change{"PT1H", "PT29M", ErrorKind::schema_violation},
           Change{"PT1H", "PT24H1M", ErrorKind::schema_violation},
           Change{"PT1H", "PT30M30S", ErrorKind::schema_violation},
           Change{"PT1H", "-PT1H", ErrorKind::schema_violation},
           Change{R"("PT1H")", "60", ErrorKind::schema_violation},
           Change{":5,", ":0,", ErrorKind::schema_violation},
           Change{":5,", ":101,", ErrorKind::schema_violation},
           Change{":5,", ":5.5,", ErrorKind::schema_violation},
           Change{":60,", ":-1,", ErrorKind::schema_violation},
           Change{":60,", ":100.1,", ErrorKind::schema_violation},
           Change{":60,", ":[],", ErrorKind::schema_violation},
           Change{":60,", ":\"nan\",", ErrorKind::schema_violation},
           Change{":60,", ":\"60%\",", ErrorKind::schema_violation},
           Change{":5,", ":\"5.5\",", ErrorKind::schema_violation},
           Change{R"("isOrganizerOptional":false)", R"("isOrganizerOptional":0)",
                  ErrorKind::schema_violation},
           Change{R"("returnSuggestionReasons":false)", R"("returnSuggestionReasons":"maybe")",
                  ErrorKind::schema_violation},
           Change{R"("meetingDuration")", R"("locationConstraint":{"isRequired":true},"m")",
                  ErrorKind::schema_violation},
       }) {
    const auto call = decoded(replaced(change.from, change.to));
    ASSERT_FALSE(call.has_value()) << change.to;
    EXPECT_EQ(call.error().kind(), change.kind) << change.to << ": " << call.error().detail();
  }
  for (const std::string_view body : {"", "[]", "null", "{", "7"}) {
    EXPECT_EQ(decoded(body).error().kind(), ErrorKind::malformed_request) << body;
  }
  EXPECT_EQ(decoded(kGood, "outlook.timezone=\"Mars\"").error().kind(),
            ErrorKind::time_zone_invalid);
}

std::string many(std::string_view opening, std::string_view item, std::size_t count,
                 std::string_view closing) {
  std::string text(opening);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    text += item;
  }
  return text + std::string(closing);
}

TEST(GraphMeetingTimes, LimitsAtTheirEdges) {
  const auto attendees = [](std::size_t count) {
    return decoded(
        many(R"({"attendees":[)", R"({"emailAddress":{"address":"a@b.example"}})", count, "]}"));
  };
  ASSERT_TRUE(attendees(kAttendeesMax).has_value());
  EXPECT_LE(attendees(kAttendeesMax)->request.mailboxes.size(),
            model::AvailabilityRequest::kMailboxesMax);
  EXPECT_EQ(attendees(kAttendeesMax + 1).error().kind(), ErrorKind::mailbox_list_too_long);

  const auto slots = [](std::size_t count) {
    return decoded(many(R"({"timeConstraint":{"timeSlots":[)",
                        R"({"start":{"dateTime":"2031-05-06T08:00:00Z"},)"
                        R"("end":{"dateTime":"2031-05-06T09:00:00Z"}})",
                        count, "]}}"));
  };
  EXPECT_TRUE(slots(kTimeSlotsMax).has_value());
  EXPECT_EQ(slots(kTimeSlotsMax + 1).error().kind(), ErrorKind::schema_violation);
  EXPECT_EQ(slots(0).error().kind(), ErrorKind::schema_violation);

  const auto months = [](std::string_view end_of_second) {
    return decoded(R"({"timeConstraint":{"timeSlots":[)"
                   R"({"start":{"dateTime":"2031-05-06T00:00:00Z"},)"
                   R"("end":{"dateTime":"2031-06-06T00:00:00Z"}},)"
                   R"({"start":{"dateTime":"2031-05-06T00:00:00Z"},"end":{"dateTime":")" +
                   std::string(end_of_second) + R"("}}]}})");
  };
  EXPECT_TRUE(months("2031-06-06T00:00:00Z").has_value()) << "31 days twice";
  EXPECT_EQ(months("2031-06-06T00:00:01Z").error().kind(), ErrorKind::window_too_long);

  for (const std::string_view length : {"PT30M", "PT24H", "P1D"}) {
    EXPECT_TRUE(decoded(replaced("PT1H", length)).has_value()) << length;
  }
  EXPECT_TRUE(decoded(replaced(":5,", ":1,")).has_value());
  EXPECT_TRUE(decoded(replaced(":5,", ":100,")).has_value());
  EXPECT_TRUE(decoded(replaced(":60,", ":0,")).has_value());
  EXPECT_TRUE(decoded(replaced(":60,", ":100,")).has_value());
  EXPECT_EQ(decoded(replaced(":60,", ":\"62.5\","))->percentage_min, 62.5);
  EXPECT_EQ(decoded(replaced(":5,", ":\"7\","))->candidates_max, 7);
  EXPECT_TRUE(decoded(replaced("2031-05-06T18", "2031-07-07T08")).has_value()) << "62 days";
}

TEST(GraphMeetingTimes, WhereNobodysHoursAreKnownWorkIsNineToFive) {
  const auto call = decoded(kGood, "outlook.timezone=\"Europe/Berlin\"");
  ASSERT_TRUE(call.has_value());
  const auto& hours = call->slots.at(0).usual_hours;
  ASSERT_TRUE(hours);
  EXPECT_EQ(hours->zone.bias_minutes, -60);
  ASSERT_EQ(hours->periods.size(), 1u);
  EXPECT_EQ(hours->periods[0], (model::WorkingPeriod{0b0111110, 540, 1020}));
}

struct SegmentRow {
  std::string_view segment;
  std::string_view address;  // empty: a GUID
};

TEST(GraphUserSegment, IsAnAddressOrAnObjectId) {
  for (const SegmentRow& row : {
           SegmentRow{"grace@contoso.example", "grace@contoso.example"},
           SegmentRow{"Grace%40Contoso.example", "grace@contoso.example"},
           SegmentRow{"g%2Bx%40b.example", "g+x@b.example"},
           SegmentRow{"87d349ed-44d7-43e1-9a83-5f2406dee5bd", ""},
           SegmentRow{"87D349ED-44D7-43E1-9A83-5F2406DEE5BD", ""},
       }) {
    const auto user = read_user_segment(row.segment);
    ASSERT_TRUE(user.has_value()) << row.segment;
    EXPECT_EQ(user->has_value() ? (**user).str() : "", row.address) << row.segment;
  }
  const std::string too_long = std::string(kScheduleIdBytesMax, 'a') + "@b.example";
  for (const std::string_view segment :
       {std::string_view(""), std::string_view("grace"), std::string_view("%"),
        std::string_view("a%40b.example%0d"), std::string_view("a%40b@c.example"),
        std::string_view("87d349ed-44d7-43e1-9a83"), std::string_view(too_long)}) {
    const auto user = read_user_segment(segment);
    ASSERT_FALSE(user.has_value()) << segment;
    EXPECT_EQ(user.error().kind(), ErrorKind::recipient_unknown);
  }
}

}  // namespace
}  // namespace fb::graph
