// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/plain/plain_support.hpp"

namespace fb::plain {
namespace {

using model::ErrorKind;

constexpr std::string_view kTimes = "start=2031-05-06T08:00:00Z&end=2031-05-06T18:00:00Z";

std::string with(std::string_view more) { return std::string(kTimes) + "&" + std::string(more); }

TEST(PlainQuery, IsRead) {
  const auto question = decode_query(
      with("person=grace%40contoso.example&person=g+x@contoso.example&zone=Europe/Berlin"
           "&interval=15&detail=LimitedDetails"));
  ASSERT_TRUE(question.has_value()) << question.error().detail();
  EXPECT_EQ(question->request.window, window("2031-05-06T08:00:00", "2031-05-06T18:00:00"));
  ASSERT_EQ(question->request.mailboxes.size(), 2u);
  EXPECT_EQ(question->request.mailboxes[0].as_written, "grace@contoso.example");
  EXPECT_EQ(question->request.mailboxes[1].as_written, "g+x@contoso.example");
  EXPECT_EQ(question->request.slot.length(), std::chrono::minutes(15));
  EXPECT_EQ(question->request.wish, model::DetailLevel::limited_details);
  EXPECT_EQ(question->zone_name, "Europe/Berlin");
}

TEST(PlainQuery, APlusIsASpaceInZonesOnly) {
  const auto question = decode_query(
      "person=a@b.example&start=2031-05-06T08:00:00+02:00&end=2031-05-06T18:00:00%2B02:00"
      "&zone=W.+Europe+Standard+Time");
  ASSERT_TRUE(question.has_value()) << question.error().detail();
  EXPECT_EQ(question->request.window, window("2031-05-06T06:00:00", "2031-05-06T16:00:00"));
  EXPECT_EQ(question->zone_name, "W. Europe Standard Time");
  const auto encoded = decode_query(with("person=a@b.example&zone=Etc/GMT%2B5"));
  ASSERT_TRUE(encoded.has_value()) << encoded.error().detail();
  EXPECT_EQ(encoded->zone.offset_at(utc("2031-05-06T08:00:00")), std::chrono::hours(-5));
}

TEST(PlainQuery, EmptyPartsMeanNothing) {
  EXPECT_TRUE(decode_query("&" + with("&person=a@b.example&")).has_value());
}

struct Row {
  std::string_view more;
  ErrorKind kind;
  std::string_view says;
};

TEST(PlainQuery, OneThingWrong) {
  for (const Row& row : {
           Row{"", ErrorKind::mailbox_list_empty, "person"},
           Row{"person=a@b.example&people=a", ErrorKind::malformed_request, "\"people\""},
           Row{"person=a@b.example&Zone=UTC", ErrorKind::malformed_request, "\"Zone\""},
           Row{"person", ErrorKind::malformed_request, "\"person\""},
           Row{"person=%zz", ErrorKind::malformed_request, "\"person\""},
           Row{"person=%0d%0a", ErrorKind::malformed_request, "\"person\""},
           Row{"per%zzson=a", ErrorKind::malformed_request, "name"},
           Row{"person=a@b.example&start=2031-05-06T08:00:00Z", ErrorKind::malformed_request,
               "\"start\" is given twice"},
           Row{"person=a@b.example&zone=UTC&zone=UTC", ErrorKind::malformed_request, "twice"},
           Row{"person=a@b.example&zone=", ErrorKind::time_zone_invalid, "\"zone\""},
           Row{"person=a@b.example&detail=LimitedDetails&detail=LimitedDetails",
               ErrorKind::malformed_request, "twice"},
           Row{"person=a@b.example&interval=30&interval=30", ErrorKind::malformed_request, "twice"},
           Row{"person=a@b.example&interval=", ErrorKind::interval_invalid, "5 to 1440"},
           Row{"person=a@b.example&interval=4", ErrorKind::interval_invalid, "5 to 1440"},
           Row{"person=a@b.example&interval=1441", ErrorKind::interval_invalid, "5 to 1440"},
           Row{"person=a@b.example&interval=30x", ErrorKind::interval_invalid, "5 to 1440"},
           Row{"person=a@b.example&interval=00030", ErrorKind::interval_invalid, "5 to 1440"},
           Row{"person=a@b.example&interval=99999999999999999999", ErrorKind::interval_invalid,
               "5 to 1440"},
       }) {
    const auto question = decode_query(with(row.more));
    ASSERT_FALSE(question.has_value()) << row.more;
    EXPECT_EQ(question.error().kind(), row.kind) << row.more;
    EXPECT_NE(question.error().detail().find(row.says), std::string::npos)
        << question.error().detail();
  }
  EXPECT_EQ(decode_query("").error().kind(), ErrorKind::window_invalid);
}

TEST(PlainQuery, LimitsAtTheirEdges) {
  const auto about = [](std::size_t people) {
    std::string more;
    for (std::size_t i = 0; i < people; ++i) more += "&person=a@b.example";
    return decode_query(with(more));
  };
  EXPECT_TRUE(about(kPeopleMax).has_value());
  EXPECT_EQ(about(kPeopleMax + 1).error().kind(), ErrorKind::mailbox_list_too_long);
  EXPECT_EQ(about(kPeopleMax + 2).error().kind(), ErrorKind::mailbox_list_too_long);

  const std::string start = with("person=a@b.example");
  constexpr std::size_t kQueryBytesMax = 32 * 1024;
  EXPECT_TRUE(decode_query(start + std::string(kQueryBytesMax - start.size(), '&')).has_value());
  EXPECT_EQ(
      decode_query(start + std::string(kQueryBytesMax - start.size() + 1, '&')).error().kind(),
      ErrorKind::malformed_request);

  EXPECT_EQ(decode_query(with("person=a@b.example&zone=" + std::string(kTextBytesMax + 1, 'a')))
                .error()
                .kind(),
            ErrorKind::malformed_request);
}

}  // namespace
}  // namespace fb::plain
