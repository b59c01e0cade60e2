// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A federation file that uses every key, with the files that it names. Tests change one line of it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "config/load.hpp"
#include "tests/unit/config/temp_folder.hpp"

namespace fb::config {

inline constexpr std::string_view kFederation = R"toml(version = 1

[[tenant]]
name = "Contoso"
authority = "public"
tenant_id = "11111111-1111-1111-1111-111111111111"
cloud = "commercial"
accepted_domains = ["contoso.example", "Contoso.mail.example"]
require_contact = false
resolve_hidden_contacts = false
default_source = "cloud"

[tenant.availability_config]
allowed_tenant_ids = ["cn/33333333-3333-3333-3333-333333333333",
  "22222222-2222-2222-2222-222222222222"]

[tenant.application]
client_id = "AAAAAAAA-0000-0000-0000-000000000001"
certificate_file = "app.crt"
private_key_file = "app.key"
thumbprint = "sha1"

[tenant.bearer]
audiences = ["api://gateway.contoso.example", "aaaaaaaa-0000-0000-0000-000000000002"]
user_claim = "email"
keys_file = "keys.json"
[[tenant.bearer.application]]
client_id = "aaaaaaaa-0000-0000-0000-000000000003"
kind = "home-server"
[[tenant.bearer.application]]
client_id = "aaaaaaaa-0000-0000-0000-000000000004"

[[tenant.source]]
name = "cloud"
kind = "graph"
url = "https://graph.microsoft.com"
anchor = "anchor@contoso.example"
scope = "https://graph.microsoft.com/.default"
default_calendar_right = "LimitedDetails"
[[tenant.source]]
name = "on-premises"
kind = "ews"
url = "https://mail.contoso.example/EWS/Exchange.asmx"
username = "CONTOSO\\svc-freebusy"
password_file = "ews.password"
[[tenant.source]]
name = "rooms"
kind = "ics"
folder = "calendars"
zone = "Europe/Paris"
default_calendar_right = "None"

[[tenant.mailbox]]
address = "Alice@contoso.example"
proxy_addresses = ["a.smith@contoso.mail.example"]
source = "on-premises"
[[tenant.mailbox]]
address = "bob@contoso.example"

[[tenant.mail_contact]]
name = "Li Na"
external_address = "li.na@fabrikam.example"
proxy_addresses = ["li.na@contoso.example"]
hidden_from_address_lists = true

[[tenant.group]]
address = "Sales@contoso.example"
proxy_addresses = ["verkauf@contoso.mail.example"]
members = ["m.one@contoso.example", "leads@contoso.example"]
[[tenant.group]]
address = "leads@contoso.example"
members = []

[[tenant.account]]
name = "alice"
kind = "home-user"
user = "alice@contoso.example"
password_hash = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g"
[[tenant.account]]
name = 'CONTOSO\exchange'
kind = "home-server"
password_hash_file = "exchange.hash"

[[tenant.address_space]]
forest_name = "fabrikam.example"
access_method = "OrgWideFBToken"
target_tenant = "cn/33333333-3333-3333-3333-333333333333"
target_service_epr = "https://gateway.fabrikam.example/EWS/Exchange.asmx"
target_autodiscover_epr = "https://autodiscover.fabrikam.example/autodiscover/autodiscover.svc"
token_scope = "api://aaaaaaaa-0000-0000-0000-000000000005/.default"
[[tenant.address_space]]
forest_name = "tailspin.example"
access_method = "OrgWideFBToken"
target_tenant = "22222222-2222-2222-2222-222222222222"

[[tenant]]
name = "Tailspin"
authority = "us"
tenant_id = "22222222-2222-2222-2222-222222222222"
cloud = "gcc-high"
accepted_domains = ["tailspin.example"]

[[partner]]
name = "Fabrikam"
authority = "cn"
tenant_id = "33333333-3333-3333-3333-333333333333"
cloud = "21vianet"
autodiscover_hosts = ["gateway.fabrikam.example", "Mail.Fabrikam.example"]
[partner.organization_token]
audience = "api://aaaaaaaa-0000-0000-0000-000000000006"
client_ids = ["aaaaaaaa-0000-0000-0000-000000000007"]
role = "FreeBusy.Ask"
keys_file = "keys.json"
)toml";

inline constexpr std::string_view kYescrypt = "$y$j9T$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo";

class FederationFile : public testing::Test {
 protected:
  FederationFile() {
    for (const auto* name : {"app.crt", "app.key", "keys.json"}) folder_.write(name, "");
    folder_.write("ews.password", "correct horse\n");
    folder_.write("exchange.hash", std::string(kYescrypt) + "\r\n");
    std::filesystem::create_directory(folder_.path() / "calendars");
  }

  Loaded<Federation> load(std::string_view text) const {
    return load_federation(folder_.write("federation.toml", text), built_in_cloud_catalogue());
  }

  // The sample with its one `from` replaced.
  static std::string sample_with(std::string_view from, std::string_view to) {
    std::string text(kFederation);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from << " is not the only one";
    return text.replace(at, from.size(), to);
  }

  TempFolder folder_;
};

inline std::string listing(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems) out += problem.str() + "\n";
  return out;
}

}  // namespace fb::config
