// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/ews/answer_support.hpp"

namespace fb::ews {
namespace {

std::string kind_for_all(std::string_view body, std::size_t mailboxes = 1) {
  const Answer answer = decode_answer(body, question_for(mailboxes));
  return answer ? "answer" : kind_name(answer.error());
}

const std::string kGood = entry_of(view_xml("FreeBusy", events_xml("")));

TEST(DecodeAnswer, WhatIsNoAnswerIsAnErrorForAll) {
  const std::string table[] = {
      "",
      "<html><head><title>Service Unavailable</title></head></html>",
      "<!DOCTYPE html><html/>",
      "{\"error\":\"no\"}",
      in_envelope(""),
      in_envelope("<m:GetUserAvailabilityResponse/>"),
      in_envelope("<m:GetFolderResponse/>"),
      in_envelope("<m:GetUserAvailabilityRequest/>"),
      in_envelope("<m:GetUserAvailabilityResponse><m:ResponseMessage ResponseClass='Success'>"
                  "<m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage>"
                  "</m:GetUserAvailabilityResponse>"),
      answer_of(kGood).substr(0, 400),
      replaced(answer_of(kGood), "<s:Body>", "<s:Body></s:Body><s:Body>"),
  };
  for (const std::string& body : table) EXPECT_EQ(kind_for_all(body), "peer_broken") << body;
  EXPECT_EQ(kind_for_all(answer_of(kGood)), "answer");
}

TEST(DecodeAnswer, AnswersAreTakenOnlyInTheAskedNumber) {
  EXPECT_EQ(kind_for_all(answer_of(""), 1), "peer_broken");
  EXPECT_EQ(kind_for_all(answer_of(kGood), 2), "peer_broken");
  EXPECT_EQ(kind_for_all(answer_of(kGood + kGood), 2), "answer");
  EXPECT_EQ(kind_for_all(answer_of(kGood + kGood + kGood), 2), "peer_broken");
}

TEST(DecodeAnswer, EntriesFailAlone) {
  const std::string bad = entry_of("", "Error", "ErrorNoFreeBusyAccess");
  const Answer answer = decode_answer(answer_of(kGood + bad + kGood), question_for(3));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(shown((*answer)[0]), "");
  EXPECT_EQ(shown((*answer)[1]), "peer_no_access");
  EXPECT_EQ(shown((*answer)[2]), "");
}

// Nothing of this may ever look like a free day.
TEST(DecodeAnswer, AnEntryThatIsNoClearSuccessIsAnError) {
  const std::string view = view_xml("FreeBusy", events_xml(""));
  const std::string table[] = {
      "<m:FreeBusyResponse/>",
      "<m:FreeBusyResponse>" + view + "</m:FreeBusyResponse>",
      "<m:FreeBusyResponse><m:ResponseMessage/>" + view + "</m:FreeBusyResponse>",
      entry_of(view, "Error", "NoError"),
      entry_of(view, "Error", ""),
      entry_of(view, "Success", "ErrorNoCalendar"),
      entry_of(view, "Warning", "NoError"),
      entry_of(view, "", "NoError"),
      entry_of(view, "success", "NoError"),
      entry_of(""),
      entry_of("<m:FreeBusyView/>"),
      entry_of(view_xml("")),
      entry_of(view_xml("None")),
      entry_of(view_xml("None", events_xml(""))),
      entry_of(view_xml("None", merged_xml(std::string(24, '0')))),
      entry_of(view_xml("Everything", events_xml(""))),
      entry_of(view_xml("Detailed FreeBusy", events_xml(""))),
      entry_of(view_xml("MergedOnly")),
      entry_of(view_xml("MergedOnly", events_xml(""))),
      entry_of(view_xml("FreeBusyMerged")),
      entry_of(view_xml("DetailedMerged")),
  };
  for (const std::string& entry : table) {
    const Answer answer = decode_answer(answer_of(entry), question_for(1));
    ASSERT_TRUE(answer.has_value()) << entry;
    EXPECT_EQ(shown(answer->front()), "peer_broken") << entry;
  }
}

TEST(DecodeAnswer, ACodeWithoutAClassOfErrorIsStillThatCode) {
  const Answer answer = decode_answer(
      answer_of(entry_of(view_xml("FreeBusy"), "Success", "ErrorMailRecipientNotFound")),
      question_for(1));
  EXPECT_EQ(shown(answer->front()), "peer_recipient_unknown");
}

TEST(DecodeAnswer, OneMessageForAll) {
  const auto with_message = [](std::string_view code) {
    return "<m:ResponseMessage ResponseClass='Error'><m:MessageText>wait</m:MessageText>"
           "<m:ResponseCode>" +
           std::string(code) +
           "</m:ResponseCode><m:MessageXml><t:Value Name='BackOffMilliseconds'>1500</t:Value>"
           "</m:MessageXml></m:ResponseMessage>";
  };
  for (const bool wrapped : {false, true}) {
    const std::string message = with_message("ErrorServerBusy");
    const std::string inner =
        wrapped ? "<m:ResponseMessages>" + message + "</m:ResponseMessages>" : message;
    const Answer answer = decode_answer(
        in_envelope("<m:GetUserAvailabilityResponse>" + inner + "</m:GetUserAvailabilityResponse>"),
        question_for(2));
    ASSERT_TRUE(answer.has_error());
    EXPECT_EQ(kind_name(answer.error()), "peer_throttled");
    EXPECT_EQ(answer.error().retry_after_s(), 2U);
    EXPECT_EQ(answer.error().peer_text(), "wait");
  }
}

TEST(DecodeAnswer, HttpsNamespacesAndSoap12AreTaken) {
  const std::string answer = replaced(answer_of(kGood), "http://schemas.xmlsoap.org/soap/envelope/",
                                      "http://www.w3.org/2003/05/soap-envelope");
  EXPECT_EQ(kind_for_all(answer), "answer");
}

}  // namespace
}  // namespace fb::ews
