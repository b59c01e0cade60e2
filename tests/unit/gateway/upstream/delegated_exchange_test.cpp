// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Through the relationship that uses it.
#include "gateway/upstream/delegated_exchange.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/gateway/upstream/relationship_test_base.hpp"

namespace fb::upstream {
namespace {

using model::ErrorKind;
using test::busy_entry;
using test::soap_answer;
using testing::HasSubstr;

using DelegatedExchange = test::RelationshipTest;

TEST_F(DelegatedExchange, RefusedTokenIsReplacedOnceAndThenItIsARefusal) {
  const auto fault = test::soap_body(
      "<s:Fault><faultcode>wsse:InvalidSecurityToken</faultcode><faultstring>who?</faultstring>"
      "</s:Fault>");
  struct Row {
    net::HttpResponse refusal;
    const char* words;
    const char* said;
  };
  const Row rows[] = {
      {{401, {{"x-ms-diagnostics", "2000003"}}, ""}, "HTTP status 401", "2000003"},
      {{500, {}, fault}, "it answered InvalidSecurityToken", "who?"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.words);
    script_ = {};
    delegations_.asked.clear();
    delegations_.forgotten.clear();
    script_.then(row.refusal);
    script_.then(200, soap_answer(busy_entry()));
    EXPECT_TRUE(ask({carol_}).mailboxes[0]);
    EXPECT_THAT(script_.sent.at(0).body, HasSubstr("FreeBusy 1</token>"));
    EXPECT_THAT(script_.sent.at(1).body, HasSubstr("FreeBusy 2</token>"));

    script_.then(row.refusal);
    script_.then(row.refusal);
    const auto answer = ask({carol_});
    expect_everybody(answer, 1, ErrorKind::peer_refused_us);
    const model::Error& error = answer.mailboxes[0].error();
    EXPECT_EQ(error.rule(), "organization_relationship.token_refused");
    EXPECT_THAT(error.detail(), HasSubstr(row.words));
    EXPECT_EQ(error.peer_text(), row.said);
    EXPECT_EQ(delegations_.asked.size(), 4u);
    EXPECT_EQ(script_.left(), 0u);
  }
}

TEST_F(DelegatedExchange, ForbiddenTokenIsForgottenButNotTriedAgain) {
  script_.then(403, "");
  expect_everybody(ask({carol_}), 1, ErrorKind::peer_refused_us);
  EXPECT_EQ(delegations_.forgotten.size(), 1u);
  EXPECT_EQ(script_.sent.size(), 1u);
}

TEST_F(DelegatedExchange, FaultOfTheServiceKeepsTheToken) {
  script_.then(500, test::soap_fault("ErrorProxyRequestNotAllowed"));
  expect_everybody(ask({carol_}), 1, ErrorKind::peer_request_not_allowed);
  EXPECT_TRUE(delegations_.forgotten.empty());
}

TEST_F(DelegatedExchange, IssuerIsTheFirstThatCountsAndCanBeAsked) {
  edit_ = [](config::Tenant& contoso) {
    relationship_in(contoso).token_issuers = {"urn:second", "urn:verifies-only"};
  };
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
  EXPECT_EQ(delegations_.asked.at(0).issuer.endpoint, "https://sts.example/second");
}

TEST_F(DelegatedExchange, ConfigurationThatLacksSomethingSaysWhat) {
  struct Row {
    std::function<void(config::Tenant&)> edit;
    const char* rule;
  };
  const Row rows[] = {
      {[](auto& contoso) { contoso.federation_trust.reset(); }, "delegation.issuer"},
      {[](auto& contoso) { relationship_in(contoso).token_issuers = {"urn:verifies-only"}; },
       "delegation.issuer"},
      {[](auto& contoso) { relationship_in(contoso).token_issuers = {"urn:other"}; },
       "delegation.issuer"},
      {[](auto& contoso) { relationship_in(contoso).target_application_uri.clear(); },
       "organization_relationship.no_application_uri"},
  };
  for (const Row& row : rows) {
    edit_ = row.edit;
    expect_refused(ErrorKind::token_unavailable, row.rule);
  }
  EXPECT_TRUE(delegations_.asked.empty());
  EXPECT_TRUE(script_.sent.empty());
}

TEST_F(DelegatedExchange, TokenWithAKeyIsProvedOnAPathOfItsOwn) {
  delegations_.with_proof = true;
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
  EXPECT_EQ(script_.sent.at(0).url, kPinned + "/WSSecurity/SymmetricKey");
  EXPECT_THAT(script_.sent.at(0).body, HasSubstr("<ds:SignatureValue>"));
}

TEST_F(DelegatedExchange, EndingOfTheConfiguredUrlIsThatOfTheToken) {
  edit_ = [](config::Tenant& contoso) {
    relationship_in(contoso).target_sharing_epr = kPinned + "/WSSecurity/x509cert";
  };
  script_.then(200, soap_answer(busy_entry()));
  EXPECT_TRUE(ask({carol_}).mailboxes[0]);
  EXPECT_EQ(script_.sent.at(0).url, kPinned + "/WSSecurity");
}

}  // namespace
}  // namespace fb::upstream
