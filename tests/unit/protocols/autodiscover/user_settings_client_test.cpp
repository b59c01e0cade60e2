// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <pugixml.hpp>

#include "protocols/wire/xml.hpp"
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

std::string answer_with(std::string_view user) {
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
         "<GetUserSettingsResponseMessage><Response><ErrorCode>NoError</ErrorCode><UserResponses>"
         "<UserResponse>" +
         std::string(user) +
         "</UserResponse></UserResponses></Response></GetUserSettingsResponseMessage></s:Body>"
         "</s:Envelope>";
}

std::string answer_with_url(std::string_view url) {
  return answer_with("<UserSettings><UserSetting><Name>ExternalEwsUrl</Name><Value>" +
                     std::string(url) + "</Value></UserSetting></UserSettings>");
}

TEST(UserSettingsClient, TheQuestionNamesTheUserTheSettingAndWhereItGoes) {
  std::string out;
  encode_user_settings_question(address("o'neil&sons@north.example"),
                                "https://gw.example/autodiscover.svc?a=1&b=2", out);
  const auto document = wire::XmlDocument::parse(out);
  ASSERT_TRUE(document.has_value()) << out;
  const auto header = wire::child(document->root(), "Header");
  EXPECT_EQ(wire::text_of(wire::child(header, "To")),
            "https://gw.example/autodiscover.svc?a=1&b=2");
  EXPECT_EQ(wire::text_of(wire::child(header, "Action")),
            "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings");
  EXPECT_EQ(wire::text_of(wire::child(header, "RequestedServerVersion")), "Exchange2010");
  const auto request = wire::child(
      wire::child(wire::child(document->root(), "Body"), "GetUserSettingsRequestMessage"),
      "Request", "http://schemas.microsoft.com/exchange/2010/Autodiscover");
  EXPECT_EQ(
      wire::text_of(wire::child(wire::child(wire::child(request, "Users"), "User"), "Mailbox")),
      "o'neil&sons@north.example");
  EXPECT_EQ(wire::text_of(wire::child(wire::child(request, "RequestedSettings"), "Setting")),
            "ExternalEwsUrl");
}

TEST(UserSettingsClient, TheQuestionIsAppended) {
  std::string out = "before";
  encode_user_settings_question(address("ada@north.example"), "https://gw.example/", out);
  EXPECT_TRUE(out.starts_with("before<?xml "));
}

struct Row {
  std::string_view title;
  std::string body;
  std::string_view means;
};

TEST(UserSettingsClient, WhatIsNoAnswerIsBroken) {
  const std::string whole = answer_with_url("https://a.example/");
  const Row rows[] = {
      {"nothing", "", "refused peer_broken"},
      {"no XML", "hello", "refused peer_broken"},
      {"cut", whole.substr(0, whole.size() / 2), "refused peer_broken"},
      {"no envelope", "<hello/>", "refused peer_broken"},
      {"an empty body",
       "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>",
       "refused peer_broken"},
      {"two bodies",
       "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/><s:Body/>"
       "</s:Envelope>",
       "refused peer_broken"},
      {"another answer",
       "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
       "<GetDomainSettingsResponseMessage/></s:Body></s:Envelope>",
       "refused peer_broken"},
      {"no response",
       "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
       "<GetUserSettingsResponseMessage/></s:Body></s:Envelope>",
       "refused peer_broken"},
      {"no user",
       "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
       "<GetUserSettingsResponseMessage><Response><UserResponses/></Response>"
       "</GetUserSettingsResponseMessage></s:Body></s:Envelope>",
       "refused peer_broken"},
      {"an empty URL", answer_with_url(""), "refused peer_broken"},
      {"a URL with a space", answer_with_url("https://a.example/ b"), "refused peer_broken"},
      {"a redirect to no address",
       answer_with("<ErrorCode>RedirectAddress</ErrorCode><RedirectTarget>Ada</RedirectTarget>"),
       "refused peer_broken"},
      {"a redirect to nowhere", answer_with("<ErrorCode>RedirectUrl</ErrorCode>"),
       "refused peer_broken"},
      {"a code that nobody knows",
       answer_with("<ErrorCode>TakeThis</ErrorCode><ErrorMessage>or that</ErrorMessage>"),
       "refused peer_broken, says \"or that\""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    const auto found = decode_user_settings_answer(row.body);
    EXPECT_EQ(shown(found), row.means);
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().detail().find("TakeThis"), std::string::npos)
        << "a peer's text in our words";
  }
}

TEST(UserSettingsClient, AnswersAreBoundedInSizeAndDepth) {
  const std::string good = answer_with_url("https://a.example/");
  const auto padded_to = [&](std::size_t bytes) {
    return good + std::string(bytes - good.size(), ' ');
  };
  EXPECT_TRUE(decode_user_settings_answer(padded_to(256 * 1024)).has_value());
  EXPECT_FALSE(decode_user_settings_answer(padded_to(256 * 1024 + 1)).has_value());
  std::string deep = "<UserSettings/>";
  for (int i = 0; i < 40; ++i) deep = "<a>" + deep + "</a>";
  EXPECT_FALSE(decode_user_settings_answer(answer_with(deep)).has_value());
}

}  // namespace
}  // namespace fb::autodiscover
