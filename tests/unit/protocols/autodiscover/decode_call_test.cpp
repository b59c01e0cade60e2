// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The limits, each at its edge. What questions mean is told by golden_requests_test.
#include <gtest/gtest.h>

#include "protocols/autodiscover/server.hpp"

namespace fb::autodiscover {
namespace {

std::string envelope(std::string_view operation, std::string_view request) {
  const std::string element = std::string(operation) + "RequestMessage";
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><" + element +
         "><Request>" + std::string(request) + "</Request></" + element + "></s:Body></s:Envelope>";
}

std::string repeated(std::string_view element, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    std::string one(element);
    if (const auto at = one.find('#'); at != std::string::npos)
      one.replace(at, 1, std::to_string(i));
    out += one;
  }
  return out;
}

std::string user_settings(std::size_t users, std::size_t settings) {
  return envelope("GetUserSettings",
                  "<Users>" + repeated("<User><Mailbox>p#@north.example</Mailbox></User>", users) +
                      "</Users><RequestedSettings>" +
                      repeated("<Setting>Setting#</Setting>", settings) + "</RequestedSettings>");
}

std::string domains(std::string_view operation, std::size_t count) {
  return envelope(operation, "<Domains>" + repeated("<Domain>d#.example</Domain>", count) +
                                 "</Domains><RequestedSettings><Setting>ExternalEwsUrl</Setting>"
                                 "</RequestedSettings>");
}

bool is_taken(const std::string& message) {
  const auto call = decode_call(message);
  return call && std::holds_alternative<Call>(*call);
}

bool is_invalid_request(const std::string& message) {
  const auto call = decode_call(message);
  if (!call || !std::holds_alternative<RefusedCall>(*call)) return false;
  return std::get<RefusedCall>(*call).code == Code::invalid_request;
}

TEST(DecodeCall, CountsAreBounded) {
  EXPECT_TRUE(is_taken(user_settings(kUsersPerRequestMax, kSettingsPerRequestMax)));
  EXPECT_TRUE(is_invalid_request(user_settings(kUsersPerRequestMax + 1, 1)));
  EXPECT_TRUE(is_invalid_request(user_settings(1, kSettingsPerRequestMax + 1)));
  for (const char* operation : {"GetDomainSettings", "GetOrganizationRelationshipSettings"}) {
    EXPECT_TRUE(is_taken(domains(operation, kDomainsPerRequestMax))) << operation;
    EXPECT_TRUE(is_invalid_request(domains(operation, kDomainsPerRequestMax + 1))) << operation;
    EXPECT_TRUE(is_invalid_request(domains(operation, 0))) << operation;
  }
}

TEST(DecodeCall, NamesOfSettingsAreBounded) {
  const auto named = [](const std::string& name) {
    return envelope("GetUserSettings",
                    "<Users><User><Mailbox>a@north.example</Mailbox></User></Users>"
                    "<RequestedSettings><Setting>" +
                        name + "</Setting></RequestedSettings>");
  };
  EXPECT_TRUE(is_taken(named(std::string(kSettingNameBytesMax, 'x'))));
  EXPECT_TRUE(is_invalid_request(named(std::string(kSettingNameBytesMax + 1, 'x'))));
  for (const char* name : {"", "a b", "a&lt;b", "a\xc3\xa4"}) {
    EXPECT_TRUE(is_invalid_request(named(name))) << name;
  }
}

TEST(DecodeCall, SizeAndDepthAreBounded) {
  const std::string good = user_settings(1, 1);
  EXPECT_TRUE(is_taken(good + std::string(kRequestBytesMax - good.size(), ' ')));
  const auto large = decode_call(good + std::string(kRequestBytesMax + 1 - good.size(), ' '));
  ASSERT_FALSE(large.has_value());
  EXPECT_EQ(large.error().kind(), model::ErrorKind::malformed_request);
  std::string deep = "<a/>";
  for (int i = 0; i < 40; ++i) deep = "<a>" + deep + "</a>";
  EXPECT_FALSE(decode_call(envelope("GetUserSettings", deep)).has_value());
}

TEST(DecodeCall, AnElementThatHasNoPlaceInAListIsNotPassedOver) {
  EXPECT_TRUE(is_invalid_request(
      envelope("GetUserSettings",
               "<Users><User><Mailbox>a@north.example</Mailbox></User><Group/></Users>"
               "<RequestedSettings><Setting>ExternalEwsUrl</Setting></RequestedSettings>")));
}

}  // namespace
}  // namespace fb::autodiscover
