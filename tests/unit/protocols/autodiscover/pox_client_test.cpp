// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <pugixml.hpp>

#include "protocols/wire/xml.hpp"
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

std::string answer_with(std::string_view response) {
  return "<Autodiscover><Response>" + std::string(response) + "</Response></Autodiscover>";
}

std::string settings_with(std::string_view protocols) {
  return answer_with("<Account><Action>settings</Action>" + std::string(protocols) + "</Account>");
}

TEST(PoxClient, TheQuestionNamesTheAddressAndTheSchema) {
  std::string out;
  encode_pox_question(address("o'neil&sons@north.example"), out);
  const auto document = wire::XmlDocument::parse(out);
  ASSERT_TRUE(document.has_value()) << out;
  EXPECT_EQ(wire::namespace_of(document->root()),
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006");
  const auto request = wire::child(document->root(), "Request");
  EXPECT_EQ(wire::text_of(wire::child(request, "EMailAddress")), "o'neil&sons@north.example");
  EXPECT_EQ(wire::text_of(wire::child(request, "AcceptableResponseSchema")),
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a");
}

struct Row {
  std::string_view title;
  std::string body;
  std::string_view means;
};

TEST(PoxClient, WhichURLIsTaken) {
  const Row rows[] = {
      {"the outside before the inside",
       settings_with("<Protocol><Type>EXCH</Type><ASUrl>https://in/</ASUrl></Protocol>"
                     "<Protocol><Type>EXPR</Type><ASUrl>https://out/</ASUrl></Protocol>"),
       "endpoint https://out/"},
      {"an outside without a URL gives way",
       settings_with("<Protocol><Type>EXPR</Type></Protocol>"
                     "<Protocol><Type>EXCH</Type><ASUrl>https://in/</ASUrl></Protocol>"),
       "endpoint https://in/"},
      {"availability before EWS",
       settings_with("<Protocol><Type>expr</Type><EwsUrl>https://ews/</EwsUrl>"
                     "<ASUrl>https://as/</ASUrl></Protocol>"),
       "endpoint https://as/"},
      {"nothing for others than Exchange",
       settings_with("<Protocol><Type>WEB</Type><ASUrl>https://web/</ASUrl></Protocol>"),
       "refused peer_broken"},
      {"the other spelling of a redirect",
       answer_with("<Account><Action>RedirectURL</Action><RedirectURL>https://a/</RedirectURL>"
                   "</Account>"),
       "url https://a/"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shown(decode_pox_answer(row.body)), row.means) << row.title;
  }
}

TEST(PoxClient, WhatIsNoAnswerIsBroken) {
  const Row rows[] = {
      {"nothing", "", "refused peer_broken"},
      {"another root", "<hello/>", "refused peer_broken"},
      {"no response", "<Autodiscover/>", "refused peer_broken"},
      {"no account", answer_with(""), "refused peer_broken"},
      {"no action", answer_with("<Account/>"), "refused peer_broken"},
      {"a strange action", answer_with("<Account><Action>dance</Action></Account>"),
       "refused peer_broken"},
      {"a redirect to no address", answer_with("<Account><Action>redirectAddr</Action></Account>"),
       "refused peer_broken"},
      {"an error without a code", answer_with("<Error/>"), "refused peer_broken"},
      {"a DTD", "<!DOCTYPE a [<!ENTITY b \"c\">]><Autodiscover/>", "refused peer_broken"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shown(decode_pox_answer(row.body)), row.means) << row.title;
  }
}

}  // namespace
}  // namespace fb::autodiscover
