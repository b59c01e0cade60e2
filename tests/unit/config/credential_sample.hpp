// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A federation file that uses every key about who proves what, beside those of federation_sample.
// Tests change one line of it.
#pragma once

#include <gtest/gtest.h>

#include "tests/unit/config/federation_sample.hpp"

namespace fb::config {

inline constexpr std::string_view kCredentials = R"toml(version = 1

[[tenant]]
name = "Contoso"
authority = "public"
tenant_id = "11111111-1111-1111-1111-111111111111"
cloud = "commercial"
accepted_domains = ["contoso.example"]

[tenant.application]
client_id = "aaaaaaaa-0000-0000-0000-000000000001"
certificate_file = "app.crt"
private_key_file = "app.key"
next_key = { certificate_file = "app2.crt", private_key_file = "app2.key" }
[tenant.forwarder]
client_id = "aaaaaaaa-0000-0000-0000-000000000002"
certificate_file = "forwarder.crt"
private_key_file = "forwarder.key"

[tenant.exchange_organization]
client_id = "00000002-0000-0FF1-CE00-000000000001"
audience_hosts = ["GW.contoso.example"]
actor_app_ids = ["00000002-0000-0FF1-ce00-000000000000"]
token_issuers = ["00000001-0000-0000-c000-000000000001"]
user_tokens = false
keys_file = "keys.json"

[[tenant.source]]
name = "by-ticket"
kind = "ews"
url = "https://mail.contoso.example/EWS/Exchange.asmx"
authentication = "negotiate"
username = "freebusy@AD.CONTOSO.EXAMPLE"
keytab_file = "freebusy.keytab"
service_principal = "HTTP/mail.contoso.example"
[[tenant.source]]
name = "by-token"
kind = "ews"
url = "https://mail.contoso.example/EWS/Exchange.asmx"
authentication = "s2s"
[tenant.source.exchange_application]
client_id = "aaaaaaaa-0000-0000-0000-000000000003"
realm = "contoso.example"
key = { certificate_file = "exchange.crt", private_key_file = "exchange.key" }
user = "freebusy@contoso.example"
[[tenant.source]]
name = "by-authority"
kind = "ews"
url = "https://mail.contoso.example/EWS/Exchange.asmx"
authentication = "s2s"
[tenant.source.exchange_application]
client_id = "aaaaaaaa-0000-0000-0000-000000000004"
realm = "11111111-1111-1111-1111-111111111111"
scope = "https://mail.contoso.example/.default"

[[tenant.account]]
name = "exchange"
kind = "home-server"
certificates = ["AB:cd:ef:01:23:45:67:89:AB:cd:ef:01:23:45:67:89:ABcdef0123456789ABcdef0123456789"]
kerberos_principals = ["EXCH01$@AD.CONTOSO.EXAMPLE"]
[[tenant.account]]
name = "report"
kind = "home-script"
api_tokens = ["00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"]

[tenant.federation_trust]
application_uri = "FYDIBOHF25SPDLT.contoso.example"
key = { certificate_file = "federation.crt", private_key_file = "federation.key" }
next_key = { certificate_file = "federation2.crt", private_key_file = "federation2.key" }
default_domain = "contoso.example"
proof_required = true
[tenant.federation_trust.claims]
email = "urn:claims/mail"
action = "urn:claims/action"
free_busy_offer = "FreeBusy"
autodiscover_offer = "Autodiscover"
[[tenant.federation_trust.token_issuer]]
uri = "urn:federation:pinned"
endpoint = "https://sts.contoso.example/"
certificate_files = ["sts.crt", "sts2.crt"]
sha1_signatures = true
[[tenant.federation_trust.token_issuer]]
uri = "urn:federation:MicrosoftOnline"
endpoint = "https://login.microsoftonline.com/extSTS.srf"
metadata_url = "https://sts.example/FederationMetadata/2006-12/FederationMetadata.xml"

[[tenant.address_space]]
forest_name = "fabrikam.example"
access_method = "OrgWideFBToken"
target_tenant = "cn/33333333-3333-3333-3333-333333333333"
token_scope = "api://aaaaaaaa-0000-0000-0000-000000000005/.default"
token_form = "bearer"

[[partner]]
name = "Fabrikam"
authority = "cn"
tenant_id = "33333333-3333-3333-3333-333333333333"
cloud = "21vianet"
domains = ["Fabrikam.example", "sales.fabrikam.example"]
token_issuers = ["urn:federation:pinned"]
[partner.exchange_organization]
audience_hosts = ["gw.contoso.example"]
actor_app_ids = ["00000002-0000-0ff1-ce00-000000000000"]
[partner.organization_token]
audience = "api://aaaaaaaa-0000-0000-0000-000000000006"
client_ids = ["aaaaaaaa-0000-0000-0000-000000000007"]
role = "FreeBusy.Ask"
trusted_forwarders = ["AAAAAAAA-0000-0000-0000-000000000008"]
[[partner.organization_token.forwarded_audience]]
audience = "api://aaaaaaaa-0000-0000-0000-000000000009"
forwarder = "AAAAAAAA-0000-0000-0000-000000000008"
)toml";

class CredentialFile : public FederationFile {
 protected:
  CredentialFile() {
    for (const auto* name :
         {"app2.crt", "app2.key", "forwarder.crt", "forwarder.key", "freebusy.keytab",
          "exchange.crt", "exchange.key", "federation.crt", "federation.key", "federation2.crt",
          "federation2.key", "sts.crt", "sts2.crt"}) {
      folder_.write(name, "");
    }
  }

  static std::string credentials_with(std::string_view from, std::string_view to) {
    std::string text(kCredentials);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from << " is not the only one";
    return text.replace(at, from.size(), to);
  }
};

}  // namespace fb::config
