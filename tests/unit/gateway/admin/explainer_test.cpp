// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/explainer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/federations.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/run_coro.hpp"
#include "tests/support/scripted_http_client.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::admin {
namespace {

using model::Error;
using model::ErrorKind;
using model::SharingPath;
using policy::StepVerdict;
using test::address;

constexpr char kIssuer[] = "urn:federation:MicrosoftOnline";

config::OrganizationRelationship relationship(std::string name, model::TenantKey target,
                                              std::string_view domain) {
  config::OrganizationRelationship made{.name = std::move(name), .target_tenant = target};
  made.domain_names = {test::domain(domain)};
  made.free_busy_access_enabled = true;
  made.free_busy_access_level = model::DetailLevel::limited_details;
  made.target_application_uri = "fabrikam-gov.example";
  made.token_issuers = {kIssuer};
  return made;
}

// Accepts one header and refuses the rest, as the real ones do it.
class OneCredential final : public identity::Authenticator {
 public:
  boost::asio::awaitable<identity::Authentication> authenticate(
      identity::Credential credential, std::shared_ptr<const config::Snapshot>, net::HttpClient&,
      async::Deadline) override {
    identity::Examination examination;
    examination.set_kind("bearer");
    examination.note("tid", "somewhere");
    asked.push_back(credential.authorization);
    co_return identity::Authentication{
        Error::of(ErrorKind::unauthenticated, "the token has ended", "bearer.expired"),
        std::move(examination),
        {}};
  }
  std::vector<std::string> challenges(const config::Snapshot&) const override { return {}; }

  std::vector<std::string> asked;
};

class ExplainerTest : public testing::Test {
 protected:
  ExplainerTest() {
    federation_.tenants = {test::contoso_tenant()};
    federation_.partners = {test::partner_of(test::fabrikam_tenant()),
                            test::partner_of(test::contoso_china_tenant())};
    federation_.partners.front().domains = {test::domain("fabrikam-gov.example")};
  }

  config::Tenant& contoso() { return federation_.tenants.front(); }

  Explainer& explainer() {
    if (!explainer_) {
      snapshots_.emplace(test::snapshot_of(federation_));
      explainer_.emplace("gw", *snapshots_, authenticator_, upstream_, clock_);
    }
    return *explainer_;
  }

  ExplainReport explain(std::string_view from, std::string_view to,
                        std::optional<SharingPath> path = {}) {
    return explainer().explain({address(from), address(to), path});
  }

  TestReport really(std::string_view from, std::string_view to) {
    boost::asio::io_context io(1);
    auto asking = explainer().test({address(from), address(to), {}}, http_,
                                   async::Deadline::after(clock_, std::chrono::seconds(20)));
    return test::run_coro(io, clock_, std::move(asking));
  }

  static bool has_step(const ExplainReport& report, std::string_view what, StepVerdict verdict) {
    return std::any_of(report.steps.begin(), report.steps.end(), [&](const policy::Step& step) {
      return step.what == what && step.verdict == verdict;
    });
  }

  config::Federation federation_;
  test::ManualClock clock_;
  test::StagedUpstream upstream_{clock_};
  test::ScriptedHttpClient http_;
  OneCredential authenticator_;
  std::optional<config::SnapshotHolder> snapshots_;
  std::optional<Explainer> explainer_;
};

TEST_F(ExplainerTest, AnAddressSpaceIsFollowedToTokenAndEndpoint) {
  const auto report = explain("peggy@contoso.example", "carol@fabrikam-gov.example");
  EXPECT_TRUE(report.allowed) << report.rule;
  EXPECT_EQ(report.path, model::name(SharingPath::availability_address_space));
  EXPECT_EQ(report.level, "AvailabilityOnly");
  EXPECT_EQ(report.code, "allowed");
  EXPECT_TRUE(has_step(report, "token", StepVerdict::note));
  EXPECT_TRUE(has_step(report, "endpoint", StepVerdict::note));
  EXPECT_EQ(report.tenants, std::vector{test::contoso()});
  EXPECT_TRUE(upstream_.asked().empty()) << "explain asks nobody";
}

TEST_F(ExplainerTest, ARelationshipWinsForAPersonAndNotForTheOrganisation) {
  contoso().organization_relationships = {
      relationship("Fabrikam", test::fabrikam(), "fabrikam-gov.example")};
  const auto person = explain("peggy@contoso.example", "carol@fabrikam-gov.example");
  EXPECT_EQ(person.path, model::name(SharingPath::organization_relationship)) << person.rule;
  EXPECT_EQ(person.level, "LimitedDetails");
  const auto organisation = explain("peggy@contoso.example", "carol@fabrikam-gov.example",
                                    SharingPath::availability_address_space);
  EXPECT_EQ(organisation.path, model::name(SharingPath::availability_address_space));
  EXPECT_TRUE(has_step(organisation, "organization-relationship", StepVerdict::not_a_candidate));
}

TEST_F(ExplainerTest, ARefusalHasCodeCauseAndFix) {
  const auto report = explain("peggy@contoso.example", "nobody@elsewhere.example");
  EXPECT_FALSE(report.allowed);
  EXPECT_EQ(report.code, "resolve.no_contact");
  ASSERT_NE(report.reason, nullptr);
  EXPECT_FALSE(report.reason->fix.empty());
  EXPECT_EQ(report.level, "");
}

TEST_F(ExplainerTest, WhoBelongsToNobodyIsNamed) {
  const auto report = explain("eve@nowhere.example", "peggy@contoso.example");
  EXPECT_FALSE(report.allowed);
  EXPECT_EQ(report.code, "explain.from_unknown");
  ASSERT_NE(report.reason, nullptr);
  EXPECT_EQ(report.tenants, std::vector{test::contoso()});
}

TEST_F(ExplainerTest, APartnersAddressShowsTheAnsweringSide) {
  const auto refused = explain("carol@fabrikam-gov.example", "peggy@contoso.example");
  EXPECT_EQ(refused.code, "availability_config.tenant_not_allowed");
  contoso().allowed_tenants.push_back(test::fabrikam());
  explainer_.reset();
  const auto allowed = explain("carol@fabrikam-gov.example", "peggy@contoso.example");
  EXPECT_TRUE(allowed.allowed) << allowed.rule;
}

TEST_F(ExplainerTest, APartnersUserIsJudgedByTheRelationship) {
  contoso().organization_relationships = {
      relationship("Fabrikam", test::fabrikam(), "fabrikam-gov.example")};
  const auto report = explain("carol@fabrikam-gov.example", "kettle@contoso.example");
  EXPECT_TRUE(report.allowed) << report.rule;
  EXPECT_EQ(report.path, model::name(SharingPath::organization_relationship));
  EXPECT_EQ(report.level, "LimitedDetails");
}

TEST_F(ExplainerTest, ATestAsksInBothDirections) {
  contoso().allowed_tenants.push_back(test::fabrikam());
  const auto report = really("peggy@contoso.example", "carol@fabrikam-gov.example");
  ASSERT_TRUE(report.forward.answered);
  EXPECT_FALSE(report.forward.answered->error);
  EXPECT_EQ(report.forward.answered->level, model::DetailLevel::availability_only);
  ASSERT_TRUE(report.backward.answered);
  const auto asked = upstream_.asked();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].mailboxes, std::vector<std::string>{"carol@fabrikam-gov.example"});
  EXPECT_EQ(asked[1].mailboxes, std::vector<std::string>{"peggy@contoso.example"});
}

TEST_F(ExplainerTest, WhatThePeerSaysIsTheReason) {
  upstream_.answer = [](const model::Permit&, model::TimeWindow) {
    return Error::from_peer(ErrorKind::peer_no_access, "the peer answered ErrorNoFreeBusyAccess",
                            "The caller does not have access. LID: 47652");
  };
  const auto report = really("peggy@contoso.example", "carol@fabrikam-gov.example");
  EXPECT_FALSE(report.forward.allowed);
  EXPECT_EQ(report.forward.code, "exchange.no_access");
  ASSERT_TRUE(report.forward.answered && report.forward.answered->error);
  EXPECT_FALSE(report.backward.answered) << "a refusal of ours is not asked";
  EXPECT_EQ(report.backward.code, "availability_config.tenant_not_allowed");
}

TEST_F(ExplainerTest, WhatWasDoneAndWhatCameBackAreTheLastSteps) {
  upstream_.trace = {{"exchange", "https://gateway.fabrikam-gov.example/EWS", "HTTP status 200"}};
  const auto report = really("peggy@contoso.example", "carol@fabrikam-gov.example").forward;
  ASSERT_GE(report.steps.size(), 2u);
  const policy::Step& exchange = report.steps[report.steps.size() - 2];
  EXPECT_EQ(exchange.what, "exchange");
  EXPECT_EQ(exchange.object, "https://gateway.fabrikam-gov.example/EWS");
  EXPECT_EQ(exchange.tenant, contoso().key) << "its sources, tokens and endpoints are used";
  EXPECT_EQ(report.steps.back().what, "answer");
  EXPECT_EQ(report.steps.back().verdict, StepVerdict::passed);
  EXPECT_NE(report.steps.back().words.find("AvailabilityOnly"), std::string::npos);
}

TEST_F(ExplainerTest, WithoutSomethingToPresentNobodyIsAsked) {
  contoso().application.reset();
  for (const auto& report :
       {explain("peggy@contoso.example", "carol@fabrikam-gov.example"),
        really("peggy@contoso.example", "carol@fabrikam-gov.example").forward}) {
    EXPECT_FALSE(report.allowed);
    EXPECT_TRUE(has_step(report, "token", StepVerdict::refused));
    EXPECT_FALSE(has_step(report, "endpoint", StepVerdict::note));
    EXPECT_FALSE(report.answered);
    EXPECT_NE(report.reason, nullptr) << report.code;
  }
}

TEST_F(ExplainerTest, ACredentialIsJudgedWithItsClaims) {
  auto examining = explainer().examine("Bearer x", http_,
                                       async::Deadline::after(clock_, std::chrono::seconds(20)));
  const auto report = test::run_coro(std::move(examining));
  EXPECT_FALSE(report.accepted);
  EXPECT_EQ(report.kind, "bearer");
  EXPECT_EQ(report.code, "bearer.expired");
  ASSERT_NE(report.reason, nullptr);
  EXPECT_EQ(report.claims.size(), 1u);
  EXPECT_EQ(authenticator_.asked, std::vector<std::string>{"Bearer x"});
}

}  // namespace
}  // namespace fb::admin
