// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/exchange_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/exchange_shell/records.hpp"
#include "tests/support/federations.hpp"

namespace fb::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kUnknownId = "99999999-9999-4999-8999-999999999999";

class ExchangeImported : public testing::Test {
 protected:
  ExchangeImported() {
    federation_.tenants = {test::contoso_tenant(), test::contoso_china_tenant()};
    federation_.partners = {test::partner_of(test::fabrikam_tenant())};
    federation_.partners[0].domains = {test::domain("fabrikam-gov.example"),
                                       test::domain("sales.fabrikam-gov.example")};
    tenant().federation_trust =
        FederationTrust{.application_uri = "FYDIBOHF25SPDLT.contoso.example",
                        .key = KeyPairFiles{"federation.crt", "federation.key"}};
    tenant().allowed_tenants.clear();
  }

  Tenant& tenant() { return federation_.tenants[0]; }

  ExchangeImport import(std::string_view text,
                        std::optional<model::Authority> authority = {}) const {
    const auto records = exchange_shell::read_records(text);
    EXPECT_TRUE(records) << records.error().detail();
    if (!records) return {};
    const ImportTarget target{federation_, federation_.tenants[0], authority};
    return import_exchange(*records, target);
  }

  // One object, and what became of it: "taken".
  std::string outcome(std::string_view text, std::optional<model::Authority> authority = {}) const {
    const ExchangeImport made = import(text, authority);
    EXPECT_EQ(made.notes.size(), 1u) << text;
    if (made.notes.empty()) return {};
    EXPECT_EQ(made.objects.size(), made.notes[0].outcome == ImportOutcome::taken ? 1u : 0u) << text;
    return std::string(name(made.notes[0].outcome)) + ": " + made.notes[0].words;
  }

  std::string body(std::string_view text, std::optional<model::Authority> authority = {}) const {
    const ExchangeImport made = import(text, authority);
    EXPECT_EQ(made.objects.size(), 1u) << made.notes.at(0).words;
    return made.objects.empty() ? std::string() : made.objects[0].body;
  }

  Federation federation_;
};

std::string space(std::string_view method, std::string_view forest = "fabrikam-gov.example",
                  std::string_view target = test::kFabrikamId) {
  return "ForestName : " + std::string(forest) + "\nAccessMethod : " + std::string(method) +
         "\nTargetTenantId : " + std::string(target) +
         "\nTargetServiceEpr : outlook.office365.us\n";
}

TEST_F(ExchangeImported, ATokenSpaceNeedsThePartnersGateway) {
  EXPECT_THAT(outcome(space("OrgWideFBToken")),
              HasSubstr("needs-partner-gateway: it leads to Exchange Online of us/33333333-"));
  EXPECT_THAT(outcome(space("OrgWideFBBasic")), HasSubstr("needs-partner-gateway"));
}

TEST_F(ExchangeImported, ATokenSpaceBetweenHomeTenantsIsTaken) {
  const std::string text = space("OrgWideFBToken", "contoso-cn.example", test::kContosoChinaId);
  EXPECT_EQ(outcome(text), "taken: ");
  EXPECT_EQ(body(text),
            "forest_name = \"contoso-cn.example\"\n"
            "target_tenant = \"cn/22222222-2222-4222-8222-222222222222\"\n"
            "access_method = \"OrgWideFBToken\"\n");
  const ExchangeImport made = import(text);
  EXPECT_EQ(made.objects[0].id.str(),
            "address-space contoso-cn.example of public/11111111-1111-4111-8111-111111111111");
  EXPECT_EQ(made.notes[0].object, "address-space contoso-cn.example");
}

TEST_F(ExchangeImported, TheOtherMethodsAreTold) {
  EXPECT_THAT(outcome(space("OrgWideFB")), HasSubstr("asks: OrgWideFB asks with an account"));
  EXPECT_THAT(outcome(space("PerUserFB")), HasSubstr("refused: PerUserFB"));
  EXPECT_THAT(outcome(space("InternalProxy")), HasSubstr("skipped: "));
  EXPECT_THAT(outcome(space("PublicFolder")), HasSubstr("skipped: "));
  EXPECT_THAT(outcome(space("4")), HasSubstr("asks: its AccessMethod is not written in words"));
  EXPECT_THAT(outcome(space("OrgWideFBToken", "contoso.example")),
              HasSubstr("refused: it leads to an accepted domain"));
  EXPECT_THAT(outcome(space("OrgWideFBToken", "a b")), HasSubstr("refused: its ForestName"));
  EXPECT_THAT(outcome(space("OrgWideFBToken", "x.example", kUnknownId)),
              HasSubstr("asks: whose tenant TargetTenantId is"));
}

std::string config(std::string_view ids) {
  return "AllowedTenantIds : {" + std::string(ids) + "}\n";
}

TEST_F(ExchangeImported, AnAllowlistGetsItsAuthorities) {
  const std::string known =
      std::string(test::kFabrikamId) + ", " + std::string(test::kContosoChinaId);
  EXPECT_EQ(body(config(known)),
            "allowed_tenant_ids = [\"us/33333333-3333-4333-8333-333333333333\", "
            "\"cn/22222222-2222-4222-8222-222222222222\"]\n");
  const std::string more = known + ", " + std::string(kUnknownId);
  EXPECT_THAT(
      outcome(config(more)),
      HasSubstr("asks: whose tenant \"99999999-9999-4999-8999-999999999999\" is, the export "
                "does not say: give --authority"));
  EXPECT_THAT(body(config(more), model::Authority::de), HasSubstr("\"de/99999999-"));
  // A tenant that is known keeps its authority.
  EXPECT_THAT(body(config(more), model::Authority::de), HasSubstr("\"us/33333333-"));
  EXPECT_EQ(body(config("")), "allowed_tenant_ids = []\n");
  EXPECT_THAT(outcome(config("fabrikam")), HasSubstr("asks: \"fabrikam\" is no tenant id"));
  EXPECT_THAT(outcome(config("a, ...")), HasSubstr("set $FormatEnumerationLimit = -1"));
}

TEST_F(ExchangeImported, AnAllowlistReplacesAndAPolicyAdds) {
  tenant().allowed_tenants = {test::contoso_china()};
  EXPECT_EQ(body(config(test::kFabrikamId)),
            "allowed_tenant_ids = [\"us/33333333-3333-4333-8333-333333333333\"]\n");
  const std::string policy =
      "[{\"tenantId\":\"" + std::string(test::kFabrikamId) +
      "\",\"m365Capabilities\":[{\"@odata.type\":\"crossTenantCalendarAvailabilityBasic\","
      "\"inboundAccess\":{\"isAllowed\":true,\"resourceScopes\":{\"included\":[{\"resourceId\":"
      "\"All\",\"resourceType\":\"user\"}],\"excluded\":[]}}}]}]";
  EXPECT_EQ(body(policy),
            "allowed_tenant_ids = [\"us/33333333-3333-4333-8333-333333333333\", "
            "\"cn/22222222-2222-4222-8222-222222222222\"]\n");
}

TEST_F(ExchangeImported, AnAllowlistHasExchangesLimit) {
  const auto ids = [](int count) {
    std::string list;
    for (int i = 10; i < 10 + count; ++i) {
      list += (list.empty() ? "" : ", ") + std::string("99999999-9999-4999-8999-9999999999") +
              std::to_string(i);
    }
    return config(list);
  };
  EXPECT_THAT(outcome(ids(25), model::Authority::us), HasSubstr("taken"));
  EXPECT_THAT(outcome(ids(26), model::Authority::us),
              HasSubstr("refused: it would allow 26 tenants, and at most 25 may be"));
}

std::string policy(std::string_view capability, std::string_view access) {
  return "[{\"tenantId\":\"" + std::string(test::kFabrikamId) +
         "\",\"m365Capabilities\":[{\"@odata.type\":\"#microsoft.graph." + std::string(capability) +
         "\",\"inboundAccess\":" + std::string(access) + "}]}]";
}

TEST_F(ExchangeImported, APolicyNeverGivesMoreThanItSays) {
  constexpr std::string_view kBasic = "crossTenantCalendarAvailabilityBasic";
  const auto scoped = [](std::string_view included, std::string_view excluded) {
    return "{\"isAllowed\":true,\"resourceScopes\":{\"included\":[" + std::string(included) +
           "],\"excluded\":[" + std::string(excluded) + "]}}";
  };
  const std::string all = "{\"resourceId\":\"All\",\"resourceType\":\"user\"}";
  const std::string group =
      "{\"resourceId\":\"77777777-7777-7777-7777-777777777777\",\"resourceType\":\"group\"}";
  EXPECT_EQ(outcome(policy(kBasic, scoped(all, ""))), "taken: ");
  EXPECT_THAT(outcome(policy(kBasic, scoped(group, ""))), HasSubstr("refused: it is for a part"));
  EXPECT_THAT(outcome(policy(kBasic, scoped(all, group))), HasSubstr("refused: it is for a part"));
  EXPECT_THAT(outcome(policy(kBasic, scoped("", ""))), HasSubstr("refused"));
  EXPECT_THAT(outcome(policy(kBasic, "{\"isAllowed\":true}")), HasSubstr("refused"));
  EXPECT_THAT(outcome(policy(kBasic, "{\"isAllowed\":false}")), HasSubstr("skipped"));
  EXPECT_THAT(outcome(policy("crossTenantMailTipsAll", scoped(all, ""))), HasSubstr("skipped"));
  EXPECT_THAT(outcome(policy("crossTenantCalendarAvailabilityLimitedDetails", scoped(all, ""))),
              HasSubstr("asks: subjects and locations are given to known people only"));
}

std::string relationship(std::string_view more = {}) {
  std::string text =
      "Name : Contoso to Fabrikam\nDomainNames : {fabrikam-gov.example}\n"
      "FreeBusyAccessEnabled : True\nFreeBusyAccessLevel : AvailabilityOnly\n"
      "TargetApplicationUri : Office365.us\n";
  return text + std::string(more);
}

std::string without(std::string text, std::string_view line) {
  const std::size_t at = text.find(line);
  EXPECT_NE(at, std::string::npos) << line;
  return text.erase(at, text.find('\n', at) + 1 - at);
}

TEST_F(ExchangeImported, ARelationshipIsTakenWithItsParameters) {
  EXPECT_EQ(
      body(relationship("Enabled : True\nTargetSharingEpr : https://mail.fabrikam-gov.example/EWS\n"
                        "TargetAutodiscoverEpr : https://a.example/x\nPhotosEnabled : False\n"
                        "FreeBusyAccessScope : sales@contoso.example\nMailTipsAccessLevel : All\n"
                        "OrganizationContact : admin@fabrikam-gov.example\n")),
      "name = \"Contoso to Fabrikam\"\n"
      "target_tenant = \"us/33333333-3333-4333-8333-333333333333\"\n"
      "domain_names = [\"fabrikam-gov.example\"]\n"
      "enabled = true\n"
      "free_busy_access_enabled = true\n"
      "free_busy_access_level = \"AvailabilityOnly\"\n"
      "free_busy_access_scope = \"sales@contoso.example\"\n"
      "mail_tips_access_level = \"All\"\n"
      "organization_contact = \"admin@fabrikam-gov.example\"\n"
      "photos_enabled = false\n"
      "target_application_uri = \"Office365.us\"\n"
      "target_autodiscover_epr = \"https://a.example/x\"\n"
      "target_sharing_epr = \"https://mail.fabrikam-gov.example/EWS\"\n");
}

TEST_F(ExchangeImported, NumbersOfLevelsAreWords) {
  const auto level = [&](std::string_view number) {
    return body(
        "[{\"Name\":\"R\",\"DomainNames\":[{\"Domain\":\"fabrikam-gov.example\"}],"
        "\"FreeBusyAccessLevel\":" +
        std::string(number) + ",\"TargetApplicationUri\":\"u\"}]");
  };
  EXPECT_THAT(level("0"), HasSubstr("free_busy_access_level = \"None\""));
  EXPECT_THAT(level("1"), HasSubstr("\"AvailabilityOnly\""));
  EXPECT_THAT(level("2"), HasSubstr("\"LimitedDetails\""));
}

TEST_F(ExchangeImported, AnUnknownLevelIsNoLevel) {
  std::string text = relationship();
  const std::string_view level = "AvailabilityOnly";
  text.replace(text.find(level), level.size(), "Reviewer");
  EXPECT_THAT(outcome(text), HasSubstr("refused: its FreeBusyAccessLevel is none of None"));
}

TEST_F(ExchangeImported, AScopeThatCannotBeCarriedOverIsNotDropped) {
  EXPECT_THAT(outcome(relationship("FreeBusyAccessScope : contoso.example/Users/Sales\n")),
              HasSubstr("asks: its FreeBusyAccessScope is not the mail address of a group"));
  EXPECT_THAT(outcome(relationship("FreeBusyAccessScope : {a, ...}\n")), HasSubstr("asks: "));
  EXPECT_THAT(outcome(relationship("FreeBusyAccessScope : sales@fabrikam-gov.example\n")),
              HasSubstr("asks: its FreeBusyAccessScope is not the mail address of a group"));
}

TEST_F(ExchangeImported, WhatHasNoEffectIsLeftOutAndTold) {
  EXPECT_EQ(outcome(relationship("MailTipsAccessScope : contoso.example/Users/Sales\n"
                                 "TargetOwaURL : http://mail.example/owa\n"
                                 "OAuthApplicationId : 1\n")),
            "taken: left out: targetowaurl, mailtipsaccessscope, oauthapplicationid");
  const std::string kept =
      body(relationship("MailTipsAccessScope : sales@contoso.example\n"
                        "OAuthApplicationId : AAAAAAAA-0000-0000-0000-000000000001\n"));
  EXPECT_THAT(kept, HasSubstr("mail_tips_access_scope = \"sales@contoso.example\"\n"));
  EXPECT_THAT(kept, HasSubstr("oauth_application_id = \"aaaaaaaa-0000-0000-0000-000000000001\"\n"));
}

TEST_F(ExchangeImported, ARelationshipIsWithOneKnownTenant) {
  const std::string fabrikam = "{fabrikam-gov.example}";
  const auto with = [&](std::string_view domains) {
    std::string text = relationship();
    return text.replace(text.find(fabrikam), fabrikam.size(), domains);
  };
  EXPECT_THAT(outcome(with("{unknown.example}")), HasSubstr("asks: whose tenant the domains are"));
  EXPECT_THAT(outcome(with("{fabrikam-gov.example, contoso-cn.example}")),
              HasSubstr("asks: the domains belong to more than one tenant"));
  EXPECT_EQ(outcome(with("{fabrikam-gov.example, partly.unknown.example}")), "taken: ");
  EXPECT_THAT(outcome(with("{contoso.example}")),
              HasSubstr("skipped: it is between your own servers and your own cloud"));
  EXPECT_THAT(outcome(with("{fabrikam-gov.example, contoso.example}")),
              HasSubstr("refused: DomainNames has an accepted domain"));
  EXPECT_THAT(outcome(with("{}")), HasSubstr("skipped: it has no domains"));
  EXPECT_THAT(outcome(with("{@x}")), HasSubstr("refused: DomainNames has \"@x\""));
  EXPECT_THAT(outcome(with("{a.example...}")), HasSubstr("refused: the values of domainnames"));
}

TEST_F(ExchangeImported, ADomainStaysInOneRelationship) {
  OrganizationRelationship other{.name = "Other", .target_tenant = test::fabrikam()};
  other.domain_names = {test::domain("fabrikam-gov.example")};
  tenant().organization_relationships = {other};
  EXPECT_THAT(outcome(relationship()),
              HasSubstr("refused: \"fabrikam-gov.example\" is in another"));
  // The same relationship again replaces itself.
  tenant().organization_relationships[0].name = "CONTOSO to fabrikam";
  EXPECT_EQ(outcome(relationship()), "taken: ");
}

TEST_F(ExchangeImported, ToAskAPartnerTakesWhatItTakes) {
  EXPECT_THAT(outcome(without(relationship(), "TargetApplicationUri")),
              HasSubstr("asks: it has no TargetApplicationUri"));
  tenant().federation_trust->key.reset();
  EXPECT_THAT(outcome(relationship()),
              HasSubstr("asks: to ask through it takes a delegation token"));
  EXPECT_EQ(outcome(relationship("Enabled : False\n")), "taken: ");
  tenant().federation_trust.reset();
  EXPECT_THAT(outcome(relationship()), HasSubstr("asks: to ask through it"));
}

std::string contact(std::string_view external, std::string_view more = {}) {
  return "Name : victor\nDisplayName : Victor W\nExternalEmailAddress : " + std::string(external) +
         "\n" + std::string(more);
}

TEST_F(ExchangeImported, RecipientsAreTakenAsTheirKind) {
  EXPECT_EQ(body(contact("SMTP:Victor@contoso-cn.example",
                         "EmailAddresses : {SMTP:victor@contoso-cn.example, "
                         "smtp:victor@contoso.example, X500:/o=x/cn=victor, "
                         "SIP:victor@contoso.example}\nHiddenFromAddressListsEnabled : True\n"
                         "RecipientTypeDetails : MailContact\n")),
            "name = \"Victor W\"\nexternal_address = \"victor@contoso-cn.example\"\n"
            "hidden_from_address_lists = true\nproxy_addresses = [\"victor@contoso.example\"]\n");
  const auto kind = [&](std::string_view type) {
    return import(contact("SMTP:v@contoso-cn.example",
                          "RecipientTypeDetails : " + std::string(type) + "\n"))
        .objects.at(0)
        .id.kind;
  };
  EXPECT_EQ(kind("MailContact"), ObjectKind::mail_contact);
  EXPECT_EQ(kind("MailUser"), ObjectKind::mail_user);
  EXPECT_EQ(kind("GuestMailUser"), ObjectKind::guest);
  EXPECT_EQ(kind(""), ObjectKind::mail_contact);
}

TEST_F(ExchangeImported, RecipientsOfACsvAreTheSame) {
  EXPECT_EQ(body("\"Name\",\"ExternalEmailAddress\",\"EmailAddresses\"\n"
                 "\"victor\",\"SMTP:victor@contoso-cn.example\",\"SMTP:victor@contoso-cn.example "
                 "smtp:victor@contoso.example\"\n"),
            "name = \"victor\"\nexternal_address = \"victor@contoso-cn.example\"\n"
            "proxy_addresses = [\"victor@contoso.example\"]\n");
}

TEST_F(ExchangeImported, RecipientsThatAreNoneAreTold) {
  EXPECT_THAT(outcome(contact("SMTP:victor@contoso.example")),
              HasSubstr("skipped: its ExternalEmailAddress lies in an accepted domain"));
  EXPECT_THAT(outcome(contact("X400:c=us")), HasSubstr("skipped: its ExternalEmailAddress is no"));
  EXPECT_THAT(outcome(contact("SMTP:v@x.example", "EmailAddresses : {SMTP:v@x.example, ...}\n")),
              HasSubstr("refused: the values of emailaddresses are not all there"));
  const ExchangeImport twice =
      import(contact("SMTP:v@x.example") + "\n" + contact("SMTP:V@x.example"));
  EXPECT_EQ(twice.objects.size(), 1u);
  EXPECT_EQ(twice.notes.at(1).outcome, ImportOutcome::refused);
}

TEST_F(ExchangeImported, WhatMeansNothingIsSkipped) {
  EXPECT_THAT(outcome("Identity : x\nGuid : y\n"), HasSubstr("skipped: it has not the properties"));
  EXPECT_EQ(import("A : x\n\nB : y\n").notes.at(1).object, "the object in line 3");
  EXPECT_THAT(import("AllowedTenantIds : {}\nOrgWideAccount : CONTOSO\\fb\n").notes,
              testing::Contains(testing::Field(&ImportNote::outcome, ImportOutcome::skipped)));
}

// What is taken is what the readers take, beside the objects that were there.
TEST_F(ExchangeImported, WhatIsTakenCanBeRead) {
  const std::string tenant_body =
      "name = \"contoso\"\nauthority = \"public\"\ntenant_id = \"" + std::string(test::kContosoId) +
      "\"\ncloud = \"commercial\"\naccepted_domains = [\"contoso.example\"]\n";
  const std::string partner_body = "name = \"fabrikam\"\nauthority = \"us\"\ntenant_id = \"" +
                                   std::string(test::kFabrikamId) + "\"\ncloud = \"gcc-high\"\n";
  std::vector<Object> objects{
      {{ObjectKind::tenant, test::contoso(), ""}, tenant_body},
      {{ObjectKind::partner, test::fabrikam(), ""}, partner_body},
  };
  const ExchangeImport made =
      import(relationship("FreeBusyAccessScope : sales@contoso.example\nEnabled : False\n") + "\n" +
             config(test::kFabrikamId) + "\n" + contact("SMTP:v@fabrikam-gov.example"));
  ASSERT_EQ(made.objects.size(), 3u);
  for (const Object& object : made.objects) {
    EXPECT_EQ(canonical_body(object.body).value(), object.body);
    objects.push_back(object);
    if (!is_recipient(object.id.kind)) continue;
    EXPECT_TRUE(recipient_of(object, federation_.tenants[0]).value);
  }
  const auto read = federation_of(objects, ".", built_in_cloud_catalogue());
  ASSERT_TRUE(read.value) << read.problems.at(0).str();
  EXPECT_EQ(read.value->tenants[0].allowed_tenants, std::vector{test::fabrikam()});
  EXPECT_EQ(read.value->tenants[0].organization_relationships.at(0).free_busy_access_scope,
            test::address("sales@contoso.example"));
}

TEST(ImportOutcomes, HaveNames) {
  EXPECT_EQ(name(ImportOutcome::taken), "taken");
  EXPECT_EQ(name(ImportOutcome::needs_partner_gateway), "needs-partner-gateway");
  EXPECT_EQ(name(ImportOutcome::refused), "refused");
  EXPECT_EQ(name(ImportOutcome::skipped), "skipped");
  EXPECT_EQ(name(ImportOutcome::asks), "asks");
}

}  // namespace
}  // namespace fb::config
