// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/vfreebusy.hpp"

#include <gtest/gtest.h>

#include "protocols/ics/ics.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::ics {
namespace {

using model::FreeBusyStatus;

model::UtcTime utc(std::string_view text) {
  return model::UtcTime(wire::read_date_time(text).value().wall.time_since_epoch());
}

const model::TimeWindow kWindow =
    model::TimeWindow::make(utc("2031-05-06T08:00:00"), utc("2031-05-06T12:00:00")).value();

model::BusyBlock block(std::string_view begin, std::string_view end, FreeBusyStatus status) {
  return {
      utc("2031-05-06T" + std::string(begin)), utc("2031-05-06T" + std::string(end)), status, {}};
}

model::AvailabilityReply reply_of(std::vector<model::BusyBlock> blocks) {
  model::Availability availability{.window = kWindow};
  availability.blocks = std::move(blocks);
  model::AvailabilityReply reply{kWindow, model::SlotLength::half_hour(), {}};
  reply.mailboxes.push_back({"grace@contoso.example", std::move(availability), {}});
  return reply;
}

model::AvailabilityReply reply_of(model::Error error) {
  model::AvailabilityReply reply{kWindow, model::SlotLength::half_hour(), {}};
  reply.mailboxes.push_back({"grace@contoso.example", std::move(error), {}});
  return reply;
}

FreeBusyFacts facts(bool words = true) {
  return {utc("2031-05-06T07:00:00"), "11111111-2222-3333-4444-555555555555",
          "peggy@contoso.example", words};
}

// Without folds, one line each.
std::string encoded(const model::AvailabilityReply& reply, const FreeBusyFacts& given = facts()) {
  std::string text;
  encode_free_busy(reply, given, text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "\r\n ") == 0) {
      i += 2;
    } else if (text[i] != '\r') {
      out += text[i];
    }
  }
  return out;
}

// The FREEBUSY lines only.
std::string periods(const model::AvailabilityReply& reply) {
  const std::string text = encoded(reply);
  std::string out;
  for (std::size_t at = text.find("\nFREEBUSY"); at != std::string::npos;
       at = text.find("\nFREEBUSY", at + 1)) {
    out += text.substr(at + 9, text.find('\n', at + 1) - at - 8);
  }
  return out;
}

TEST(FreeBusyReply, HasWhatRfc5546AsksFor) {
  EXPECT_EQ(encoded(reply_of({block("09:00:00", "09:30:00", FreeBusyStatus::busy)})),
            "BEGIN:VCALENDAR\n"
            "PRODID:-//freebusy-gateway//freebusyd//EN\n"
            "VERSION:2.0\n"
            "METHOD:REPLY\n"
            "BEGIN:VFREEBUSY\n"
            "UID:11111111-2222-3333-4444-555555555555-1\n"
            "DTSTAMP:20310506T070000Z\n"
            "DTSTART:20310506T080000Z\n"
            "DTEND:20310506T120000Z\n"
            "ORGANIZER:mailto:peggy@contoso.example\n"
            "ATTENDEE:mailto:grace@contoso.example\n"
            "REQUEST-STATUS:2.0;Success\n"
            "FREEBUSY;FBTYPE=BUSY:20310506T090000Z/20310506T093000Z\n"
            "END:VFREEBUSY\n"
            "END:VCALENDAR\n");
}

TEST(FreeBusyReply, EveryStatus) {
  EXPECT_EQ(periods(reply_of({block("08:00:00", "08:30:00", FreeBusyStatus::free),
                              block("08:30:00", "09:00:00", FreeBusyStatus::tentative),
                              block("09:00:00", "09:30:00", FreeBusyStatus::busy),
                              block("09:30:00", "10:00:00", FreeBusyStatus::out_of_office),
                              block("10:00:00", "10:30:00", FreeBusyStatus::working_elsewhere),
                              block("10:30:00", "11:00:00", FreeBusyStatus::no_data)})),
            ";FBTYPE=FREE:20310506T080000Z/20310506T083000Z\n"
            ";FBTYPE=BUSY-TENTATIVE:20310506T083000Z/20310506T090000Z\n"
            ";FBTYPE=BUSY:20310506T090000Z/20310506T093000Z\n"
            ";FBTYPE=BUSY-UNAVAILABLE;X-FREEBUSY-STATUS=OOF:20310506T093000Z/20310506T100000Z\n"
            ";FBTYPE=FREE;X-FREEBUSY-STATUS=WORKING-ELSEWHERE:20310506T100000Z/20310506T103000Z\n"
            ";FBTYPE=BUSY-UNAVAILABLE;X-FREEBUSY-STATUS=UNKNOWN:20310506T103000Z/"
            "20310506T110000Z\n");
}

struct OverlapRow {
  std::string_view title;
  std::vector<model::BusyBlock> blocks;
  std::string_view periods;
};

TEST(FreeBusyReply, PeriodsDoNotOverlapAndEndWithTheWindow) {
  for (const OverlapRow& row : std::vector<OverlapRow>{
           {"clipped on both sides",
            {block("07:00:00", "13:00:00", FreeBusyStatus::busy)},
            ";FBTYPE=BUSY:20310506T080000Z/20310506T120000Z\n"},
           {"outside",
            {block("07:00:00", "08:00:00", FreeBusyStatus::busy),
             block("12:00:00", "13:00:00", FreeBusyStatus::busy)},
            ""},
           {"an instant takes no time", {block("09:00:00", "09:00:00", FreeBusyStatus::busy)}, ""},
           {"the stronger one holds",
            {block("08:00:00", "10:00:00", FreeBusyStatus::tentative),
             block("09:00:00", "09:30:00", FreeBusyStatus::busy)},
            ";FBTYPE=BUSY-TENTATIVE:20310506T080000Z/20310506T090000Z\n"
            ";FBTYPE=BUSY:20310506T090000Z/20310506T093000Z\n"
            ";FBTYPE=BUSY-TENTATIVE:20310506T093000Z/20310506T100000Z\n"},
           {"neighbours of one status are one",
            {block("08:00:00", "09:00:00", FreeBusyStatus::busy),
             block("08:30:00", "09:30:00", FreeBusyStatus::busy),
             block("09:30:00", "10:00:00", FreeBusyStatus::busy)},
            ";FBTYPE=BUSY:20310506T080000Z/20310506T100000Z\n"},
           {"unknown under an entry that says free",
            {block("08:00:00", "10:00:00", FreeBusyStatus::no_data),
             block("08:00:00", "09:00:00", FreeBusyStatus::free)},
            ";FBTYPE=BUSY-UNAVAILABLE;X-FREEBUSY-STATUS=UNKNOWN:20310506T080000Z/"
            "20310506T100000Z\n"},
       }) {
    EXPECT_EQ(periods(reply_of(row.blocks)), row.periods) << row.title;
  }
}

struct StatusRow {
  model::ErrorKind kind;
  std::string_view status;
};

TEST(FreeBusyReply, WhyNothingIsKnown) {
  using K = model::ErrorKind;
  for (const StatusRow& row : {
           StatusRow{K::recipient_unknown, "REQUEST-STATUS:3.7;Invalid calendar user\n"},
           StatusRow{K::address_invalid, "REQUEST-STATUS:3.7;Invalid calendar user\n"},
           StatusRow{K::no_access, "REQUEST-STATUS:3.8;No authority\n"},
           StatusRow{K::pair_refused, "REQUEST-STATUS:3.8;No authority\n"},
           StatusRow{K::peer_unreachable, "REQUEST-STATUS:5.1;Service unavailable\n"},
           StatusRow{K::result_too_big, "REQUEST-STATUS:5.1;Service unavailable\n"},
       }) {
    const std::string text = encoded(reply_of(model::Error::of(row.kind)));
    EXPECT_NE(text.find(row.status), std::string::npos) << text;
  }
}

// Whoever reads it with any other program must not find a free minute.
TEST(FreeBusyReply, UnknownIsUnavailableForTheWholeWindow) {
  for (const model::ErrorKindFacts& kind : model::all_error_kinds()) {
    EXPECT_EQ(periods(reply_of(model::Error::of(kind.kind))),
              ";FBTYPE=BUSY-UNAVAILABLE;X-FREEBUSY-STATUS=UNKNOWN:20310506T080000Z/"
              "20310506T120000Z\n")
        << kind.name;
    std::string text;
    encode_free_busy(reply_of(model::Error::of(kind.kind)), facts(), text);
    const auto read = Calendar::parse(text, wire::Zone::utc());
    ASSERT_TRUE(read.has_value()) << read.error().detail();
    const auto blocks = read->blocks(kWindow);
    ASSERT_TRUE(blocks.has_value());
    for (const FreeBusyStatus slot :
         model::merge(*blocks, kWindow, model::SlotLength::half_hour())) {
      EXPECT_NE(slot, FreeBusyStatus::free) << kind.name;
    }
  }
}

TEST(FreeBusyReply, WhereTheDataEndsTheUnknownBegins) {
  model::AvailabilityReply reply = reply_of({block("09:00:00", "10:00:00", FreeBusyStatus::busy)});
  reply.mailboxes[0].availability->window =
      model::TimeWindow::make(utc("2031-05-06T09:00:00"), utc("2031-05-06T11:00:00")).value();
  EXPECT_EQ(periods(reply),
            ";FBTYPE=BUSY-UNAVAILABLE;X-FREEBUSY-STATUS=UNKNOWN:20310506T080000Z/"
            "20310506T090000Z\n"
            ";FBTYPE=BUSY:20310506T090000Z/20310506T100000Z\n"
            ";FBTYPE=BUSY-UNAVAILABLE;X-FREEBUSY-STATUS=UNKNOWN:20310506T110000Z/"
            "20310506T120000Z\n");
}

TEST(FreeBusyReply, WordsAreForHomeCallers) {
  const auto error = model::Error::of(model::ErrorKind::no_access, "the reason; with, signs");
  EXPECT_NE(encoded(reply_of(error)).find(R"(the reason\; with\, signs)"), std::string::npos);
  const std::string partner = encoded(reply_of(error), facts(false));
  EXPECT_EQ(partner.find("the reason"), std::string::npos);
  EXPECT_NE(partner.find("COMMENT:Nothing is known about this time.\n"), std::string::npos);
}

TEST(FreeBusyReply, WhoAsksMayBeNobody) {
  FreeBusyFacts script = facts();
  script.organizer.clear();
  EXPECT_NE(
      encoded(reply_of(std::vector<model::BusyBlock>{}), script).find("ORGANIZER:invalid:nomail\n"),
      std::string::npos);
}

// What a caller wrote for an address comes back; it must not become a line of its own.
TEST(FreeBusyReply, NoAddressEndsItsLine) {
  for (const std::string_view asked :
       {"x\r\nFREEBUSY;FBTYPE=FREE:20310506T080000Z/20310506T120000Z", "a\nEND:VFREEBUSY",
        "\"a;b\":c", "gr\xc3\xbc\xc3\x9f@b.example", "\xff\x01", ""}) {
    model::AvailabilityReply reply = reply_of(model::Error::of(model::ErrorKind::address_invalid));
    reply.mailboxes[0].asked = asked;
    const std::string text = encoded(reply);
    EXPECT_EQ(text.find("\nFREEBUSY;FBTYPE=FREE"), std::string::npos) << asked;
    EXPECT_NE(text.find("\nATTENDEE:mailto:"), std::string::npos) << asked;
    EXPECT_EQ(text.find("\nEND:VFREEBUSY"), text.rfind("\nEND:VFREEBUSY")) << asked;
  }
}

TEST(FreeBusyReply, FarYears) {
  for (const std::string_view year : {"1901", "1969", "2038", "2199"}) {
    const auto begin = utc(std::string(year) + "-02-28T08:00:00");
    const auto window = model::TimeWindow::make(begin, begin + std::chrono::hours(1)).value();
    model::AvailabilityReply reply{window, model::SlotLength::half_hour(), {}};
    reply.mailboxes.push_back({"a@b.example", model::Availability{.window = window}, {}});
    const std::string text = encoded(reply);
    EXPECT_NE(text.find("DTSTART:" + std::string(year) + "0228T080000Z\n"), std::string::npos)
        << text;
  }
}

}  // namespace
}  // namespace fb::ics
