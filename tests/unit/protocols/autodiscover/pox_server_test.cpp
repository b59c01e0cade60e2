// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/autodiscover/server.hpp"
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

TEST(PoxServer, SettingsHaveTheURLInBothSections) {
  std::string out;
  encode_pox_settings(address("o'neil@north.example"), "https://gw.example/?a&b", out);
  EXPECT_EQ(
      out,
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover "
      "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\"><Response "
      "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a\">"
      "<User><AutoDiscoverSMTPAddress>o&apos;neil@north.example</AutoDiscoverSMTPAddress></User>"
      "<Account><AccountType>email</AccountType><Action>settings</Action>"
      "<Protocol><Type>EXCH</Type><ASUrl>https://gw.example/?a&amp;b</ASUrl>"
      "<EwsUrl>https://gw.example/?a&amp;b</EwsUrl></Protocol>"
      "<Protocol><Type>EXPR</Type><ASUrl>https://gw.example/?a&amp;b</ASUrl>"
      "<EwsUrl>https://gw.example/?a&amp;b</EwsUrl></Protocol>"
      "</Account></Response></Autodiscover>");
  EXPECT_EQ(shown(decode_pox_answer(out)), "endpoint https://gw.example/?a&b");
}

TEST(PoxServer, ARedirectNamesTheAddress) {
  std::string out;
  encode_pox_redirect(address("bo@south.example"), out);
  EXPECT_EQ(shown(decode_pox_answer(out)), "address bo@south.example");
}

TEST(PoxServer, AnErrorHasTheTimeOfDayAndTheServer) {
  using namespace std::chrono;
  const model::UtcTime now =
      sys_days{year(2031) / 5 / 6} + hours(7) + minutes(5) + std::chrono::seconds(9);
  std::string out;
  encode_pox_error(PoxCode::invalid_request, now, 4294967295u, out);
  EXPECT_EQ(
      out,
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover "
      "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\"><Response "
      "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\">"
      "<Error Time=\"07:05:09.0000000\" Id=\"4294967295\"><ErrorCode>600</ErrorCode>"
      "<Message>Invalid Request</Message><DebugData/></Error></Response></Autodiscover>");
}

TEST(PoxServer, OurClientKnowsWhichErrorIsAboutTheAddress) {
  const std::pair<PoxCode, model::ErrorKind> rows[] = {
      {PoxCode::address_unknown, model::ErrorKind::peer_recipient_unknown},
      {PoxCode::invalid_request, model::ErrorKind::peer_broken},
      {PoxCode::provider_not_available, model::ErrorKind::peer_broken},
      {PoxCode::server_error, model::ErrorKind::peer_broken},
  };
  for (const auto& [code, kind] : rows) {
    std::string out;
    encode_pox_error(code, {}, 1, out);
    const auto answer = decode_pox_answer(out);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind(), kind);
  }
}

TEST(PoxServer, OurOwnQuestionIsUnderstood) {
  std::string out;
  encode_pox_question(address("ada@north.example"), out);
  EXPECT_EQ(std::get<model::SmtpAddress>(decode_pox_call(out)).str(), "ada@north.example");
}

TEST(PoxServer, RequestsAreBounded) {
  std::string good;
  encode_pox_question(address("ada@north.example"), good);
  const auto is_taken = [&](std::size_t bytes) {
    return std::holds_alternative<model::SmtpAddress>(
        decode_pox_call(good + std::string(bytes - good.size(), ' ')));
  };
  EXPECT_TRUE(is_taken(16 * 1024));
  EXPECT_FALSE(is_taken(16 * 1024 + 1));
}

TEST(PoxServer, WhatIsNoQuestionIsInvalid) {
  for (const char* body :
       {"", "hello", "<Autodiscover/>", "<Autodiscover><Request/></Autodiscover>",
        "<!DOCTYPE a><Autodiscover/>", "<Other><Request/></Other>"}) {
    EXPECT_EQ(std::get<PoxCode>(decode_pox_call(body)), PoxCode::invalid_request) << body;
  }
}

}  // namespace
}  // namespace fb::autodiscover
