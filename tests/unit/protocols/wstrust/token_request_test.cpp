// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wstrust/token_request.hpp"

#include <pugixml.hpp>

#include "protocols/wire/xml.hpp"
#include "protocols/wstrust/names.hpp"
#include "tests/support/golden.hpp"

namespace fb::wstrust {
namespace {

constexpr std::string_view kGuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
constexpr model::UtcTime kNow =
    std::chrono::sys_days(std::chrono::year(2031) / 5 / 6) + std::chrono::hours(8);

Statement statement_about(std::string_view user, std::string claim) {
  return {"uuid-" + std::string(kGuid) + "-2",
          "http://fydibohf25spdlt.contoso.example",
          "urn:federation:MicrosoftOnline",
          model::SmtpAddress::parse(user).value(),
          std::move(claim),
          kNow};
}

std::string written(const test::GoldenPair& pair) {
  const Statement statement = statement_about(pair.setting("user"), pair.setting("claim"));
  TokenRequest request;
  request.endpoint = pair.setting("endpoint");
  request.message_id = kGuid;
  request.created = kNow;
  request.application_uri = statement.issuer;
  request.applies_to = pair.setting("applies_to");
  request.offer = pair.setting("offer");
  request.signed_statement = encode_statement(
      statement, encode_signature_template(SignatureMethod::rsa_sha256, statement.id, true,
                                           encode_certificate("certificate")));
  request.entropy = pair.setting("entropy");
  std::string out;
  encode_token_request(request, out);
  return out;
}

TEST(TokenRequest, IsWrittenAsTheCaptureShowsIt) {
  const auto pairs = test::golden_pairs("wstrust/requests");
  EXPECT_GE(pairs.size(), 3U);
  for (const test::GoldenPair& pair : pairs) {
    EXPECT_EQ(written(pair) + "\n", pair.message) << pair.name;
    EXPECT_TRUE(wire::XmlDocument::parse(pair.message).has_value()) << pair.name;
  }
}

// One row of the documented request: where, and what stands there.
struct Row {
  const char* path;
  std::string value;
};

TEST(TokenRequest, HasEveryElementOfTheDocumentedRequest) {
  const test::GoldenPair pair = test::golden_pairs("wstrust/requests").front();
  const auto document = wire::XmlDocument::parse(pair.message);
  ASSERT_TRUE(document.has_value());
  const std::string trust(kTrust);
  const Row rows[] = {
      {"s:Header/wsa:Action", trust + "/RST/Issue"},
      {"t:RequestType", trust + "/Issue"},
      {"t:TokenType", std::string(kSamlTokenType)},
      {"t:KeyType", trust + "/SymmetricKey"},
      {"t:KeySize", "256"},
      {"t:CanonicalizationAlgorithm", "http://www.w3.org/2001/10/xml-exc-c14n#"},
      {"t:EncryptionAlgorithm", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"},
      {"t:EncryptWith", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"},
      {"t:SignWith", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"},
      {"t:ComputedKeyAlgorithm", trust + "/CK/PSHA1"},
      {"wsp:AppliesTo/wsa:EndpointReference/wsa:Address", pair.setting("applies_to")},
      {"auth:AdditionalContext/auth:ContextItem/auth:Value",
       "http://fydibohf25spdlt.contoso.example"},
      {"t:Claims/auth:ClaimType/auth:Value", pair.setting("offer")},
  };
  for (const Row& row : rows) {
    const bool header = std::string_view(row.path).starts_with("s:");
    const std::string path =
        header ? row.path : "s:Body/t:RequestSecurityToken/" + std::string(row.path);
    EXPECT_EQ(document->root().first_element_by_path(path.c_str()).child_value(), row.value)
        << path;
  }
  const auto security = document->root().first_element_by_path("s:Header/wsse:Security");
  EXPECT_STREQ(security.first_element_by_path("wsu:Timestamp/wsu:Created").child_value(),
               "2031-05-06T08:00:00Z");
  EXPECT_STREQ(security.first_element_by_path("wsu:Timestamp/wsu:Expires").child_value(),
               "2031-05-06T08:05:00Z");
}

TEST(TokenRequest, WhatSomebodyChoseIsEscaped) {
  TokenRequest request;
  request.endpoint = "https://sts.example/?a=1&b=<2>";
  request.offer = "</auth:Value>";
  std::string out;
  encode_token_request(request, out);
  const auto document = wire::XmlDocument::parse(out);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->root().first_element_by_path("s:Header/wsa:To").child_value(),
            request.endpoint);
}

TEST(SignatureTemplate, KeyInfoIsLeftOutWhereItWouldBeEmpty) {
  const auto written = [](std::string_view key_info) {
    return encode_signature_template(SignatureMethod::hmac_sha1, "one", false, key_info);
  };
  EXPECT_EQ(written("").find("KeyInfo"), std::string::npos);
  EXPECT_NE(written("<x/>").find("<ds:KeyInfo><x/></ds:KeyInfo>"), std::string::npos);
}

TEST(Statement, ClaimIsSplitAtItsLastSlash) {
  struct Case {
    std::string claim, ns, name;
  };
  const Case cases[] = {{"http://schemas.xmlsoap.org/claims/EmailAddress",
                         "http://schemas.xmlsoap.org/claims", "EmailAddress"},
                        {"urn:x/y/z", "urn:x/y", "z"},
                        {"mail", "", "mail"}};
  for (const Case& one : cases) {
    const auto document = wire::XmlDocument::parse(
        encode_statement(statement_about("a@contoso.example", one.claim), ""));
    ASSERT_TRUE(document.has_value());
    const auto attribute =
        document->root().first_element_by_path("saml:AttributeStatement/saml:Attribute");
    EXPECT_EQ(attribute.attribute("AttributeNamespace").value(), one.ns);
    EXPECT_EQ(attribute.attribute("AttributeName").value(), one.name);
    EXPECT_STREQ(attribute.child_value("saml:AttributeValue"), "a@contoso.example");
  }
}

TEST(Statement, IsGoodFromAMinuteBeforeForTenMinutes) {
  const auto document =
      wire::XmlDocument::parse(encode_statement(statement_about("a@contoso.example", "x/y"), ""));
  ASSERT_TRUE(document.has_value());
  const auto conditions = document->root().child("saml:Conditions");
  EXPECT_STREQ(conditions.attribute("NotBefore").value(), "2031-05-06T07:59:00Z");
  EXPECT_STREQ(conditions.attribute("NotOnOrAfter").value(), "2031-05-06T08:10:00Z");
}

}  // namespace
}  // namespace fb::wstrust
