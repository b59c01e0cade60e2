// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/autodiscover_answers.hpp"

#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::front {
namespace {

using model::Caller;
using model::CallerKind;
using test::address;
using test::domain;

constexpr std::string_view kUrl = "https://gw.contoso.example/EWS/Exchange.asmx";
constexpr std::string_view kAnchor = "01B62C6D-4324-448f-9884-5FEC6D18A7E2@";

Caller of_contoso(CallerKind kind) { return {kind, test::contoso(), {}, "somebody"}; }
Caller of_china(CallerKind kind) { return {kind, test::contoso_china(), {}, "somebody"}; }

// Contoso has a contact whose own address is in its domain and whose external address is where no
// address space leads, and one where an address space does; a third address is two people's.
config::Tenant contoso_with_contacts() {
  config::Tenant tenant = test::contoso_tenant();
  tenant.contacts.push_back({"away",
                             address("dana@elsewhere.example"),
                             {address("dana@contoso.example"), address("dana@old.example")}});
  tenant.contacts.push_back(
      {"near", address("wei@contoso-cn.example"), {address("wei@contoso.example")}});
  tenant.contacts.push_back(
      {"one", address("a@elsewhere.example"), {address("x@contoso.example")}});
  tenant.contacts.push_back(
      {"two", address("b@elsewhere.example"), {address("x@contoso.example")}});
  return tenant;
}

std::string shown(const Direction& direction) {
  if (std::holds_alternative<ThroughUs>(direction)) return "us";
  if (const auto* other = std::get_if<AskForAddress>(&direction)) return other->address.str();
  return "nobody";
}

struct Row {
  Caller caller;
  std::string asked;
  std::string_view direction;
};

TEST(AutodiscoverAnswers, WhoIsSentWhere) {
  const auto snapshot = test::snapshot_of({{contoso_with_contacts(), test::fabrikam_tenant()},
                                           {test::partner_of(test::contoso_china_tenant())}});
  const Caller server = of_contoso(CallerKind::home_server);
  const Caller user = of_contoso(CallerKind::home_user);
  const Caller script = of_contoso(CallerKind::home_script);
  const Caller partner = of_china(CallerKind::partner_organization);
  const Row rows[] = {
      {server, "peggy@contoso.example", "us"},
      {server, "nobody-knows@contoso.example", "us"},
      {server, "victor@contoso-cn.example", "us"},
      {server, "anybody@fabrikam-gov.example", "us"},
      {server, "anybody@sub.contoso.example", "nobody"},
      {server, "anybody@stranger.example", "nobody"},
      {server, std::string(kAnchor) + "contoso.example", "us"},
      {server, std::string(kAnchor) + "contoso-cn.example", "us"},
      {server, std::string(kAnchor) + "stranger.example", "nobody"},
      {server, "wei@contoso.example", "us"},
      {server, "dana@contoso.example", "dana@elsewhere.example"},
      {user, "dana@old.example", "dana@elsewhere.example"},
      {user, "dana@elsewhere.example", "nobody"},
      {user, "x@contoso.example", "us"},
      {user, "peggy@contoso.example", "us"},
      {script, "victor@contoso-cn.example", "us"},
      // A partner is told nothing but that a domain that allows it is here.
      {partner, "peggy@contoso.example", "us"},
      {partner, "nobody-knows@contoso.example", "us"},
      {partner, std::string(kAnchor) + "contoso.example", "us"},
      {partner, "dana@contoso.example", "us"},
      {partner, "carol@fabrikam-gov.example", "nobody"},
      {partner, "victor@contoso-cn.example", "nobody"},
      {of_china(CallerKind::partner_user), "peggy@contoso.example", "nobody"},
      // A home kind of a tenant that is not at home here.
      {of_china(CallerKind::home_server), "victor@contoso-cn.example", "nobody"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shown(direction_of(*snapshot, row.caller, address(row.asked))), row.direction)
        << model::name(row.caller.kind) << " asks about " << row.asked;
  }
}

TEST(AutodiscoverAnswers, SettingsThatAreAskedFor) {
  const auto answer =
      user_answer(ThroughUs{}, address("Peggy@contoso.example"),
                  {"ExternalEwsUrl", "InternalEwsUrl", "ExternalEwsVersion", "EwsSupportedSchemas",
                   "AutoDiscoverSMTPAddress", "ExternalUMUrl", "UserDN", "Nonsense"},
                  kUrl);
  EXPECT_EQ(answer.code, autodiscover::Code::no_error);
  ASSERT_EQ(answer.settings.size(), 6u);
  EXPECT_EQ(answer.settings[0].value, kUrl);
  EXPECT_EQ(answer.settings[1].value, kUrl);
  EXPECT_EQ(answer.settings[2].value, "15.01.2507.006");
  EXPECT_TRUE(answer.settings[3].value->ends_with(", Exchange2016"));
  EXPECT_EQ(answer.settings[4].value, "peggy@contoso.example");
  EXPECT_EQ(answer.settings[5].name, "UserDN");
  EXPECT_FALSE(answer.settings[5].value.has_value()) << "empty, but no error";
  ASSERT_EQ(answer.errors.size(), 2u);
  EXPECT_EQ(answer.errors[0].name, "ExternalUMUrl");
  EXPECT_EQ(answer.errors[0].code, autodiscover::Code::setting_is_not_available);
  EXPECT_EQ(answer.errors[1].name, "Nonsense");
  EXPECT_EQ(answer.errors[1].code, autodiscover::Code::invalid_setting);
}

TEST(AutodiscoverAnswers, WhoeverIsNotSentHereIsToldNoSetting) {
  const auto unknown = user_answer(NoAnswer{}, address("a@b.example"), {"ExternalEwsUrl"}, kUrl);
  EXPECT_EQ(unknown.code, autodiscover::Code::invalid_user);
  EXPECT_TRUE(unknown.settings.empty() && unknown.errors.empty());
  const auto elsewhere = user_answer(AskForAddress{address("c@d.example")}, address("a@b.example"),
                                     {"ExternalEwsUrl"}, kUrl);
  EXPECT_EQ(elsewhere.code, autodiscover::Code::redirect_address);
  EXPECT_EQ(elsewhere.redirect_target, "c@d.example");
  EXPECT_TRUE(elsewhere.settings.empty());
  EXPECT_EQ(domain_answer(false, {"ExternalEwsUrl"}, kUrl).code,
            autodiscover::Code::invalid_domain);
}

TEST(AutodiscoverAnswers, DomainsHaveTwoSettings) {
  const auto answer = domain_answer(true, {"ExternalEwsUrl", "ExternalEwsVersion", "UserDN"}, kUrl);
  ASSERT_EQ(answer.settings.size(), 2u);
  EXPECT_EQ(answer.settings[0].value, kUrl);
  ASSERT_EQ(answer.errors.size(), 1u);
  EXPECT_EQ(answer.errors[0].code, autodiscover::Code::invalid_setting);
}

// Contoso's relationship with Fabrikam, and one with the same tenant that is switched off.
config::Tenant contoso_with_relationships() {
  config::Tenant tenant = test::contoso_tenant();
  tenant.address_spaces.clear();
  config::OrganizationRelationship on{.name = "Fabrikam", .target_tenant = test::fabrikam()};
  on.domain_names = {domain("fabrikam-gov.example"), domain("fabrikam-us.example")};
  on.free_busy_access_enabled = true;
  on.free_busy_access_level = model::DetailLevel::limited_details;
  on.target_application_uri = "fabrikam-gov.example";
  on.target_autodiscover_epr = "https://mail.fabrikam-gov.example/autodiscover/autodiscover.svc";
  config::OrganizationRelationship off{.name = "Old", .target_tenant = test::fabrikam()};
  off.domain_names = {domain("old.fabrikam-gov.example")};
  off.enabled = false;
  off.free_busy_access_enabled = true;
  tenant.organization_relationships = {on, off};
  return tenant;
}

Caller fabrikam_user(std::string_view user) {
  Caller caller{CallerKind::partner_user, test::fabrikam(), address(user), "somebody"};
  caller.delegation = model::Delegation{"urn:federation:MicrosoftOnline", test::contoso()};
  return caller;
}

TEST(AutodiscoverAnswers, RelationshipsLeadThroughUs) {
  config::Tenant second = test::contoso_china_tenant();
  second.organization_relationships = contoso_with_relationships().organization_relationships;
  const auto snapshot = test::snapshot_of(
      {{contoso_with_relationships(), second}, {test::partner_of(test::fabrikam_tenant())}});
  const Caller server = of_contoso(CallerKind::home_server);
  const Caller carol = fabrikam_user("carol@fabrikam-gov.example");
  Caller by_exchange = carol;
  by_exchange.delegation.reset();
  Caller of_another_tenant = carol;
  of_another_tenant.tenant = test::tenant_key(model::Authority::us, test::kStrangerId);
  Caller organization = carol;
  organization.kind = CallerKind::partner_organization;
  const Row rows[] = {
      {server, "carol@fabrikam-gov.example", "us"},
      {server, "carol@fabrikam-us.example", "us"},
      {server, "carol@old.fabrikam-gov.example", "nobody"},
      {carol, "peggy@contoso.example", "us"},
      {carol, "nobody-knows@contoso.example", "us"},
      {carol, std::string(kAnchor) + "contoso.example", "us"},
      // Their token was made for Contoso.
      {carol, "victor@contoso-cn.example", "nobody"},
      {by_exchange, "victor@contoso-cn.example", "us"},
      {carol, "carol@fabrikam-gov.example", "nobody"},
      {fabrikam_user("carol@fabrikam-us.example"), "peggy@contoso.example", "us"},
      {fabrikam_user("carol@old.fabrikam-gov.example"), "peggy@contoso.example", "nobody"},
      {fabrikam_user("carol@sub.fabrikam-gov.example"), "peggy@contoso.example", "nobody"},
      {of_another_tenant, "peggy@contoso.example", "nobody"},
      // A relationship is for users, not for the organisation.
      {organization, "peggy@contoso.example", "nobody"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(shown(direction_of(*snapshot, row.caller, address(row.asked))), row.direction)
        << model::name(row.caller.kind) << " " << (row.caller.user ? row.caller.user->str() : "")
        << " asks about " << row.asked;
  }
}

std::string told_of(const Caller& caller, const std::vector<model::SmtpDomain>& domains) {
  config::Tenant second = test::contoso_china_tenant();
  config::OrganizationRelationship other{.name = "Second", .target_tenant = test::fabrikam()};
  other.domain_names = {domain("fabrikam-gov.example")};
  second.organization_relationships = {other};
  const auto snapshot = test::snapshot_of({{contoso_with_relationships(), second}, {}});
  std::string names;
  for (const auto& each : relationships_for(*snapshot, caller, domains)) names += each.name + " ";
  return names;
}

TEST(AutodiscoverAnswers, RelationshipsAreToldToWhomTheyConcern) {
  const auto gov = domain("fabrikam-gov.example");
  const auto us = domain("fabrikam-us.example");
  const auto old = domain("old.fabrikam-gov.example");
  const Caller script = of_contoso(CallerKind::home_script);
  EXPECT_EQ(told_of(script, {gov}), "Fabrikam ");
  EXPECT_EQ(told_of(script, {gov, us}), "Fabrikam ") << "once";
  EXPECT_EQ(told_of(script, {old, us}), "Fabrikam Old ") << "an administrator compares it";
  EXPECT_EQ(told_of(script, {domain("contoso.example")}), "");
  EXPECT_EQ(told_of(script, {}), "");
  EXPECT_EQ(told_of({CallerKind::home_user, test::contoso_china(), {}, "x"}, {gov}), "Second ");

  const Caller carol = fabrikam_user("carol@fabrikam-gov.example");
  EXPECT_EQ(told_of(carol, {gov}), "Fabrikam ") << "not of whom the token was not made for";
  EXPECT_EQ(told_of(carol, {us}), "Fabrikam ") << "the same relationship lists it";
  EXPECT_EQ(told_of(carol, {old}), "");
  EXPECT_EQ(told_of(fabrikam_user("a@elsewhere.example"), {gov}), "");
  const Caller organization{CallerKind::partner_organization, test::fabrikam(), {}, "app"};
  EXPECT_EQ(told_of(organization, {gov, old}), "Fabrikam Second ");
  EXPECT_EQ(told_of(of_china(CallerKind::partner_organization), {gov}), "");
}

TEST(AutodiscoverAnswers, RelationshipsAreToldAsTheyAre) {
  const auto snapshot = test::snapshot_of({{contoso_with_relationships()}, {}});
  const Caller script = of_contoso(CallerKind::home_script);
  const auto told = relationships_for(
      *snapshot, script, {domain("fabrikam-gov.example"), domain("old.fabrikam-gov.example")});
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].domains,
            (std::vector{domain("fabrikam-gov.example"), domain("fabrikam-us.example")}));
  EXPECT_TRUE(told[0].free_busy_access_enabled);
  EXPECT_EQ(told[0].free_busy_access_level, "LimitedDetails");
  EXPECT_EQ(told[0].target_application_uri, "fabrikam-gov.example");
  EXPECT_EQ(told[0].target_autodiscover_epr,
            "https://mail.fabrikam-gov.example/autodiscover/autodiscover.svc");
  EXPECT_EQ(told[0].target_sharing_epr, "");
  EXPECT_FALSE(told[1].free_busy_access_enabled) << "switched off as a whole";
  EXPECT_EQ(told[1].free_busy_access_level, "None");
}

config::Tenant federated() {
  config::Tenant tenant = test::contoso_tenant();
  tenant.accepted_domains.push_back(domain("second.example"));
  tenant.federation_trust = {
      "gw.contoso.example",
      {{"urn:federation:MicrosoftOnline", "https://login.microsoftonline.com/extSTS.srf"}}};
  return tenant;
}

bool is_told(config::Tenant tenant, std::string_view asked) {
  const auto snapshot = test::snapshot_of({{std::move(tenant)}, {}});
  return federation_information(*snapshot, domain(asked)).has_value();
}

TEST(AutodiscoverAnswers, FederationIsToldOfTheAskedDomainAlone) {
  const auto snapshot = test::snapshot_of({{federated()}, {}});
  const auto told = federation_information(*snapshot, domain("second.example"));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->application_uri, "gw.contoso.example");
  EXPECT_EQ(told->domains, std::vector{domain("second.example")});
  ASSERT_EQ(told->token_issuers.size(), 1u);
  EXPECT_EQ(told->token_issuers[0].uri, "urn:federation:MicrosoftOnline");
  EXPECT_EQ(told->token_issuers[0].endpoint, "https://login.microsoftonline.com/extSTS.srf");
}

TEST(AutodiscoverAnswers, FederationIsNotToldWithoutATrustOrARelationship) {
  EXPECT_TRUE(is_told(federated(), "contoso.example"));
  EXPECT_FALSE(is_told(federated(), "sub.contoso.example"));
  EXPECT_FALSE(is_told(federated(), "contoso-cn.example"));
  EXPECT_FALSE(is_told(test::contoso_tenant(), "contoso.example"));
  config::Tenant asks_only = federated();
  asks_only.allowed_tenants.clear();
  EXPECT_TRUE(is_told(asks_only, "contoso.example"));
  config::Tenant answers_only = federated();
  answers_only.address_spaces.clear();
  EXPECT_TRUE(is_told(answers_only, "contoso.example"));
  config::Tenant alone = answers_only;
  alone.allowed_tenants.clear();
  EXPECT_FALSE(is_told(alone, "contoso.example"));
  alone.organization_relationships = contoso_with_relationships().organization_relationships;
  EXPECT_TRUE(is_told(alone, "contoso.example"));
  EXPECT_FALSE(is_told(alone, "fabrikam-gov.example")) << "not ours to tell";
  alone.organization_relationships[0].enabled = false;
  EXPECT_FALSE(is_told(alone, "contoso.example"));
}

}  // namespace
}  // namespace fb::front
