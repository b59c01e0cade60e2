// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <boost/json/parse.hpp>

#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

using model::Availability;
using model::BusyBlock;
using model::DetailLevel;
using model::Error;
using model::ErrorKind;
using model::FreeBusyStatus;

const model::TimeWindow kWindow = window("2031-05-06T08:00:00", "2031-05-06T12:00:00");

model::AvailabilityReply reply_of(std::vector<model::MailboxAvailability> mailboxes) {
  return {kWindow, model::SlotLength::half_hour(), std::move(mailboxes)};
}

Availability with_blocks(std::vector<BusyBlock> blocks) {
  Availability availability{.window = kWindow};
  availability.blocks = std::move(blocks);
  return availability;
}

BusyBlock block(std::string_view begin, std::string_view end, FreeBusyStatus status) {
  return {
      utc("2031-05-06T" + std::string(begin)), utc("2031-05-06T" + std::string(end)), status, {}};
}

model::AvailabilityReply golden_reply() {
  Availability adele =
      with_blocks({block("08:30:00", "09:00:00", FreeBusyStatus::busy),
                   block("09:00:00", "09:30:00", FreeBusyStatus::working_elsewhere),
                   block("09:30:00", "10:30:00", FreeBusyStatus::tentative),
                   block("10:00:00", "10:30:00", FreeBusyStatus::out_of_office)});
  adele.level = DetailLevel::limited_details;
  adele.blocks[0].details.emplace();
  adele.blocks[0].details->subject = "Plan \"B\"";
  adele.blocks[0].details->location = "Room 1";
  adele.blocks[0].details->id = "0102";
  adele.blocks[1].details.emplace();
  adele.blocks[1].details->is_private = true;
  adele.working_hours = model::WorkingHours{
      {-60, model::ZoneSwitch{0, std::chrono::hours(3), 10, 5, model::SwitchDay::sunday, {}},
       model::ZoneSwitch{-60, std::chrono::hours(2), 3, 5, model::SwitchDay::sunday, {}}},
      {{0b0000110, 480, 1020}}};
  Availability slots = with_blocks({block("08:00:00", "08:30:00", FreeBusyStatus::busy)});
  slots.precision = model::Precision::slots;
  return reply_of({
      {"AdeleV@contoso.example", adele, {}},
      {"nobody@contoso.example", Error::of(ErrorKind::recipient_unknown, "secret words"), {}},
      {"half@contoso.example",
       with_blocks({block("08:00:00", "08:30:00", FreeBusyStatus::busy),
                    block("11:00:00", "12:00:00", FreeBusyStatus::no_data)}),
       {}},
      {"slots@contoso.example", slots, {}},
  });
}

TEST(GraphReply, IsTheGoldenOne) {
  std::string out;
  encode_availability(golden_reply(), wire::Zone::named("W. Europe Standard Time").value(), out);
  EXPECT_EQ(out, golden("reply.json"));
}

TEST(GraphReply, TheZoneStandsUnderTheAskedName) {
  std::string out;
  const auto zone = wire::Zone::named("Europe/Berlin").value();
  encode_availability(golden_reply(), zone, "Europe/Berlin", false, out);
  EXPECT_NE(out.find(R"("dateTime":"2031-05-06T10:30:00.0000000","timeZone":"Europe/Berlin")"),
            std::string::npos);
  EXPECT_EQ(out.find("W. Europe"), std::string::npos);
  EXPECT_EQ(out.find("Z\""), std::string::npos);
}

TEST(GraphReply, AZoneWithoutANameIsAnsweredInUtc) {
  std::string out;
  const auto zone = wire::Zone::annual({-60, {}, {}}).value();
  encode_availability(golden_reply(), zone, out);
  EXPECT_NE(out.find(R"("dateTime":"2031-05-06T08:30:00.0000000","timeZone":"UTC")"),
            std::string::npos);
}

TEST(GraphReply, OffsetsFollowTheSwitch) {
  // Berlin leaves summer time on 26 October 2031, 01:00 UTC.
  model::AvailabilityReply reply{
      window("2031-10-25T00:00:00", "2031-10-27T00:00:00"), model::SlotLength::half_hour(), {}};
  Availability availability{.window = reply.window};
  availability.blocks = {
      {utc("2031-10-26T00:59:00"), utc("2031-10-26T01:00:00"), FreeBusyStatus::busy, {}},
      {utc("2031-10-25T12:00:00"), utc("2031-10-26T12:00:00"), FreeBusyStatus::busy, {}}};
  reply.mailboxes.push_back({"a@b.example", availability, {}});
  std::string out;
  encode_availability(reply, wire::Zone::named("Europe/Berlin").value(), "Europe/Berlin", false,
                      out);
  const auto json = boost::json::parse(out);
  const auto& items = json.at("value").at(0).at("scheduleItems");
  EXPECT_EQ(items.at(0).at("start").at("dateTime"), "2031-10-26T02:59:00.0000000");
  EXPECT_EQ(items.at(0).at("end").at("dateTime"), "2031-10-26T02:00:00.0000000");
  EXPECT_EQ(items.at(1).at("start").at("dateTime"), "2031-10-25T14:00:00.0000000");
  EXPECT_EQ(items.at(1).at("end").at("dateTime"), "2031-10-26T13:00:00.0000000");
}

TEST(GraphReply, DataThatDoesNotReachOverTheWindowIsAnErrorWithoutAView) {
  for (const auto& [begin, end] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"2031-05-06T08:00:00", "2031-05-06T11:59:59"},
           {"2031-05-06T08:00:01", "2031-05-06T12:00:00"}}) {
    Availability availability{.window = window(begin, end)};
    std::string out;
    encode_availability(reply_of({{"a@b.example", availability, {}}}), wire::Zone::utc(), out);
    const auto json = boost::json::parse(out);
    EXPECT_EQ(json.at("value").at(0).at("availabilityView"), "") << begin;
    EXPECT_TRUE(json.at("value").at(0).at("error").at("responseCode").is_string()) << begin;
  }
}

TEST(GraphReply, AnyUnknownSlotIsAnErrorWithoutAView) {
  for (const std::string_view begin : {"08:00:00", "09:15:00", "11:59:59"}) {
    std::string out;
    encode_availability(reply_of({{"a@b.example",
                                   with_blocks({block(begin, "12:00:00", FreeBusyStatus::no_data)}),
                                   {}}}),
                        wire::Zone::utc(), out);
    const auto json = boost::json::parse(out);
    const auto& schedule = json.at("value").at(0);
    EXPECT_EQ(schedule.at("availabilityView"), "") << begin;
    EXPECT_TRUE(schedule.at("scheduleItems").as_array().empty()) << begin;
    EXPECT_TRUE(schedule.at("error").at("responseCode").is_string()) << begin;
    EXPECT_FALSE(schedule.as_object().contains("workingHours")) << begin;
  }
}

TEST(GraphReply, DetailsAboveTheLevelAreNotWritten) {
  Availability availability = with_blocks({block("08:00:00", "09:00:00", FreeBusyStatus::busy)});
  availability.blocks[0].details.emplace();
  availability.blocks[0].details->subject = "Secret";
  std::string out;
  encode_availability(reply_of({{"a@b.example", availability, {}}}), wire::Zone::utc(), out);
  EXPECT_EQ(out.find("Secret"), std::string::npos);
  EXPECT_EQ(out.find("isPrivate"), std::string::npos);
}

TEST(GraphReply, PeersTextAndOurDetailStayHere) {
  std::string out;
  encode_availability(
      reply_of({{"a@b.example",
                 Error::from_peer(ErrorKind::peer_broken, "our detail", "their words"),
                 {}}}),
      wire::Zone::utc(), out);
  EXPECT_EQ(out.find("our detail"), std::string::npos);
  EXPECT_EQ(out.find("their words"), std::string::npos);
}

TEST(GraphReply, IsReadAsTheSameByTheClientSide) {
  std::string out;
  const model::AvailabilityReply reply = golden_reply();
  encode_availability(reply, wire::Zone::named("Asia/Tokyo").value(), "Asia/Tokyo", false, out);
  UpstreamQuestion question{{}, reply.window, reply.slot};
  for (const auto& mailbox : reply.mailboxes) question.mailboxes.push_back(address(mailbox.asked));
  const auto answers = decode_answer(out, question);
  ASSERT_TRUE(answers.has_value()) << answers.error().detail();
  ASSERT_TRUE((*answers)[0].has_value());
  EXPECT_EQ((*answers)[0]->working_hours, reply.mailboxes[0].availability->working_hours);
  ASSERT_EQ((*answers)[0]->blocks.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ((*answers)[0]->blocks[i].begin, reply.mailboxes[0].availability->blocks[i].begin);
    EXPECT_EQ((*answers)[0]->blocks[i].end, reply.mailboxes[0].availability->blocks[i].end);
    EXPECT_EQ((*answers)[0]->blocks[i].status, reply.mailboxes[0].availability->blocks[i].status);
  }
  EXPECT_EQ((*answers)[0]->blocks[0].details->id, "");
  EXPECT_EQ((*answers)[1].error().kind(), ErrorKind::peer_recipient_unknown);
  EXPECT_EQ((*answers)[2].error().kind(), ErrorKind::peer_broken);
  ASSERT_TRUE((*answers)[3].has_value());
  EXPECT_EQ((*answers)[3]->precision, model::Precision::slots);
  EXPECT_EQ((*answers)[3]->blocks, reply.mailboxes[3].availability->blocks);
}

}  // namespace
}  // namespace fb::graph
