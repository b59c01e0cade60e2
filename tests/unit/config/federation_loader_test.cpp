// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/federation_sample.hpp"

namespace fb::config {
namespace {

using model::CallerKind;
using model::DetailLevel;
using testing::HasSubstr;

TEST_F(FederationFile, TenantAndPartnerAreRead) {
  const auto loaded = load(kFederation);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  ASSERT_EQ(loaded.value->tenants.size(), 2u);
  const Tenant& contoso = loaded.value->tenants[0];
  EXPECT_EQ(contoso.name, "Contoso");
  EXPECT_EQ(contoso.key.str(), "public/11111111-1111-1111-1111-111111111111");
  EXPECT_EQ(contoso.cloud, "commercial");
  ASSERT_EQ(contoso.accepted_domains.size(), 2u);
  EXPECT_EQ(contoso.accepted_domains[1].str(), "contoso.mail.example");
  EXPECT_FALSE(contoso.require_contact);
  EXPECT_FALSE(contoso.resolve_hidden_contacts);
  EXPECT_EQ(contoso.default_source, "cloud");
  ASSERT_EQ(contoso.allowed_tenants.size(), 2u);
  EXPECT_EQ(contoso.allowed_tenants[0].str(), "cn/33333333-3333-3333-3333-333333333333");
  EXPECT_EQ(contoso.allowed_tenants[1].str(), "us/22222222-2222-2222-2222-222222222222");

  ASSERT_EQ(loaded.value->partners.size(), 1u);
  const Partner& fabrikam = loaded.value->partners[0];
  EXPECT_EQ(fabrikam.name, "Fabrikam");
  EXPECT_EQ(fabrikam.key.authority, model::Authority::cn);
  EXPECT_EQ(fabrikam.cloud, "21vianet");
  ASSERT_TRUE(fabrikam.organization_token);
  EXPECT_EQ(fabrikam.organization_token->audience, "api://aaaaaaaa-0000-0000-0000-000000000006");
  EXPECT_THAT(fabrikam.organization_token->client_ids,
              testing::ElementsAre("aaaaaaaa-0000-0000-0000-000000000007"));
  EXPECT_EQ(fabrikam.organization_token->role, "FreeBusy.Ask");
  EXPECT_EQ(fabrikam.organization_token->keys_file, (folder_.path() / "keys.json").string());
}

TEST_F(FederationFile, HostsOfAutodiscoverAreRead) {
  const auto loaded = load(kFederation);
  ASSERT_TRUE(loaded.value);
  EXPECT_THAT(loaded.value->partners[0].autodiscover_hosts,
              testing::ElementsAre("gateway.fabrikam.example", "mail.fabrikam.example"));
}

// Autodiscover finds the endpoint then.
TEST_F(FederationFile, AnAddressSpaceMayPinNoEndpoint) {
  std::string text(kFederation);
  constexpr std::string_view kLine =
      "target_service_epr = \"https://gateway.fabrikam.example/EWS/Exchange.asmx\"\n";
  text.erase(text.find(kLine), kLine.size());
  const auto loaded = load(text);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  EXPECT_EQ(loaded.value->tenants[0].address_spaces[0].target_service_epr, "");
}

TEST_F(FederationFile, WhatIsNotWrittenHasItsDefault) {
  const auto loaded = load(kFederation);
  ASSERT_TRUE(loaded.value);
  const Tenant& tailspin = loaded.value->tenants[1];
  EXPECT_TRUE(tailspin.require_contact);
  EXPECT_TRUE(tailspin.resolve_hidden_contacts);
  EXPECT_FALSE(tailspin.application);
  EXPECT_TRUE(tailspin.allowed_tenants.empty());
  EXPECT_TRUE(tailspin.bearer.audiences.empty());
  EXPECT_EQ(tailspin.bearer.user_claim, "upn");
  EXPECT_EQ(tailspin.default_source, "");
}

TEST_F(FederationFile, ApplicationAndBearerAreRead) {
  const auto loaded = load(kFederation);
  ASSERT_TRUE(loaded.value);
  const Tenant& contoso = loaded.value->tenants[0];
  ASSERT_TRUE(contoso.application);
  EXPECT_EQ(contoso.application->client_id, "aaaaaaaa-0000-0000-0000-000000000001");
  EXPECT_EQ(contoso.application->certificate_file, (folder_.path() / "app.crt").string());
  EXPECT_EQ(contoso.application->private_key_file, (folder_.path() / "app.key").string());
  EXPECT_TRUE(contoso.application->sha1_thumbprint);
  EXPECT_THAT(contoso.bearer.audiences,
              testing::ElementsAre("api://gateway.contoso.example",
                                   "aaaaaaaa-0000-0000-0000-000000000002"));
  EXPECT_EQ(contoso.bearer.user_claim, "email");
  ASSERT_EQ(contoso.bearer.applications.size(), 2u);
  EXPECT_EQ(contoso.bearer.applications[0].kind, CallerKind::home_server);
  EXPECT_EQ(contoso.bearer.applications[1].kind, CallerKind::home_script);
}

TEST_F(FederationFile, SourcesAreRead) {
  const auto loaded = load(kFederation);
  ASSERT_TRUE(loaded.value);
  const std::vector<CalendarSource>& sources = loaded.value->tenants[0].sources;
  ASSERT_EQ(sources.size(), 3u);
  EXPECT_EQ(sources[0].kind, SourceKind::graph);
  EXPECT_EQ(sources[0].url, "https://graph.microsoft.com");
  EXPECT_EQ(sources[0].anchor, "anchor@contoso.example");
  EXPECT_EQ(sources[0].scope, "https://graph.microsoft.com/.default");
  EXPECT_EQ(sources[0].default_calendar_right, DetailLevel::limited_details);
  EXPECT_EQ(sources[1].kind, SourceKind::ews);
  EXPECT_EQ(sources[1].username, "CONTOSO\\svc-freebusy");
  EXPECT_EQ(sources[1].password.reveal(), "correct horse");
  EXPECT_EQ(sources[1].default_calendar_right, DetailLevel::availability_only);
  EXPECT_EQ(sources[2].kind, SourceKind::ics);
  EXPECT_EQ(sources[2].folder, (folder_.path() / "calendars").string());
  EXPECT_EQ(sources[2].zone, "Europe/Paris");
  EXPECT_EQ(sources[2].default_calendar_right, DetailLevel::none);
}

TEST_F(FederationFile, DirectoryAndAccountsAreRead) {
  const auto loaded = load(kFederation);
  ASSERT_TRUE(loaded.value);
  const Tenant& contoso = loaded.value->tenants[0];
  ASSERT_EQ(contoso.mailboxes.size(), 2u);
  EXPECT_EQ(contoso.mailboxes[0].address.str(), "alice@contoso.example");
  ASSERT_EQ(contoso.mailboxes[0].proxy_addresses.size(), 1u);
  EXPECT_EQ(contoso.mailboxes[0].proxy_addresses[0].str(), "a.smith@contoso.mail.example");
  EXPECT_EQ(contoso.mailboxes[0].source, "on-premises");
  EXPECT_EQ(contoso.mailboxes[1].source, "cloud") << "the default source";
  ASSERT_EQ(contoso.contacts.size(), 1u);
  EXPECT_EQ(contoso.contacts[0].name, "Li Na");
  EXPECT_EQ(contoso.contacts[0].external_address.str(), "li.na@fabrikam.example");
  EXPECT_TRUE(contoso.contacts[0].hidden_from_address_lists);
  ASSERT_EQ(contoso.groups.size(), 2u);
  EXPECT_EQ(contoso.groups[0].address.str(), "sales@contoso.example");
  ASSERT_EQ(contoso.groups[0].proxy_addresses.size(), 1u);
  EXPECT_EQ(contoso.groups[0].proxy_addresses[0].str(), "verkauf@contoso.mail.example");
  ASSERT_EQ(contoso.groups[0].members.size(), 2u);
  EXPECT_EQ(contoso.groups[0].members[1].str(), "leads@contoso.example");
  EXPECT_TRUE(contoso.groups[1].members.empty());
  ASSERT_EQ(contoso.accounts.size(), 2u);
  EXPECT_EQ(contoso.accounts[0].kind, CallerKind::home_user);
  ASSERT_TRUE(contoso.accounts[0].user);
  EXPECT_EQ(contoso.accounts[0].user->str(), "alice@contoso.example");
  EXPECT_TRUE(contoso.accounts[0].password_hash.reveal().starts_with("$argon2id$"));
  EXPECT_EQ(contoso.accounts[1].name, "CONTOSO\\exchange");
  EXPECT_EQ(contoso.accounts[1].kind, CallerKind::home_server);
  EXPECT_FALSE(contoso.accounts[1].user);
  EXPECT_EQ(contoso.accounts[1].password_hash.reveal(), kYescrypt);
}

TEST_F(FederationFile, AddressSpacesAreRead) {
  const auto loaded = load(kFederation);
  ASSERT_TRUE(loaded.value);
  const std::vector<AddressSpace>& spaces = loaded.value->tenants[0].address_spaces;
  ASSERT_EQ(spaces.size(), 2u);
  EXPECT_EQ(spaces[0].domain.str(), "fabrikam.example");
  EXPECT_EQ(spaces[0].access_method, "OrgWideFBToken");
  EXPECT_EQ(spaces[0].target_tenant.str(), "cn/33333333-3333-3333-3333-333333333333");
  EXPECT_EQ(spaces[0].target_service_epr, "https://gateway.fabrikam.example/EWS/Exchange.asmx");
  EXPECT_EQ(spaces[0].target_autodiscover_epr,
            "https://autodiscover.fabrikam.example/autodiscover/autodiscover.svc");
  EXPECT_EQ(spaces[0].token_scope, "api://aaaaaaaa-0000-0000-0000-000000000005/.default");
  // Between two home tenants no token is sent, so nothing of it is needed.
  EXPECT_EQ(spaces[1].target_tenant.str(), "us/22222222-2222-2222-2222-222222222222");
  EXPECT_EQ(spaces[1].target_service_epr, "");
}

TEST_F(FederationFile, TheSameDomainMayBeReachedFromTwoTenants) {
  const std::string text = sample_with("accepted_domains = [\"tailspin.example\"]",
                                       "accepted_domains = [\"tailspin.example\"]\n"
                                       "[[tenant.address_space]]\n"
                                       "forest_name = \"contoso.example\"\n"
                                       "access_method = \"OrgWideFBToken\"\n"
                                       "target_tenant = \"11111111-1111-1111-1111-111111111111\"");
  const auto loaded = load(text);
  EXPECT_TRUE(loaded.value) << listing(loaded.problems);
}

TEST_F(FederationFile, AMissingFileIsAProblem) {
  const auto loaded = load_federation(folder_.path() / "none.toml", built_in_cloud_catalogue());
  EXPECT_FALSE(loaded.value);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("does not exist"));
}

TEST_F(FederationFile, NeedsATenant) {
  for (const std::string_view text : {"version = 1\n", "version = 1\ntenant = []\n"}) {
    const auto loaded = load(text);
    EXPECT_FALSE(loaded.value);
    ASSERT_EQ(loaded.problems.size(), 1u);
    EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("at least one [[tenant]]"));
  }
}

// The catalogue that is handed in counts, not the built-in one.
TEST_F(FederationFile, CloudsComeFromTheCatalogue) {
  const auto loaded =
      load_federation(folder_.write("federation.toml", kFederation), CloudCatalogue{});
  EXPECT_FALSE(loaded.value);
  ASSERT_EQ(loaded.problems.size(), 3u);
  for (const Problem& problem : loaded.problems) {
    EXPECT_THAT(problem.sentence, HasSubstr("which is not a known cloud"));
  }
}

TEST_F(FederationFile, AHundredThousandContactsAreRead) {
  constexpr int kCount = 100'000;
  std::string text = sample_with("[[partner]]\nname = \"Fabrikam\"", "[[partner]]\nname = \"F\"");
  // The contacts go to the last tenant before the partner.
  std::string contacts;
  for (int i = 0; i < kCount; ++i) {
    const std::string number = std::to_string(i);
    contacts += "[[tenant.mail_contact]]\nname = \"Person " + number +
                "\"\nexternal_address = \"p" + number +
                "@fabrikam.example\"\nproxy_addresses = [\"p" + number + "@tailspin.example\"]\n";
  }
  text.insert(text.find("[[partner]]"), contacts);
  const auto loaded = load(text);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  ASSERT_EQ(loaded.value->tenants[1].contacts.size(), static_cast<std::size_t>(kCount));
  EXPECT_EQ(loaded.value->tenants[1].contacts.back().external_address.str(),
            "p99999@fabrikam.example");
}

}  // namespace
}  // namespace fb::config
