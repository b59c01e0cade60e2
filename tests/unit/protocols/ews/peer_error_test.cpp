// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ews/peer_error.hpp"

#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {
namespace {

Error error_for(std::string_view fault) {
  const Answer answer = decode_answer(in_envelope(fault), question_for(2));
  EXPECT_TRUE(answer.has_error());
  return answer ? Error::of(ErrorKind::internal) : answer.error();
}

std::string fault_b(std::string_view code) {
  return "<s:Fault><faultcode xmlns:a='http://schemas.microsoft.com/exchange/services/2006/types'>"
         "a:" +
         std::string(code) +
         "</faultcode><faultstring xml:lang='en-US'>peer words</faultstring>"
         "<detail><m:ErrorCode>5002</m:ErrorCode></detail></s:Fault>";
}

std::string fault_c(std::string_view code, std::string_view message_xml = {}) {
  return "<s:Fault><faultcode>s:Server</faultcode><faultstring>peer words</faultstring><detail>"
         "<e:ResponseCode xmlns:e='http://schemas.microsoft.com/exchange/services/2006/errors'>" +
         std::string(code) + "</e:ResponseCode>" + std::string(message_xml) + "</detail></s:Fault>";
}

std::string fault_soap12(std::string_view code) {
  return "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>t:" +
         std::string(code) +
         "</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang='en'>peer words</s:Text>"
         "</s:Reason></s:Fault>";
}

TEST(PeerError, EachFormOfFaultAndEachCode) {
  struct Row {
    std::string_view code;
    std::string_view kind;
  };
  const Row table[] = {
      {"ErrorMailRecipientNotFound", "peer_recipient_unknown"},
      {"ErrorCannotFindUser", "peer_recipient_unknown"},
      {"ErrorNonExistentMailbox", "peer_recipient_unknown"},
      {"ErrorNoFreeBusyAccess", "peer_no_access"},
      {"ErrorProxyRequestNotAllowed", "peer_request_not_allowed"},
      {"ErrorServerBusy", "peer_throttled"},
      {"ErrorExceededConnectionCount", "peer_throttled"},
      {"ErrorResultSetTooBig", "result_too_big"},
      {"ErrorFreeBusyDLLimitReached", "group_too_big"},
      {"ErrorTimeoutExpired", "deadline_passed"},
      {"ErrorMailboxDataArrayTooBig", "mailbox_list_too_long"},
      {"ErrorTimeIntervalTooBig", "window_too_long"},
      {"ErrorTimeZone", "peer_broken"},
      {"ErrorInternalServerError", "peer_broken"},
      {"ErrorOfTomorrow", "peer_broken"},
  };
  for (const Row& row : table) {
    for (const std::string& fault :
         {fault_b(row.code), fault_c(row.code), fault_soap12(row.code)}) {
      const Error error = error_for(fault);
      EXPECT_EQ(kind_name(error), row.kind) << fault;
      EXPECT_EQ(error.peer_text(), "peer words");
      EXPECT_EQ(error.detail(), "the peer answered " + std::string(row.code));
    }
    const Answer answer =
        decode_answer(answer_of(entry_of(view_xml("None"), "Error", row.code)), question_for(1));
    EXPECT_EQ(kind_name(answer.value().front().error()), row.kind) << row.code;
  }
}

TEST(PeerError, FaultsWithoutACodeOfExchange) {
  const std::string table[] = {
      "<s:Fault/>",
      "<s:Fault><faultcode>soap:Client</faultcode><faultstring>no</faultstring></s:Fault>",
      "<s:Fault><faultcode>s:Client</faultcode><faultstring>An error occurred when verifying "
      "security</faultstring><detail/></s:Fault>",
      "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>",
  };
  for (const std::string& fault : table) {
    const Error error = error_for(fault);
    EXPECT_EQ(kind_name(error), "peer_broken");
    EXPECT_EQ(error.detail(), "the peer answered with an error");
  }
}

TEST(PeerError, APeersCodeIsRepeatedOnlyIfItLooksLikeOne) {
  for (const std::string& code : {std::string("&lt;script&gt;"), std::string("Error with spaces"),
                                  "Error" + std::string(60, 'x')})
    EXPECT_EQ(error_for(fault_b(code)).detail(), "the peer answered with an error") << code;
}

TEST(PeerError, BackOffIsReadInSecondsRoundedUp) {
  const auto with_value = [](std::string_view value) {
    return error_for(fault_c("ErrorServerBusy",
                             "<t:MessageXml><t:Value Name='Policy'>x</t:Value>"
                             "<t:Value Name='BackOffMilliseconds'>" +
                                 std::string(value) + "</t:Value></t:MessageXml>"))
        .retry_after_s();
  };
  EXPECT_EQ(with_value("297749"), 298U);
  EXPECT_EQ(with_value("1000"), 1U);
  EXPECT_EQ(with_value("1"), 1U);
  EXPECT_EQ(with_value("3600000"), 3600U);
  EXPECT_EQ(with_value("3600001"), 3600U);
  EXPECT_EQ(with_value("9000000000000000000"), 3600U);
  for (const char* value : {"", "0", "-5", "soon"}) EXPECT_EQ(with_value(value), 0U) << value;
  EXPECT_EQ(error_for(fault_c("ErrorServerBusy")).retry_after_s(), 0U);
  EXPECT_EQ(error_for(fault_c("ErrorTimeZone",
                              "<t:MessageXml><t:Value Name='BackOffMilliseconds'>5</t:Value>"
                              "</t:MessageXml>"))
                .retry_after_s(),
            0U);
}

TEST(PeerError, OurOwnFaultsAreUnderstood) {
  for (const model::ErrorKindFacts& fact : model::all_error_kinds()) {
    std::string body;
    encode_fault(Error::of(fact.kind), body);
    const Answer answer = decode_answer(body, question_for(1));
    ASSERT_TRUE(answer.has_error());
    EXPECT_EQ(answer.error().detail(),
              "the peer answered " + std::string(response_code(fact.kind).name));
  }
}

}  // namespace
}  // namespace fb::ews
