// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <boost/json/parse.hpp>

#include "protocols/graph/error_words.hpp"
#include "protocols/graph/schedule.hpp"
#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

using K = model::ErrorKind;

struct ScheduleErrorRow {
  std::string_view json;
  K kind;
};

TEST(GraphErrors, ErrorOfOneSchedule) {
  for (const ScheduleErrorRow& row : {
           ScheduleErrorRow{R"({"responseCode":"5009","message":"m"})", K::peer_recipient_unknown},
           ScheduleErrorRow{R"({"responseCode":5009})", K::peer_recipient_unknown},
           ScheduleErrorRow{R"({"ResponseCode":"ErrorMailRecipientNotFound"})",
                            K::peer_recipient_unknown},
           ScheduleErrorRow{R"({"responseCode":"errorcannotfinduser"})", K::peer_recipient_unknown},
           ScheduleErrorRow{R"({"responseCode":"5037"})", K::peer_no_access},
           ScheduleErrorRow{R"({"responseCode":"ErrorNoFreeBusyAccess"})", K::peer_no_access},
           ScheduleErrorRow{R"({"responseCode":"5016"})", K::peer_no_access},
           ScheduleErrorRow{R"({"responseCode":"7002"})", K::peer_request_not_allowed},
           ScheduleErrorRow{R"({"responseCode":"ErrorProxyRequestNotAllowed"})",
                            K::peer_request_not_allowed},
           ScheduleErrorRow{R"({"responseCode":"ErrorTimeoutExpired"})", K::deadline_passed},
           ScheduleErrorRow{R"({"responseCode":"ErrorServerBusy"})", K::peer_throttled},
           ScheduleErrorRow{R"({"responseCode":"ErrorResultSetTooBig"})", K::result_too_big},
           ScheduleErrorRow{R"({"responseCode":"5006"})", K::result_too_big},
           ScheduleErrorRow{R"({"responseCode":"5002"})", K::mailbox_list_too_long},
           ScheduleErrorRow{R"({"responseCode":"5039"})", K::peer_broken},
           ScheduleErrorRow{R"({"responseCode":"ErrorProxyRequestProcessingFailed"})",
                            K::peer_broken},
           ScheduleErrorRow{R"({"responseCode":""})", K::peer_broken},
           ScheduleErrorRow{R"({})", K::peer_broken},
           ScheduleErrorRow{R"("text")", K::peer_broken},
           ScheduleErrorRow{R"(false)", K::peer_broken},
       }) {
    EXPECT_EQ(read_schedule_error(boost::json::parse(row.json)).kind(), row.kind) << row.json;
  }
}

TEST(GraphErrors, PeerTextIsKeptApart) {
  const model::Error error = read_schedule_error(
      boost::json::parse(R"({"responseCode":"5037","message":"No access\r\nfor you"})"));
  EXPECT_EQ(error.peer_text(), "5037: No access  for you");
  EXPECT_EQ(error.detail().find("No access"), std::string::npos);
}

struct CallErrorRow {
  unsigned status;
  std::string_view body;
  K kind;
};

TEST(GraphErrors, WholeCallByStatusAndCode) {
  for (const CallErrorRow& row : {
           CallErrorRow{401, R"({"error":{"code":"InvalidAuthenticationToken","message":"x"}})",
                        K::peer_refused_us},
           CallErrorRow{403, R"({"error":{"code":"ErrorAccessDenied"}})", K::peer_refused_us},
           CallErrorRow{403, R"({"error":{"code":"ErrorItemNotFound"}})", K::peer_refused_us},
           CallErrorRow{404, R"({"error":{"code":"ErrorItemNotFound"}})",
                        K::peer_recipient_unknown},
           CallErrorRow{404, R"({"error":{"code":"MailboxNotFound"}})", K::peer_recipient_unknown},
           CallErrorRow{404, R"({"error":{"code":"MailboxNotEnabledForRESTAPI"}})",
                        K::peer_recipient_unknown},
           CallErrorRow{404, R"({"error":{"code":"ErrorInvalidUser"}})", K::peer_recipient_unknown},
           CallErrorRow{400, R"({"error":{"code":"ErrorInvalidUser"}})", K::peer_recipient_unknown},
           CallErrorRow{404, "<html>not here</html>", K::peer_broken},
           CallErrorRow{404, R"({"error":{"code":"UnknownError"}})", K::peer_broken},
           CallErrorRow{400, R"({"error":{"code":"ErrorTimeIntervalTooBig"}})", K::window_too_long},
           CallErrorRow{400, R"({"error":{"code":"TooManyRequests"}})", K::peer_throttled},
           CallErrorRow{400, "", K::peer_broken},
           CallErrorRow{429, R"({"error":{"code":"TooManyRequests"}})", K::peer_throttled},
           CallErrorRow{503, "", K::peer_throttled},
           CallErrorRow{500, R"({"error":{"code":"ErrorItemNotFound"}})", K::peer_broken},
           CallErrorRow{500, "", K::peer_broken},
           CallErrorRow{502, "", K::peer_broken},
           CallErrorRow{504, R"({"error":{"code":"ErrorTimeoutExpired"}})", K::peer_broken},
           CallErrorRow{302, "", K::peer_broken},
           CallErrorRow{200, R"({"error":{"code":"ErrorItemNotFound"}})", K::peer_broken},
       }) {
    EXPECT_EQ(decode_error(row.status, row.body).kind(), row.kind) << row.status << row.body;
  }
}

TEST(GraphErrors, WholeCallKeepsThePeersWordsBounded) {
  const std::string body =
      R"({"error":{"code":"Code","message":")" + std::string(10'000, 'x') + R"("}})";
  const model::Error error = decode_error(500, body);
  EXPECT_TRUE(error.peer_text().starts_with("Code: xxx"));
  EXPECT_EQ(error.peer_text().size(), model::Error::kPeerTextBytesMax);
  EXPECT_EQ(error.detail(), "getSchedule was answered with HTTP 500");
}

TEST(GraphErrors, EveryKindHasAnAnswerThatIsNoSuccess) {
  for (const model::ErrorKindFacts& facts : model::all_error_kinds()) {
    SCOPED_TRACE(facts.name);
    EXPECT_FALSE(schedule_response_code(facts.kind).empty());
    EXPECT_FALSE(whole_call_error(facts.kind).code.empty());
    EXPECT_GE(whole_call_error(facts.kind).http_status, 400u);
    EXPECT_LE(whole_call_error(facts.kind).http_status, 504u);
  }
}

TEST(GraphErrors, CodesThatPeersActOn) {
  EXPECT_EQ(schedule_response_code(K::recipient_unknown), "5009");
  EXPECT_EQ(schedule_response_code(K::address_invalid), "5009");
  EXPECT_EQ(schedule_response_code(K::no_access), "5037");
  EXPECT_EQ(schedule_response_code(K::peer_no_access), "5037");
  EXPECT_EQ(schedule_response_code(K::second_hop), "ErrorProxyRequestNotAllowed");
  EXPECT_EQ(schedule_response_code(K::peer_throttled), "ErrorProxyRequestProcessingFailed");
  EXPECT_EQ(whole_call_error(K::unauthenticated).http_status, 401u);
  EXPECT_EQ(whole_call_error(K::mailbox_list_too_long).code, "ErrorMailboxDataArrayTooBig");
  EXPECT_EQ(whole_call_error(K::window_too_long).code, "ErrorTimeIntervalTooBig");
  EXPECT_EQ(whole_call_error(K::server_busy).http_status, 503u);
}

TEST(GraphErrors, WhatWeAnswerIsReadAsWhatItIs) {
  struct Row {
    K ours;
    K theirs;
  };
  for (const Row& row :
       {Row{K::recipient_unknown, K::peer_recipient_unknown}, Row{K::no_access, K::peer_no_access},
        Row{K::second_hop, K::peer_request_not_allowed},
        Row{K::deadline_passed, K::deadline_passed}, Row{K::server_busy, K::peer_throttled},
        Row{K::result_too_big, K::result_too_big}, Row{K::peer_refused_us, K::peer_broken}}) {
    EXPECT_EQ(kind_of_code(schedule_response_code(row.ours)).value_or(K::peer_broken), row.theirs);
  }
}

TEST(GraphErrors, ErrorObjectHoldsTheFixedSentenceOnly) {
  std::string out;
  encode_error(model::Error::from_peer(K::mailbox_list_too_long, "for operators", "of a peer"),
               out);
  EXPECT_EQ(out, R"({"error":{"code":"ErrorMailboxDataArrayTooBig",)"
                 R"("message":"The request names too many mailboxes."}})");
}

}  // namespace
}  // namespace fb::graph
