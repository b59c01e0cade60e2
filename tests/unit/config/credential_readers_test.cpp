// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who proves what, as the federation file says it: every key, and one mistake at a time.
#include <gmock/gmock.h>

#include "tests/unit/config/credential_sample.hpp"

namespace fb::config {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

class CredentialReaders : public CredentialFile {
 protected:
  Federation read() {
    auto loaded = load(kCredentials);
    EXPECT_TRUE(loaded.value) << listing(loaded.problems);
    return loaded.value ? *std::move(loaded.value) : Federation{};
  }
};

TEST_F(CredentialReaders, ApplicationsAndExchangeOrganization) {
  const Federation federation = read();
  ASSERT_EQ(federation.tenants.size(), 1u);
  const Tenant& tenant = federation.tenants[0];
  ASSERT_TRUE(tenant.application && tenant.application->next_key);
  EXPECT_THAT(tenant.application->next_key->certificate_file, EndsWith("/app2.crt"));
  EXPECT_THAT(tenant.application->next_key->private_key_file, EndsWith("/app2.key"));
  ASSERT_TRUE(tenant.forwarder);
  EXPECT_EQ(tenant.forwarder->client_id, "aaaaaaaa-0000-0000-0000-000000000002");
  EXPECT_FALSE(tenant.forwarder->next_key);
  ASSERT_TRUE(tenant.exchange_organization);
  const ExchangeOrganization& exchange = *tenant.exchange_organization;
  EXPECT_EQ(exchange.client_id, "00000002-0000-0ff1-ce00-000000000001");
  EXPECT_THAT(exchange.audience_hosts, ElementsAre("gw.contoso.example"));
  EXPECT_THAT(exchange.actor_app_ids, ElementsAre("00000002-0000-0ff1-ce00-000000000000"));
  EXPECT_THAT(exchange.token_issuers, ElementsAre("00000001-0000-0000-c000-000000000001"));
  EXPECT_FALSE(exchange.user_tokens);
  EXPECT_THAT(exchange.keys_file, EndsWith("/keys.json"));
}

TEST_F(CredentialReaders, WaysToProveOurselvesToASource) {
  const Federation federation = read();
  const auto& sources = federation.tenants.at(0).sources;
  ASSERT_EQ(sources.size(), 3u);
  EXPECT_EQ(sources[0].authentication, SourceAuthentication::negotiate);
  EXPECT_EQ(sources[0].username, "freebusy@AD.CONTOSO.EXAMPLE");
  EXPECT_THAT(sources[0].keytab_file, EndsWith("/freebusy.keytab"));
  EXPECT_EQ(sources[0].service_principal, "HTTP/mail.contoso.example");
  EXPECT_EQ(sources[1].authentication, SourceAuthentication::s2s);
  const ExchangeApplication& own = sources[1].exchange_application;
  EXPECT_EQ(own.client_id, "aaaaaaaa-0000-0000-0000-000000000003");
  EXPECT_EQ(own.realm, "contoso.example");
  EXPECT_THAT(own.key.certificate_file, EndsWith("/exchange.crt"));
  EXPECT_TRUE(own.scope.empty());
  EXPECT_EQ(own.user->str(), "freebusy@contoso.example");
  const ExchangeApplication& of_authority = sources[2].exchange_application;
  EXPECT_EQ(of_authority.scope, "https://mail.contoso.example/.default");
  EXPECT_FALSE(of_authority.user);
}

TEST_F(CredentialReaders, Accounts) {
  const Federation federation = read();
  const auto& accounts = federation.tenants.at(0).accounts;
  ASSERT_EQ(accounts.size(), 2u);
  EXPECT_TRUE(accounts[0].password_hash.empty());
  EXPECT_THAT(accounts[0].certificates,
              ElementsAre("abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"));
  EXPECT_THAT(accounts[0].kerberos_principals, ElementsAre("EXCH01$@AD.CONTOSO.EXAMPLE"));
  EXPECT_THAT(accounts[1].api_tokens,
              ElementsAre("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"));
}

TEST_F(CredentialReaders, FederationTrust) {
  const Federation federation = read();
  const auto& trust = federation.tenants.at(0).federation_trust;
  ASSERT_TRUE(trust && trust->key && trust->next_key);
  EXPECT_THAT(trust->key->private_key_file, EndsWith("/federation.key"));
  EXPECT_THAT(trust->next_key->certificate_file, EndsWith("/federation2.crt"));
  EXPECT_EQ(trust->default_domain->str(), "contoso.example");
  EXPECT_TRUE(trust->proof_required);
  EXPECT_EQ(trust->claims.email, "urn:claims/mail");
  EXPECT_EQ(trust->claims.action, "urn:claims/action");
  EXPECT_EQ(trust->claims.free_busy_offer, "FreeBusy");
  EXPECT_EQ(trust->claims.autodiscover_offer, "Autodiscover");
  ASSERT_EQ(trust->token_issuers.size(), 2u);
  EXPECT_THAT(trust->token_issuers[0].certificate_files,
              ElementsAre(EndsWith("/sts.crt"), EndsWith("/sts2.crt")));
  EXPECT_TRUE(trust->token_issuers[0].sha1_signatures);
  EXPECT_FALSE(trust->token_issuers[1].sha1_signatures);
  EXPECT_EQ(trust->token_issuers[1].metadata_url,
            "https://sts.example/FederationMetadata/2006-12/FederationMetadata.xml");
}

TEST_F(CredentialReaders, Partner) {
  const Federation federation = read();
  EXPECT_EQ(federation.tenants.at(0).address_spaces.at(0).token_form, TokenForm::bearer);
  ASSERT_EQ(federation.partners.size(), 1u);
  const Partner& partner = federation.partners[0];
  ASSERT_EQ(partner.domains.size(), 2u);
  EXPECT_EQ(partner.domains[0].str(), "fabrikam.example");
  EXPECT_THAT(partner.token_issuers, ElementsAre("urn:federation:pinned"));
  ASSERT_TRUE(partner.exchange_organization);
  EXPECT_EQ(partner.exchange_organization->client_id, "00000002-0000-0ff1-ce00-000000000000");
  EXPECT_THAT(partner.exchange_organization->token_issuers,
              ElementsAre("00000001-0000-0000-c000-000000000000"));
  EXPECT_TRUE(partner.exchange_organization->user_tokens);
  ASSERT_TRUE(partner.organization_token);
  EXPECT_THAT(partner.organization_token->trusted_forwarders,
              ElementsAre("aaaaaaaa-0000-0000-0000-000000000008"));
  ASSERT_EQ(partner.organization_token->forwarded_audiences.size(), 1u);
  EXPECT_EQ(partner.organization_token->forwarded_audiences[0].forwarder,
            "aaaaaaaa-0000-0000-0000-000000000008");
}

struct Mistake {
  std::string_view label;
  std::string_view from;
  std::string_view to;
  std::string_view sentence;
};

class CredentialMistake : public CredentialFile, public testing::WithParamInterface<Mistake> {};

TEST_P(CredentialMistake, IsTold) {
  const auto loaded = load(credentials_with(GetParam().from, GetParam().to));
  EXPECT_FALSE(loaded.value);
  ASSERT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr(GetParam().sentence));
  EXPECT_GT(loaded.problems[0].line, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Each, CredentialMistake,
    testing::Values(
        Mistake{"next_key_file", "\"app2.crt\"", "\"none.crt\"", "does not exist"},
        Mistake{"half_a_pair", ", private_key_file = \"app2.key\"", "",
                "\"private_key_file\" is missing"},
        Mistake{"no_hosts", "audience_hosts = [\"GW.contoso.example\"]", "",
                "\"audience_hosts\" is missing"},
        Mistake{"empty_hosts", "[\"GW.contoso.example\"]", "[]", "no token would be accepted"},
        Mistake{"host", "[\"GW.contoso.example\"]", "[\"https://gw\"]", "has \"https://gw\""},
        Mistake{"actor", "[\"00000002-0000-0FF1-ce00-000000000000\"]", "[\"exchange\"]",
                "has \"exchange\""},
        Mistake{"empty_issuers", "[\"00000001-0000-0000-c000-000000000001\"]", "[]",
                "no token would be accepted"},
        Mistake{"way", "authentication = \"negotiate\"", "authentication = \"ntlm\"",
                "the ways are basic, negotiate and s2s"},
        Mistake{"keytab", "keytab_file = \"freebusy.keytab\"\n", "", "\"keytab_file\" is missing"},
        Mistake{"password_beside_a_keytab", "keytab_file = \"freebusy.keytab\"",
                "keytab_file = \"freebusy.keytab\"\npassword_file = \"ews.password\"",
                "does not belong to authentication = \"negotiate\""},
        Mistake{"nobody_signs",
                "key = { certificate_file = \"exchange.crt\", private_key_file = "
                "\"exchange.key\" }\n",
                "", "it signs the token; or give a scope"},
        Mistake{"realm", "realm = \"contoso.example\"", "realm = \"CONTOSO\"", "in lower case"},
        Mistake{"no_credential",
                "api_tokens = [\"00112233445566778899aabbccddeeff0011223344556677"
                "8899aabbccddeeff\"]\n",
                "", "or certificates, kerberos_principals or api_tokens"},
        Mistake{"digest", "[\"00112233", "[\"0011223", "64 hexadecimal digits"},
        Mistake{"principal", "EXCH01$@AD.CONTOSO.EXAMPLE", "EXCH01$", "name@REALM"},
        Mistake{"next_key_alone",
                "key = { certificate_file = \"federation.crt\", private_key_file = "
                "\"federation.key\" }\n",
                "", "has no use without \"key\""},
        Mistake{"default_domain", "default_domain = \"contoso.example\"",
                "default_domain = \"contoso.com\"", "no accepted domain of the tenant"},
        Mistake{"claim", "email = \"urn:claims/mail\"", "email = \"mail\"",
                "namespace, a slash, and its name"},
        Mistake{"issuer_certificate", "\"sts2.crt\"", "\"sts3.crt\"", "does not exist"},
        Mistake{"pinned_and_fetched", "sha1_signatures = true",
                "metadata_url = \"https://sts.example/\"", "exclude each other"},
        Mistake{"token_form", "token_form = \"bearer\"", "token_form = \"jwt\"",
                "the forms are pft and bearer"},
        Mistake{"foreign_domain", "\"sales.fabrikam.example\"", "\"contoso.example\"",
                "an accepted domain of a home tenant"},
        Mistake{"twice_the_domain", "\"sales.fabrikam.example\"", "\"fabrikam.EXAMPLE\"",
                "belongs to one partner only"},
        Mistake{"no_domains", "domains = [\"Fabrikam.example\", \"sales.fabrikam.example\"]\n", "",
                "the partner's by the domain only"},
        Mistake{"no_forwarders", "trusted_forwarders = [\"AAAAAAAA-0000-0000-0000-000000000008\"]",
                "trusted_forwarders = []", "leave it out"},
        Mistake{"graph_forwarded", "\"api://aaaaaaaa-0000-0000-0000-000000000009\"",
                "\"https://graph.microsoft.com\"", "not Microsoft's"}),
    [](const auto& row) { return std::string(row.param.label); });

TEST_F(CredentialReaders, WhatProvesOneAccountProvesNoOther) {
  const std::string digest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  const auto loaded =
      load(std::string(kCredentials) + "[[tenant]]\nname = \"Other\"\n" +
           "authority = \"public\"\n" + "tenant_id = \"44444444-4444-4444-4444-444444444444\"\n" +
           "cloud = \"commercial\"\naccepted_domains = [\"other.example\"]\n" +
           "[[tenant.account]]\nname = \"copy\"\nkind = \"home-script\"\n" + "api_tokens = [\"" +
           digest + "\"]\n");
  ASSERT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("proves another account"));
  EXPECT_THAT(loaded.problems[0].sentence, testing::Not(HasSubstr(digest)));
}

TEST_F(CredentialReaders, NumbersHaveEdges) {
  std::string principals;
  for (std::size_t i = 0; i < kCredentialsPerAccountMax; ++i) {
    principals += "\"p" + std::to_string(i) + "@REALM\",";
  }
  const std::string_view from = "\"EXCH01$@AD.CONTOSO.EXAMPLE\"";
  EXPECT_TRUE(load(credentials_with(from, principals)).value);
  const auto loaded = load(credentials_with(from, principals + "\"more@REALM\""));
  ASSERT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("17"));
}

}  // namespace
}  // namespace fb::config
