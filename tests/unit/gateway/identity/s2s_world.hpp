// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Exchange organisations for the tests of S2S: Contoso's own, Contoso China's as a partner's, and
// Fabrikam, whose organisation is not named. And tokens of each that are good.
#pragma once

#include <boost/json/serialize.hpp>
#include <string>

#include "protocols/wire/base64.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {

inline constexpr std::string_view kExchangeApp = "00000002-0000-0ff1-ce00-000000000000";
inline constexpr std::string_view kIssuerApp = "00000001-0000-0000-c000-000000000000";
inline constexpr std::string_view kOurHost = "gateway.contoso.example";

inline std::string at_realm(std::string_view application, std::string_view realm) {
  return std::string(application) + "@" + std::string(realm);
}

inline config::ExchangeOrganization exchange_organization() {
  config::ExchangeOrganization organization;
  organization.audience_hosts = {std::string(kOurHost), "autodiscover.contoso.example"};
  organization.actor_app_ids = {std::string(kExchangeApp)};
  organization.token_issuers = {std::string(kIssuerApp)};
  return organization;
}

inline config::Federation exchange_federation() {
  config::Federation federation = identity_federation();
  config::Tenant& home = federation.tenants.front();
  home.exchange_organization = exchange_organization();
  home.contacts.push_back({"outside", test::address("eve@elsewhere.example"), {}, false});
  home.groups.push_back({test::address("crew@contoso.example"), {}, {}});
  // Two mailboxes with one address: nobody can say who is meant by it.
  home.mailboxes[0].proxy_addresses.push_back(test::address("shared@contoso.example"));
  home.mailboxes[1].proxy_addresses.push_back(test::address("shared@contoso.example"));
  home.mailboxes[1].proxy_addresses.push_back(test::address("grace@contoso.onmicrosoft.example"));
  config::Partner& partner = federation.partners.front();
  partner.exchange_organization = exchange_organization();
  partner.domains = {test::domain("contoso-cn.example")};
  return federation;
}

struct S2sParts {
  TokenParts actor;
  TokenParts outer;
  bool with_outer = true;
  std::string outer_signature{};

  // The actor is signed with `key`.
  std::string token(const test::RsaKey& key) const {
    const std::string inner = test::compact_token(actor.header, actor.claims, key, "RS256");
    if (!with_outer) return inner;
    boost::json::object claims = outer.claims;
    if (!claims.contains("actortoken")) claims["actortoken"] = inner;
    return wire::base64url(std::string_view(boost::json::serialize(outer.header))) + "." +
           wire::base64url(std::string_view(boost::json::serialize(claims))) + "." +
           outer_signature;
  }
};

// Grace of Contoso by smtp and upn, for an hour from now on.
inline S2sParts s2s_parts(model::UtcTime now, std::string_view realm = test::kContosoId,
                          std::string_view user = "grace@contoso.example") {
  const std::int64_t at = now.time_since_epoch().count();
  const std::string audience =
      std::string(kExchangeApp) + "/" + std::string(kOurHost) + "@" + std::string(realm);
  S2sParts parts;
  parts.actor.header = {{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "key-1"}};
  parts.actor.claims = {{"aud", audience},
                        {"iss", at_realm(kIssuerApp, realm)},
                        {"nameid", at_realm(kExchangeApp, realm)},
                        {"identityprovider", at_realm(kIssuerApp, realm)},
                        {"trustedfordelegation", "true"},
                        {"nbf", std::to_string(at - 300)},
                        {"exp", std::to_string(at + 86'400)}};
  parts.outer.header = {{"alg", "none"}, {"typ", "JWT"}};
  parts.outer.claims = {{"aud", audience},
                        {"iss", at_realm(kExchangeApp, realm)},
                        {"nii", "urn:federation:MicrosoftOnline"},
                        {"smtp", user},
                        {"upn", user},
                        {"nbf", at},
                        {"exp", at + 3600}};
  return parts;
}

// The server itself.
inline S2sParts s2s_server_parts(model::UtcTime now, std::string_view realm = test::kContosoId) {
  S2sParts parts = s2s_parts(now, realm);
  parts.with_outer = false;
  return parts;
}

}  // namespace fb::identity
