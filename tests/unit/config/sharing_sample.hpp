// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A federation file that uses every key of organization relationships, of directory sources and of
// the recipients that lead elsewhere. Tests change one line of it.
#pragma once

#include <gtest/gtest.h>

#include "tests/unit/config/federation_sample.hpp"

namespace fb::config {

inline constexpr std::string_view kSharing = R"toml(version = 1

[[tenant]]
name = "Contoso"
authority = "public"
tenant_id = "11111111-1111-1111-1111-111111111111"
cloud = "commercial"
accepted_domains = ["contoso.example", "contoso.mail.example"]
resolve_hidden_guests = true
default_source = "rooms"

[tenant.application]
client_id = "aaaaaaaa-0000-0000-0000-000000000001"
certificate_file = "app.crt"
private_key_file = "app.key"

[tenant.availability_config]
allowed_tenant_ids = ["us/22222222-2222-2222-2222-222222222222"]

[[tenant.source]]
name = "rooms"
kind = "ics"
folder = "calendars"
[[tenant.source]]
name = "cloud"
kind = "graph"
url = "https://graph.microsoft.com"

[[tenant.mailbox]]
address = "alice@contoso.example"

[[tenant.mail_contact]]
name = "Li Na"
external_address = "li.na@fabrikam.example"

[[tenant.mail_user]]
name = "Carlos"
external_address = "Carlos@tailspin.example"
proxy_addresses = ["carlos@contoso.example"]
hidden_from_address_lists = true

[[tenant.guest]]
name = "Mallory"
external_address = "mallory@fabrikam.example"
invited_as = "mallory_1@fabrikam.example"
hidden_from_address_lists = true

[[tenant.group]]
address = "visible@contoso.example"
members = ["alice@contoso.example"]

[[tenant.directory_source]]
name = "hr"
kind = "csv"
file = "hr.csv"
every = "1d"
removals_max = 50
removals_max_percent = 5
mailbox_source = "cloud"
[[tenant.directory_source]]
name = "ad"
kind = "ldap"
url = "ldap://dc1.contoso.example:3268"
base = "DC=contoso,DC=example"
filter = "(&(mailNickname=*)(!(objectClass=computer)))"
bind_dn = "CN=reader,DC=contoso,DC=example"
password_file = "ldap.password"
ca_file = "ca.crt"
page_size = 500
change_attribute = "uSNChanged"
remote_mailbox_source = "cloud"
routing_domain = "contoso.mail.example"
[[tenant.directory_source]]
name = "entra"
kind = "graph"
url = "https://graph.microsoft.com"
scope = "https://graph.microsoft.com/.default"
contacts = false
guests = false
every = "0s"

[tenant.federation_trust]
application_uri = "FYDIBOHF25SPDLT.contoso.example"
key = { certificate_file = "app.crt", private_key_file = "app.key" }
[[tenant.federation_trust.token_issuer]]
uri = "urn:federation:MicrosoftOnline"
endpoint = "https://login.microsoftonline.com/extSTS.srf"

[[tenant.organization_relationship]]
name = "Contoso to Tailspin"
target_tenant = "22222222-2222-2222-2222-222222222222"
domain_names = ["Tailspin.example", "sales.tailspin.example"]
enabled = true
free_busy_access_enabled = true
free_busy_access_level = "LimitedDetails"
free_busy_access_scope = "Visible@contoso.example"
target_application_uri = "Office365.us"
target_autodiscover_epr = "https://autodiscover.tailspin.example/autodiscover/autodiscover.svc"
target_sharing_epr = "https://mail.tailspin.example/EWS/Exchange.asmx"
token_issuers = ["urn:federation:MicrosoftOnline"]
cache_scope = "organization"
target_owa_url = "https://mail.tailspin.example/owa"
organization_contact = "admin@tailspin.example"
mail_tips_access_enabled = true
mail_tips_access_level = "Limited"
mail_tips_access_scope = "visible@contoso.example"
delivery_report_enabled = true
archive_access_enabled = true
photos_enabled = true
mailbox_move_enabled = true
mailbox_move_capability = "RemoteOutbound"
mailbox_move_published_scopes = ["Movers"]
oauth_application_id = "AAAAAAAA-0000-0000-0000-000000000009"
[[tenant.organization_relationship]]
name = "Contoso to Fabrikam"
target_tenant = "us/44444444-4444-4444-4444-444444444444"
domain_names = ["fabrikam.example"]

[[tenant]]
name = "Fabrikam"
authority = "us"
tenant_id = "44444444-4444-4444-4444-444444444444"
cloud = "gcc-high"
accepted_domains = ["fabrikam.example"]

[[partner]]
name = "Tailspin"
authority = "us"
tenant_id = "22222222-2222-2222-2222-222222222222"
cloud = "gcc-high"
)toml";

class SharingFile : public FederationFile {
 protected:
  SharingFile() {
    folder_.write("ldap.password", "staple\n");
    folder_.write("ca.crt", "");
  }

  static std::string sharing_with(std::string_view from, std::string_view to) {
    std::string text(kSharing);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from << " is not the only one";
    return text.replace(at, from.size(), to);
  }

  void expect_mistake(std::string_view from, std::string_view to, std::string_view sentence) const {
    const auto loaded = load(sharing_with(from, to));
    EXPECT_FALSE(loaded.value) << to;
    ASSERT_EQ(loaded.problems.size(), 1u) << to << "\n" << listing(loaded.problems);
    EXPECT_NE(loaded.problems[0].sentence.find(sentence), std::string::npos)
        << loaded.problems[0].str();
    EXPECT_NE(loaded.problems[0].line, 0u);
  }

  void expect_good(std::string_view from, std::string_view to) const {
    const auto loaded = load(sharing_with(from, to));
    EXPECT_TRUE(loaded.value) << to << "\n" << listing(loaded.problems);
  }
};

}  // namespace fb::config
