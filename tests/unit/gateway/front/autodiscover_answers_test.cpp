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
}

}  // namespace
}  // namespace fb::front
