// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/powershell_export.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/federations.hpp"

namespace fb::config {
namespace {

using testing::HasSubstr;
using testing::Not;

class PartnerExport : public testing::Test {
 protected:
  PartnerExport() {
    federation_.tenants = {test::contoso_tenant()};
    federation_.partners = {test::partner_of(test::fabrikam_tenant()),
                            test::partner_of(test::contoso_china_tenant())};
    tenant().accepted_domains.push_back(test::domain("contoso.mail.example"));
  }

  Tenant& tenant() { return federation_.tenants[0]; }

  std::string commands(PartnerSide side, model::TenantKey partner = test::contoso_china()) const {
    return partner_commands(
        {federation_, federation_.tenants[0], partner, "https://gateway.contoso.example"}, side);
  }

  Federation federation_;
};

TEST_F(PartnerExport, ExchangeOnlineAllowsUsAndAsksByAutodiscover) {
  EXPECT_EQ(commands(PartnerSide::exchange_online),
            "# For contoso-china (cn/22222222-2222-4222-8222-222222222222): cmdlets by which it "
            "shares free/busy with contoso.\n"
            "Connect-ExchangeOnline -ExchangeEnvironmentName O365China\n"
            "Enable-OrganizationCustomization\n"
            "New-AvailabilityConfig -AllowedTenantIds '11111111-1111-4111-8111-111111111111'\n"
            "# Where there is one already:\n"
            "# Set-AvailabilityConfig -AllowedTenantIds "
            "@{Add='11111111-1111-4111-8111-111111111111'}\n"
            "# The account is one that the gateway knows, of kind home-server.\n"
            "$account = Get-Credential\n"
            "Add-AvailabilityAddressSpace -ForestName 'contoso.example' -AccessMethod OrgWideFB "
            "-Credentials $account -TargetAutodiscoverEpr "
            "'https://gateway.contoso.example/autodiscover/autodiscover.xml'\n"
            "Add-AvailabilityAddressSpace -ForestName 'contoso.mail.example' -AccessMethod "
            "OrgWideFB -Credentials $account -TargetAutodiscoverEpr "
            "'https://gateway.contoso.example/autodiscover/autodiscover.xml'\n");
}

TEST_F(PartnerExport, ServersHaveNoAvailabilityConfig) {
  const std::string text = commands(PartnerSide::on_premises);
  EXPECT_THAT(text, HasSubstr("Add-AvailabilityAddressSpace"));
  for (const auto* absent :
       {"Connect-", "AvailabilityConfig", "OrganizationCustomization", "OrgWideFBToken"}) {
    EXPECT_THAT(text, Not(HasSubstr(absent)));
  }
}

TEST_F(PartnerExport, EachCloudHasItsEnvironment) {
  const auto with = [&](std::string_view cloud) {
    federation_.partners[0].cloud = cloud;
    return commands(PartnerSide::exchange_online, test::fabrikam());
  };
  EXPECT_THAT(with("gcc-high"), HasSubstr("-ExchangeEnvironmentName O365USGovGCCHigh\n"));
  EXPECT_THAT(with("dod"), HasSubstr("-ExchangeEnvironmentName O365USGovDoD\n"));
  EXPECT_THAT(with("commercial"), HasSubstr("\nConnect-ExchangeOnline\n"));
  EXPECT_THAT(with("bleu"), HasSubstr("\nConnect-ExchangeOnline\n"));
}

TEST_F(PartnerExport, SaysWhereThePartnerIsNotAllowedHere) {
  constexpr std::string_view kWarning = "It is not answered as an organization before";
  EXPECT_THAT(commands(PartnerSide::on_premises, test::fabrikam()), HasSubstr(kWarning));
  EXPECT_THAT(commands(PartnerSide::on_premises), Not(HasSubstr(kWarning)));
}

TEST_F(PartnerExport, ARelationshipIsMirrored) {
  OrganizationRelationship ours{.name = "To Fabrikam", .target_tenant = test::fabrikam()};
  ours.free_busy_access_enabled = true;
  ours.free_busy_access_level = model::DetailLevel::limited_details;
  tenant().organization_relationships = {ours};
  EXPECT_THAT(commands(PartnerSide::on_premises, test::fabrikam()),
              HasSubstr("# The relationship 'To Fabrikam' takes a [tenant.federation_trust]"));
  tenant().federation_trust = FederationTrust{.application_uri = "FYDIBOHF25SPDLT.contoso.example"};
  EXPECT_THAT(
      commands(PartnerSide::on_premises, test::fabrikam()),
      HasSubstr("New-OrganizationRelationship -Name 'contoso' -DomainNames "
                "'contoso.example','contoso.mail.example' -Enabled $true -FreeBusyAccessEnabled "
                "$true -FreeBusyAccessLevel LimitedDetails -TargetApplicationUri "
                "'FYDIBOHF25SPDLT.contoso.example' -TargetSharingEpr "
                "'https://gateway.contoso.example/EWS/Exchange.asmx/WSSecurity'\n"));
  // It is with one partner only, and not where it is off.
  EXPECT_THAT(commands(PartnerSide::on_premises), Not(HasSubstr("New-OrganizationRelationship")));
  tenant().organization_relationships[0].enabled = false;
  EXPECT_THAT(commands(PartnerSide::on_premises, test::fabrikam()),
              Not(HasSubstr("New-OrganizationRelationship")));
}

TEST_F(PartnerExport, AGatewayGetsToml) {
  const std::string text = commands(PartnerSide::gateway);
  EXPECT_THAT(text, HasSubstr("\n[[partner]]\nname = \"contoso\"\nauthority = \"public\"\n"
                              "tenant_id = \"11111111-1111-4111-8111-111111111111\"\n"
                              "cloud = \"commercial\"\n"
                              "autodiscover_hosts = [\"gateway.contoso.example\"]\n"
                              "domains = [\"contoso.example\", \"contoso.mail.example\"]\n"
                              "[partner.organization_token]\naudience = \"api://free-busy\"\n"
                              "client_ids = [\"aaaaaaaa-0000-4000-8000-000000000001\"]\n"));
  EXPECT_THAT(text, HasSubstr("[[tenant.address_space]]\nforest_name = \"contoso.mail.example\"\n"
                              "access_method = \"OrgWideFBToken\"\n"
                              "target_tenant = \"public/11111111-1111-4111-8111-111111111111\"\n"
                              "target_service_epr = "
                              "\"https://gateway.contoso.example/EWS/Exchange.asmx\"\n"));
  tenant().address_spaces.clear();
  EXPECT_THAT(commands(PartnerSide::gateway), Not(HasSubstr("organization_token")));
}

TEST_F(PartnerExport, NamesMayHoldAnything) {
  tenant().name = "O'Neil\n& \xE2\x80\x99; Remove-Mailbox";
  tenant().federation_trust = FederationTrust{.application_uri = "x'$(y)"};
  OrganizationRelationship ours{.name = "R\nRemove-Mailbox", .target_tenant = test::fabrikam()};
  tenant().organization_relationships = {ours};
  federation_.partners[0].name = "F\r\nRemove-Mailbox";
  for (const PartnerSide side :
       {PartnerSide::exchange_online, PartnerSide::on_premises, PartnerSide::gateway}) {
    const std::string text = commands(side, test::fabrikam());
    EXPECT_THAT(text, Not(HasSubstr("\nRemove"))) << text;
    EXPECT_THAT(text, Not(HasSubstr("\r")));
  }
  EXPECT_THAT(commands(PartnerSide::on_premises, test::fabrikam()),
              HasSubstr("-Name 'O''Neil & \xE2\x80\x99\xE2\x80\x99; Remove-Mailbox' "));
  EXPECT_THAT(commands(PartnerSide::on_premises, test::fabrikam()), HasSubstr("'x''$(y)'"));
}

TEST(PowerShellText, NeverEndsEarly) {
  EXPECT_EQ(powershell_text(""), "''");
  EXPECT_EQ(powershell_text("a"), "'a'");
  EXPECT_EQ(powershell_text("'"), "''''");
  EXPECT_EQ(powershell_text("$x `n \"y\" \\"), "'$x `n \"y\" \\'");
  EXPECT_EQ(powershell_text("a\nb\tc\x7f"), "'a b c '");
  for (const std::string quote : {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9A", "\xE2\x80\x9B"}) {
    EXPECT_EQ(powershell_text("a" + quote + "b"), "'a" + quote + quote + "b'");
  }
  // Double quotation marks of typography end nothing here.
  EXPECT_EQ(powershell_text("\xE2\x80\x9C"), "'\xE2\x80\x9C'");
}

TEST(PartnerSides, HaveNames) {
  EXPECT_EQ(partner_side_named("exchange-online"), PartnerSide::exchange_online);
  EXPECT_EQ(partner_side_named("on-premises"), PartnerSide::on_premises);
  EXPECT_EQ(partner_side_named("gateway"), PartnerSide::gateway);
  EXPECT_FALSE(partner_side_named("Gateway"));
}

}  // namespace
}  // namespace fb::config
