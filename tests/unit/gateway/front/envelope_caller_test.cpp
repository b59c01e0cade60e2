// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/envelope_caller.hpp"

#include "tests/unit/gateway/front/http_session_fixture.hpp"

namespace fb::front {
namespace {

// A home tenant that tokens can be addressed to.
void federate(Fixture& fixture) {
  config::Tenant tenant = test::contoso_tenant();
  tenant.federation_trust.emplace();
  tenant.federation_trust->key = config::KeyPairFiles{"f.pem", "f.key"};
  fixture.snapshots.publish(test::snapshot_of({{tenant}, {}}, 2));
  fixture.settings.listener.public_url = "https://gw.contoso.example";
  fixture.settings.listener.other_hosts = {"autodiscover.contoso.example"};
}

constexpr std::array kSecurityPaths{"/EWS/Exchange.asmx/WSSecurity",
                                    "/ews/exchange.asmx/wssecurity/SymmetricKey",
                                    "/ews/exchange.asmx/wssecurity/x509cert"};

// The body has the credential, so what is in the header does not matter.
TEST(EnvelopeCaller, TheSecurityPathsAskForTheTokenInTheEnvelope) {
  Fixture fixture;
  federate(fixture);
  fixture.envelopes.caller = test::contoso_user("peggy@contoso.example");
  std::vector<ScriptedRequest> requests;
  for (const char* path : kSecurityPaths) {
    requests.push_back({"POST",
                        path,
                        {{"Authorization", "Bearer bad"}},
                        availability_question("grace@contoso.example")});
  }
  const auto record = fixture.serve_all(requests);
  ASSERT_EQ(record.sent.size(), 3u);
  for (const Sent& sent : record.sent) {
    EXPECT_EQ(sent.status, 200u);
    EXPECT_NE(sent.message.find("NoError"), std::string::npos);
  }
  using identity::SecurityForm;
  ASSERT_EQ(fixture.envelopes.asked.size(), 3u);
  EXPECT_EQ(fixture.envelopes.asked[0].form, SecurityForm::token);
  EXPECT_EQ(fixture.envelopes.asked[1].form, SecurityForm::symmetric_key);
  EXPECT_EQ(fixture.envelopes.asked[2].form, SecurityForm::x509_certificate);
  EXPECT_EQ(fixture.envelopes.asked[1].urls,
            (std::vector<std::string>{
                "https://gw.contoso.example/ews/exchange.asmx/wssecurity/symmetrickey",
                "https://autodiscover.contoso.example/ews/exchange.asmx/wssecurity/symmetrickey"}));
  EXPECT_EQ(fixture.envelopes.asked[0].envelope, requests[0].body);
  EXPECT_FALSE(fixture.envelopes.asked[0].for_autodiscover);
}

struct UnprovedRow {
  const char* title;
  ErrorKind kind;
  bool federated;
  bool switched_on;
  const char* rule;
};

// Whatever the reason, the answer is the same to the byte.
TEST(EnvelopeCaller, TheSecurityPathsTellNobodyWhyTheyRefuse) {
  const UnprovedRow rows[] = {
      {"refused", ErrorKind::unauthenticated, true, true, "saml.scripted"},
      {"too often", ErrorKind::attempts_exhausted, true, true, "saml.scripted"},
      {"switched off", ErrorKind::unauthenticated, true, false, "saml.off"},
      {"no federation", ErrorKind::unauthenticated, false, true, "saml.off"},
  };
  for (const std::string prefix : {"/EWS/Exchange.asmx", "/autodiscover/autodiscover.svc"}) {
    std::set<std::string> answers;
    for (const UnprovedRow& row : rows) {
      SCOPED_TRACE(prefix + " " + row.title);
      Fixture fixture;
      federate(fixture);
      if (!row.federated) fixture.snapshots.publish(test::snapshot_of({}, 3));
      fixture.settings.authentication.ws_security = row.switched_on;
      fixture.envelopes.refusal = Error::of(row.kind, "scripted", "saml.scripted");
      const auto record = fixture.serve_all(
          {{"POST", prefix + "/WSSecurity", {{"client-request-id", kCorrelation}}, "no XML"}});
      ASSERT_EQ(record.sent.size(), 1u);
      EXPECT_EQ(record.sent[0].status, 500u);
      EXPECT_NE(record.sent[0].message.find(":InvalidSecurity</faultcode>"), std::string::npos);
      answers.insert(record.sent[0].message.substr(record.sent[0].message.find("<?xml")));
      EXPECT_NE(fixture.logged().find("\"rule\":\"" + std::string(row.rule) + "\""),
                std::string::npos);
    }
    EXPECT_EQ(answers.size(), 1u);
  }
}

TEST(EnvelopeCaller, AFullPoolIsToldAtTheSecurityPathsAsElsewhere) {
  Fixture fixture;
  federate(fixture);
  fixture.envelopes.refusal = Error::of(ErrorKind::server_busy);
  const auto record = fixture.serve_all({{"POST", kSecurityPaths[0], {}, "<x/>"}});
  ASSERT_EQ(record.sent.size(), 1u);
  EXPECT_EQ(record.sent[0].status, 503u);
}

TEST(EnvelopeCaller, AnEnvelopeBeyondTheBoundIsNotRead) {
  for (const std::size_t size : {kUnprovedBodyBytesMax, kUnprovedBodyBytesMax + 1}) {
    Fixture fixture;
    federate(fixture);
    const auto record =
        fixture.serve_all({{"POST", kSecurityPaths[0], {}, std::string(size, 'x')}});
    ASSERT_EQ(record.sent.size(), 1u);
    const bool fits = size == kUnprovedBodyBytesMax;
    EXPECT_EQ(record.sent[0].status, fits ? 500u : 413u);
    EXPECT_EQ(fixture.envelopes.asked.size(), fits ? 1u : 0u);
  }
}

}  // namespace
}  // namespace fb::front
