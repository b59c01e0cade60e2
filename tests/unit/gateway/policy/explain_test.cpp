// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What an operator reads of a decision: every object that could have decided and did not, and why;
// and of which tenant each step tells.
#include <gtest/gtest.h>

#include "tests/support/permits.hpp"

#include "gateway/policy/decide.hpp"
#include "gateway/policy/relationships.hpp"

namespace fb::policy {
namespace {

using config::OrganizationRelationship;
using model::Caller;
using model::CallerKind;

Caller user(std::string_view address = "peggy@contoso.example") {
  return {CallerKind::home_user, test::contoso(), test::address(address), std::string(address)};
}

OrganizationRelationship with(std::string_view domain, model::TenantKey tenant,
                              std::string name = "theirs") {
  OrganizationRelationship made{.name = std::move(name), .target_tenant = tenant};
  made.domain_names = {test::domain(domain)};
  made.free_busy_access_enabled = true;
  made.free_busy_access_level = model::DetailLevel::limited_details;
  return made;
}

config::Tenant contoso_with(std::vector<OrganizationRelationship> relationships) {
  config::Tenant tenant = test::contoso_tenant();
  tenant.organization_relationships = std::move(relationships);
  return tenant;
}

// "verdict what rule" of each step.
std::vector<std::string> lines(const Explanation& told) {
  std::vector<std::string> made;
  for (const Step& step : told.steps) {
    made.push_back(std::string(name(step.verdict)) + " " + step.what +
                   (step.rule.empty() ? "" : " " + step.rule));
  }
  return made;
}

using Lines = std::vector<std::string>;
const QuestionContext kHere{"here", {}};

TEST(Explain, EveryLoserIsNamedWithItsReason) {
  OrganizationRelationship off = with("fabrikam-gov.example", test::fabrikam(), "old");
  off.enabled = false;
  const auto snapshot =
      test::snapshot_of({{contoso_with({off, with("fabrikam-gov.example", test::fabrikam(), "new"),
                                        with("fabrikam-gov.example", test::fabrikam(), "late")})},
                         {test::partner_of(test::fabrikam_tenant())}});
  const auto told = explain(*snapshot, user(), test::address("carol@fabrikam-gov.example"), kHere);
  EXPECT_EQ(lines(told),
            (Lines{"passed directory",
                   "not-a-candidate organization-relationship organization_relationship.disabled",
                   "chosen organization-relationship", "passed pair",
                   "not-a-candidate organization-relationship",
                   "not-a-candidate address-space aas.relationship_first"}));
  const std::string of = " of " + test::contoso().str();
  EXPECT_EQ(told.steps[1].object, "organization-relationship old" + of);
  EXPECT_EQ(told.steps[2].object, "organization-relationship new" + of);
  EXPECT_EQ(told.steps[5].object, "address-space fabrikam-gov.example" + of);
  ASSERT_TRUE(told.outcome.has_value());
  EXPECT_EQ(std::get<model::RelationshipRoute>(told.outcome->route).relationship, "new");
}

TEST(Explain, ALoserIsTheReasonWhereNothingWins) {
  config::Tenant contoso = contoso_with({with("contoso-cn.example", test::contoso_china())});
  contoso.address_spaces.clear();
  const auto snapshot =
      test::snapshot_of({{contoso}, {test::partner_of(test::contoso_china_tenant())}});
  const auto told = explain(*snapshot, user(), test::address("victor@contoso-cn.example"), kHere);
  EXPECT_EQ(lines(told),
            (Lines{"passed directory",
                   "not-a-candidate organization-relationship organization_relationship.no_dauth",
                   "refused address-space organization_relationship.no_dauth"}));
}

// Which rule set the level, and whose objects a step tells of: an administrator of one side need
// not be one of the other.
TEST(Explain, StepsOfBothSidesAreToldApart) {
  config::Tenant fabrikam = test::fabrikam_tenant();
  fabrikam.organization_relationships = {with("contoso.example", test::contoso(), "ours")};
  const auto snapshot = test::snapshot_of(
      {{contoso_with({with("fabrikam-gov.example", test::fabrikam())}), fabrikam}, {}});
  const auto told = explain(*snapshot, user(), test::address("carol@fabrikam-gov.example"), kHere);
  EXPECT_EQ(lines(told),
            (Lines{"passed directory", "chosen organization-relationship", "passed pair",
                   "not-a-candidate address-space aas.relationship_first", "note answering-side",
                   "passed domain", "passed pair", "chosen organization-relationship",
                   "passed directory", "passed default-right default_right"}));
  for (std::size_t i = 0; i < told.steps.size(); ++i) {
    EXPECT_EQ(told.steps[i].tenant, i < 5 ? test::contoso() : test::fabrikam()) << i;
  }
  EXPECT_EQ(told.steps[7].object, "organization-relationship ours of " + test::fabrikam().str());
}

// Nothing of the other side in the steps of one's own, but the kind of the refusal.
TEST(Explain, TheOtherSidesRefusalEndsWithWordsOfOnesOwn) {
  const auto snapshot = test::snapshot_of(
      {{contoso_with({with("fabrikam-gov.example", test::fabrikam())}), test::fabrikam_tenant()},
       {}});
  const auto told = explain(*snapshot, user(), test::address("carol@fabrikam-gov.example"), kHere);
  ASSERT_GE(told.steps.size(), 2U);
  const Step& theirs = told.steps[told.steps.size() - 2];
  const Step& ours = told.steps.back();
  EXPECT_EQ(theirs.rule, "organization_relationship.none");
  EXPECT_EQ(theirs.tenant, test::fabrikam());
  EXPECT_EQ(ours.tenant, test::contoso());
  EXPECT_EQ(ours.verdict, StepVerdict::refused);
  for (const Step& step : told.steps) {
    if (step.tenant != test::contoso()) continue;
    EXPECT_EQ(step.words.find("organization_relationship.none"), std::string::npos);
    EXPECT_EQ(step.words.find(theirs.words), std::string::npos);
  }
}

TEST(Explain, AQuestionThatWasHereBeforeHasOneStep) {
  const auto snapshot = test::snapshot_of({{test::contoso_tenant()}, {}});
  const QuestionContext back{"here", model::HopTrail::parse("there, here").value()};
  const auto told = explain(*snapshot, user(), test::address("grace@contoso.example"), back);
  EXPECT_EQ(lines(told), Lines{"refused loop loop.seen_here"});
  EXPECT_EQ(told.steps.front().tenant, std::nullopt);
}

// A tenant that lists itself would be its own partner; its Exchange must not come round that way.
TEST(Decide, ATenantsOwnExchangeIsNotAskedBackAlongAPathForOthers) {
  config::Tenant contoso = test::contoso_tenant();
  contoso.allowed_tenants = {test::contoso()};
  const auto snapshot = test::snapshot_of({{contoso}, {}});
  const Caller itself{CallerKind::partner_organization, test::contoso(), {}, "app"};
  const auto asked = evaluate(*snapshot, itself, test::address("oskar@contoso.example"), kHere);
  ASSERT_FALSE(asked.has_value());
  EXPECT_EQ(asked.error().kind(), model::ErrorKind::asked_back);
  EXPECT_EQ(asked.error().rule(), "answer.asked_back");
  EXPECT_TRUE(evaluate(*snapshot, itself, test::address("grace@contoso.example"), kHere));
}

std::string key_for(const config::Snapshot& snapshot, const Caller& caller) {
  const auto permit =
      authorize(snapshot, test::proved(caller), test::address("carol@fabrikam-gov.example"), kHere);
  return permit ? permit->cache_key().str() : "refused: " + permit.error().rule();
}

TEST(Relationships, AnAnswerIsKeptForTheUserUnlessTheRelationshipSaysOtherwise) {
  for (const auto scope : {config::CacheScope::user, config::CacheScope::organization}) {
    OrganizationRelationship relationship = with("fabrikam-gov.example", test::fabrikam());
    relationship.cache_scope = scope;
    const auto snapshot = test::snapshot_of(
        {{contoso_with({relationship})}, {test::partner_of(test::fabrikam_tenant())}});
    const std::string peggy = key_for(*snapshot, user());
    const std::string grace = key_for(*snapshot, user("grace@contoso.example"));
    EXPECT_EQ(peggy == grace, scope == config::CacheScope::organization) << peggy << "\n" << grace;
    EXPECT_EQ(peggy, key_for(*snapshot, user()));
  }
}

// Within one gateway the two sides have one answer, and both have to agree to share it.
TEST(Relationships, BothSidesHaveToLetAnAnswerBeShared) {
  using config::CacheScope;
  for (const auto ours : {CacheScope::user, CacheScope::organization}) {
    for (const auto theirs : {CacheScope::user, CacheScope::organization}) {
      OrganizationRelationship asking = with("fabrikam-gov.example", test::fabrikam());
      OrganizationRelationship answering = with("contoso.example", test::contoso());
      asking.cache_scope = ours;
      answering.cache_scope = theirs;
      config::Tenant fabrikam = test::fabrikam_tenant();
      fabrikam.organization_relationships = {answering};
      const auto snapshot = test::snapshot_of({{contoso_with({asking}), fabrikam}, {}});
      const bool shared =
          key_for(*snapshot, user()) == key_for(*snapshot, user("grace@contoso.example"));
      EXPECT_EQ(shared, ours == CacheScope::organization && theirs == CacheScope::organization);
    }
  }
}

TEST(Relationships, AUserIsPresentedAsATokenWouldNameThem) {
  config::Tenant tenant = test::contoso_tenant();
  OrganizationRelationship relationship = with("fabrikam-gov.example", test::fabrikam());
  const auto peggy = test::address("peggy@contoso.example");
  const auto shown = [&] { return presented(tenant, relationship, user(), peggy); };

  EXPECT_EQ(shown().kind, CallerKind::partner_user);
  EXPECT_EQ(shown().tenant, test::contoso());
  EXPECT_EQ(shown().user, peggy);
  EXPECT_EQ(shown().delegation->addressed_to, test::fabrikam());
  EXPECT_EQ(shown().delegation->token_issuer, "");

  tenant.federation_trust = config::FederationTrust{.application_uri = "uri:contoso"};
  tenant.federation_trust->token_issuers = {{.uri = "no-endpoint"},
                                            {.uri = "first", .endpoint = "https://first.example"},
                                            {.uri = "second", .endpoint = "https://sec.example"}};
  EXPECT_EQ(shown().delegation->token_issuer, "first");
  relationship.token_issuers = {"second"};
  EXPECT_EQ(shown().delegation->token_issuer, "second");
  relationship.token_issuers = {"no-endpoint"};
  EXPECT_EQ(shown().delegation->token_issuer, "");

  tenant.federation_trust->default_domain = test::domain("contoso.mail.example");
  EXPECT_EQ(shown().user, test::address("peggy@contoso.mail.example"));
}

}  // namespace
}  // namespace fb::policy
