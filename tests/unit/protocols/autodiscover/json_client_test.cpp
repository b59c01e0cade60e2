// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

TEST(JsonClient, TheTargetHoldsTheAddressAsOneSegment) {
  EXPECT_EQ(json_target(address("Ada@north.example"), 0),
            "/autodiscover/autodiscover.json/v1.0/ada@north.example?Protocol=EWS&RedirectCount=0");
  EXPECT_EQ(json_target(address("a/b?c#d%e+f=g&h@north.example"), 3),
            "/autodiscover/autodiscover.json/v1.0/a%2Fb%3Fc%23d%25e%2Bf%3Dg%26h@north.example"
            "?Protocol=EWS&RedirectCount=3");
}

struct Row {
  std::string_view title;
  std::string_view body;
  std::string_view means;
};

TEST(JsonClient, WhatIsNoAnswerIsBroken) {
  const Row rows[] = {
      {"nothing", "", "refused peer_broken"},
      {"no JSON", "<html>", "refused peer_broken"},
      {"no object", "[]", "refused peer_broken"},
      {"no URL", R"({"Protocol":"EWS"})", "refused peer_broken"},
      {"a URL that is no text", R"({"Protocol":"EWS","Url":1})", "refused peer_broken"},
      {"two URLs", R"({"Url":"https://a/","Url":"https://b/"})", "refused peer_broken"},
      {"an error beats a URL", R"({"ErrorCode":"ServerBusy","Url":"https://a/"})",
       "refused peer_throttled"},
      {"an error that is no text", R"({"ErrorCode":1,"Url":"https://a/"})", "refused peer_broken"},
      {"a URL with control characters", "{\"Url\":\"https://a/\\u000a\"}", "refused peer_broken"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shown(decode_json_answer(row.body)), row.means) << row.title;
  }
}

TEST(JsonClient, AnswersAreBounded) {
  const std::string good = R"({"Url":"https://a.example/"})";
  EXPECT_TRUE(decode_json_answer(good + std::string(16 * 1024 - good.size(), ' ')).has_value());
  EXPECT_FALSE(
      decode_json_answer(good + std::string(16 * 1024 + 1 - good.size(), ' ')).has_value());
}

}  // namespace
}  // namespace fb::autodiscover
