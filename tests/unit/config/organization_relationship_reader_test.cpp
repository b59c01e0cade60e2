// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "tests/unit/config/sharing_sample.hpp"

namespace fb::config {
namespace {

class RelationshipFile : public SharingFile {};

TEST_F(RelationshipFile, EveryParameterIsRead) {
  const auto loaded = load(kSharing);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  const auto& read = loaded.value->tenants.at(0).organization_relationships.at(0);
  EXPECT_EQ(read.name, "Contoso to Tailspin");
  EXPECT_EQ(read.target_tenant.str(), "us/22222222-2222-2222-2222-222222222222");
  ASSERT_EQ(read.domain_names.size(), 2u);
  EXPECT_EQ(read.domain_names[0].str(), "tailspin.example");
  EXPECT_EQ(read.domain_names[1].str(), "sales.tailspin.example");
  EXPECT_TRUE(read.enabled);
  EXPECT_TRUE(read.free_busy_access_enabled);
  EXPECT_EQ(read.free_busy_access_level, model::DetailLevel::limited_details);
  EXPECT_EQ(read.free_busy_access_scope.value().str(), "visible@contoso.example");
  EXPECT_EQ(read.target_application_uri, "Office365.us");
  EXPECT_EQ(read.target_autodiscover_epr,
            "https://autodiscover.tailspin.example/autodiscover/autodiscover.svc");
  EXPECT_EQ(read.target_sharing_epr, "https://mail.tailspin.example/EWS/Exchange.asmx");
  EXPECT_EQ(read.token_issuers, std::vector<std::string>{"urn:federation:MicrosoftOnline"});
  EXPECT_EQ(read.cache_scope, CacheScope::organization);
  EXPECT_EQ(read.target_owa_url, "https://mail.tailspin.example/owa");
  EXPECT_EQ(read.organization_contact.value().str(), "admin@tailspin.example");
  EXPECT_TRUE(read.mail_tips_access_enabled);
  EXPECT_EQ(read.mail_tips_access_level, "Limited");
  EXPECT_EQ(read.mail_tips_access_scope.value().str(), "visible@contoso.example");
  EXPECT_TRUE(read.delivery_report_enabled);
  EXPECT_TRUE(read.archive_access_enabled);
  EXPECT_TRUE(read.photos_enabled);
  EXPECT_TRUE(read.mailbox_move_enabled);
  EXPECT_EQ(read.mailbox_move_capability, "RemoteOutbound");
  EXPECT_EQ(read.mailbox_move_published_scopes, std::vector<std::string>{"Movers"});
  EXPECT_EQ(read.oauth_application_id, "aaaaaaaa-0000-0000-0000-000000000009");
}

TEST_F(RelationshipFile, DefaultsAreExchanges) {
  const auto loaded = load(kSharing);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  const auto& read = loaded.value->tenants.at(0).organization_relationships.at(1);
  EXPECT_TRUE(read.enabled);
  EXPECT_FALSE(read.free_busy_access_enabled);
  EXPECT_EQ(read.free_busy_access_level, model::DetailLevel::none);
  EXPECT_FALSE(read.free_busy_access_scope);
  EXPECT_EQ(read.cache_scope, CacheScope::user);
  EXPECT_FALSE(read.mail_tips_access_enabled);
  EXPECT_EQ(read.mail_tips_access_level, "None");
  EXPECT_FALSE(read.mailbox_move_enabled);
  EXPECT_TRUE(read.target_application_uri.empty());
}

TEST_F(RelationshipFile, WordsAreThoseOfTheCmdlets) {
  for (const auto* level : {"None", "AvailabilityOnly", "LimitedDetails"}) {
    expect_good("level = \"LimitedDetails\"", "level = \"" + std::string(level) + "\"");
  }
  for (const auto* level : {"All", "Limited", "None"}) {
    expect_good("level = \"Limited\"", "level = \"" + std::string(level) + "\"");
  }
  for (const auto* capability : {"Inbound", "Outbound", "RemoteInbound", "RemoteOutbound"}) {
    expect_good("\"RemoteOutbound\"", '"' + std::string(capability) + '"');
  }
  expect_mistake("level = \"LimitedDetails\"", "level = \"Reviewer\"",
                 "the levels are None, AvailabilityOnly and LimitedDetails");
  expect_mistake("level = \"Limited\"", "level = \"limited\"", "All, Limited and None");
  expect_mistake("\"RemoteOutbound\"", "\"Sideways\"", "the capabilities are Inbound");
  expect_mistake("\"organization\"", "\"tenant\"", "the scopes are user and organization");
}

TEST_F(RelationshipFile, NamesAreUniqueWhateverTheirCase) {
  expect_mistake("name = \"Contoso to Fabrikam\"", "name = \"contoso TO tailspin\"",
                 "which another relationship of the tenant is called (the first is in line ");
}

TEST_F(RelationshipFile, NamesHave64CharactersWhateverTheirBytes) {
  std::string long_name;
  for (std::size_t i = 0; i < kRelationshipNameCharactersMax; ++i) long_name += "\xC3\xA9";
  expect_good("\"Contoso to Fabrikam\"", '"' + long_name + '"');
  expect_mistake("\"Contoso to Fabrikam\"", '"' + long_name + "x\"", "1 to 64 characters");
  expect_mistake("\"Contoso to Fabrikam\"", "\"\"", "\"name\" is empty");
}

TEST_F(RelationshipFile, HasAtMost238Domains) {
  const auto domains = [](std::size_t count) {
    std::string list = "domain_names = [";
    for (std::size_t i = 0; i < count; ++i) list += "\"d" + std::to_string(i) + ".example\",";
    return list + "]";
  };
  expect_good("domain_names = [\"fabrikam.example\"]", domains(238));
  expect_mistake("domain_names = [\"fabrikam.example\"]", domains(239),
                 "has 239 entries, and at most 238 are allowed");
}

TEST_F(RelationshipFile, OtherListsHaveLimits) {
  const auto list = [](std::string_view key, std::size_t count) {
    std::string text = std::string(key) + " = [";
    for (std::size_t i = 0; i < count; ++i) text += "\"urn:" + std::to_string(i) + "\",";
    return text + "]";
  };
  expect_good("token_issuers = [\"urn:federation:MicrosoftOnline\"]",
              list("token_issuers", kTokenIssuersMax));
  expect_mistake("token_issuers = [\"urn:federation:MicrosoftOnline\"]",
                 list("token_issuers", kTokenIssuersMax + 1), "has 17 entries");
  expect_good("mailbox_move_published_scopes = [\"Movers\"]",
              list("mailbox_move_published_scopes", 100));
  expect_mistake("mailbox_move_published_scopes = [\"Movers\"]",
                 list("mailbox_move_published_scopes", 101), "has 101 entries");
}

TEST_F(RelationshipFile, ATenantHasAtMost1000) {
  const auto with = [&](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      text += "[[tenant.organization_relationship]]\nname = \"r" + n +
              "\"\ntarget_tenant = \"us/44444444-4444-4444-4444-444444444444\"\ndomain_names = "
              "[\"d" +
              n + ".example\"]\n";
    }
    return load(
        sharing_with("[[tenant]]\nname = \"Fabrikam\"", text + "[[tenant]]\nname = \"Fabrikam\""));
  };
  // The sample has two.
  EXPECT_TRUE(with(kOrganizationRelationshipsMax - 2).value);
  const auto over = with(kOrganizationRelationshipsMax - 1);
  ASSERT_EQ(over.problems.size(), 1u);
  EXPECT_NE(over.problems[0].sentence.find("has 1001 entries"), std::string::npos);
}

TEST_F(RelationshipFile, ADomainBelongsToOneRelationship) {
  expect_mistake("domain_names = [\"fabrikam.example\"]",
                 "domain_names = [\"SALES.tailspin.example\"]",
                 "\"SALES.tailspin.example\", which stands in one relationship only, and once (the "
                 "first is in line");
  expect_mistake("domain_names = [\"fabrikam.example\"]",
                 "domain_names = [\"fabrikam.example\", \"Fabrikam.example\"]",
                 "one relationship only, and once");
  // A subdomain is another domain.
  expect_good("domain_names = [\"fabrikam.example\"]", "domain_names = [\"x.tailspin.example\"]");
}

TEST_F(RelationshipFile, DomainsAreThoseOfOthers) {
  expect_mistake("domain_names = [\"fabrikam.example\"]", "domain_names = [\"Contoso.example\"]",
                 "an accepted domain of the tenant itself");
  expect_mistake("domain_names = [\"fabrikam.example\"]", "domain_names = [\"@fabrikam.example\"]",
                 "is not a mail domain");
  expect_mistake("domain_names = [\"fabrikam.example\"]", "domain_names = []",
                 "the relationship would be with nobody");
  expect_mistake("domain_names = [\"fabrikam.example\"]", "",
                 "\"domain_names\" is missing in [[tenant.organization_relationship]]");
}

TEST_F(RelationshipFile, TheTargetIsKnown) {
  expect_mistake("\"us/44444444-4444-4444-4444-444444444444\"\ndomain",
                 "\"us/55555555-5555-5555-5555-555555555555\"\ndomain",
                 "neither a [[partner]] nor a [[tenant]]");
  expect_mistake("\"us/44444444-4444-4444-4444-444444444444\"\ndomain",
                 "\"public/11111111-1111-1111-1111-111111111111\"\ndomain", "is the tenant itself");
  expect_mistake("\"us/44444444-4444-4444-4444-444444444444\"\ndomain", "\"fabrikam\"\ndomain",
                 "write authority/GUID");
}

TEST_F(RelationshipFile, ScopesAreGroupsOfTheTenant) {
  expect_mistake("\"Visible@contoso.example\"", "\"visible@tailspin.example\"",
                 "the scope is a group of the tenant");
  expect_mistake("free_busy_access_scope = \"Visible@contoso.example\"",
                 "free_busy_access_scope = \"visible\"", "is \"visible\"");
  expect_mistake("mail_tips_access_scope = \"visible@contoso.example\"",
                 "mail_tips_access_scope = \"visible@fabrikam.example\"",
                 "\"mail_tips_access_scope\" is");
}

TEST_F(RelationshipFile, UrlsAreHttps) {
  expect_mistake("\"https://mail.tailspin.example/EWS", "\"http://mail.tailspin.example/EWS",
                 "\"target_sharing_epr\"");
  expect_mistake("\"https://autodiscover.tailspin", "\"http://autodiscover.tailspin",
                 "\"target_autodiscover_epr\"");
  expect_mistake("\"https://mail.tailspin.example/owa\"", "\"http://mail.tailspin.example/owa\"",
                 "\"target_owa_url\"");
}

TEST_F(RelationshipFile, APartnersTokensAreAskedForUnderItsUri) {
  expect_mistake("target_application_uri = \"Office365.us\"", "",
                 "\"target_application_uri\" is missing");
  expect_mistake("\"Office365.us\"", "\"Office 365\"", "write a domain, a URN or a URL");
}

constexpr std::string_view kTrust = R"(
key = { certificate_file = "app.crt", private_key_file = "app.key" })";

TEST_F(RelationshipFile, ToAskAPartnerTakesAKey) {
  expect_mistake(kTrust, "", "add [tenant.federation_trust] with a key");
  // Whoever only answers, or asks nobody outside, needs none.
  for (const auto& [from, to] :
       {std::pair{"free_busy_access_enabled = true", "free_busy_access_enabled = false"},
        std::pair{"\nenabled = true", "\nenabled = false"},
        std::pair{"target_tenant = \"22222222-2222-2222-2222-222222222222\"",
                  "target_tenant = \"us/44444444-4444-4444-4444-444444444444\""}}) {
    std::string text = sharing_with(kTrust, "");
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, std::string_view(from).size(), to);
    const auto loaded = load(text);
    EXPECT_TRUE(loaded.value) << to << "\n" << listing(loaded.problems);
  }
}

TEST_F(RelationshipFile, IssuersAreUris) {
  expect_mistake("token_issuers = [\"urn:federation:MicrosoftOnline\"]",
                 "token_issuers = [\"two words\"]", "\"token_issuers\" has \"two words\"");
  expect_mistake("token_issuers = [\"urn:federation:MicrosoftOnline\"]",
                 "token_issuers = [\"urn:a\", \"urn:a\"]", "twice");
}

}  // namespace
}  // namespace fb::config
