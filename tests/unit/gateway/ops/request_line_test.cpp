// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/ops/request_line.hpp"

#include <gtest/gtest.h>

#include "protocols/wire/json.hpp"
#include "tests/support/federations.hpp"

namespace fb::ops {
namespace {

using model::Error;
using model::ErrorKind;

boost::json::value parsed(const std::string& members) {
  return wire::parse_json("{" + members + "}").value();
}

model::AvailabilityReply reply_of_three() {
  const auto window =
      model::TimeWindow::make(model::UtcTime{}, model::UtcTime{std::chrono::hours(1)}).value();
  model::AvailabilityReply reply{window, model::SlotLength::half_hour(), {}};
  model::Availability found{
      window, {}, model::Precision::exact, {}, model::DetailLevel::availability_only};
  model::BlockDetails details;
  details.subject = "Takeover of Fabrikam";
  details.location = "Room 1";
  found.blocks.push_back({window.begin(), window.end(), model::FreeBusyStatus::busy, details});
  model::Provenance cached{
      model::CacheState::cached,    std::chrono::seconds(12),
      std::chrono::microseconds(0), model::SharingPath::availability_address_space,
      "aas:contoso-cn.example",     "address_space.contoso-cn.example"};
  reply.mailboxes.push_back({"victor@contoso-cn.example", found, cached});
  model::Provenance denied;
  denied.rule = "resolve.no_contact";
  reply.mailboxes.push_back(
      {"ghost@contoso-cn.example",
       Error::of(ErrorKind::recipient_unknown, "no contact", "resolve.no_contact"), denied});
  model::Provenance fetched;
  fetched.cache = model::CacheState::fetched;
  fetched.upstream_time = std::chrono::microseconds(1500);
  reply.mailboxes.push_back(
      {"carol@fabrikam-gov.example",
       Error::from_peer(ErrorKind::peer_broken, "the peer's answer was no XML",
                        std::string(1000, 'x')),
       fetched});
  return reply;
}

TEST(RequestLine, OneRecordHoldsEveryMailbox) {
  const model::Caller caller{model::CallerKind::home_user, test::contoso(),
                             test::address("peggy@contoso.example"), "peggy"};
  const auto reply = reply_of_three();
  RequestRecord record;
  record.correlation = "c";
  record.peer_address = "127.0.0.1";
  record.method = "POST";
  record.path = "/EWS/Exchange.asmx";
  record.caller = &caller;
  record.reply = &reply;
  record.status = 200;
  record.duration_us = 1234;
  std::string line;
  append_request(record, line);
  const auto json = parsed(line);
  EXPECT_EQ(json.at("caller").as_string(), "home-user");
  EXPECT_EQ(json.at("tenant").as_string(), test::contoso().str());
  EXPECT_EQ(json.at("duration_us").as_int64(), 1234);

  const auto& mailboxes = json.at("mailboxes").as_array();
  ASSERT_EQ(mailboxes.size(), 3u);
  EXPECT_EQ(mailboxes[0].at("route").as_string(), "aas:contoso-cn.example");
  EXPECT_EQ(mailboxes[0].at("path").as_string(), "availability-address-space");
  EXPECT_EQ(mailboxes[0].at("cache").as_string(), "cached");
  EXPECT_EQ(mailboxes[0].at("age_s").as_int64(), 12);
  EXPECT_EQ(mailboxes[0].at("rule").as_string(), "address_space.contoso-cn.example");
  EXPECT_EQ(mailboxes[0].at("level").as_string(), "AvailabilityOnly");
  EXPECT_EQ(mailboxes[1].at("error").as_string(), "recipient_unknown");
  EXPECT_EQ(mailboxes[1].at("rule").as_string(), "resolve.no_contact");
  EXPECT_EQ(mailboxes[2].at("upstream_us").as_int64(), 1500);
  EXPECT_EQ(mailboxes[2].at("peer_text").as_string().size(), kPeerTextLoggedBytesMax);
}

TEST(RequestLine, CalendarContentIsNeverWritten) {
  const auto reply = reply_of_three();
  RequestRecord record;
  record.reply = &reply;
  std::string line;
  append_request(record, line);
  EXPECT_EQ(line.find("Takeover"), std::string::npos);
  EXPECT_EQ(line.find("Room 1"), std::string::npos);
}

TEST(RequestLine, WhatACallerSendsCannotBreakTheLine) {
  RequestRecord record;
  record.path = "/\"},\n{\"event\":\"forged\"";
  record.user_agent = "a\r\nb\\\"\x01";
  std::string line;
  append_request(record, line);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(parsed(line).at("event").as_string(), "request");
}

TEST(RequestLine, AnEventIsItsNameAndItsFields) {
  std::string line;
  append_event("ready",
               {{"port", std::int64_t{443}}, {"address", std::string_view("::1")}, {"first", true}},
               line);
  EXPECT_EQ(line, R"("event":"ready","port":443,"address":"::1","first":true)");
}

}  // namespace
}  // namespace fb::ops
