// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/token_rules.hpp"

#include <algorithm>
#include <optional>

#include "gateway/identity/account_index.hpp"

namespace fb::identity {
namespace {

using model::CallerKind;
using model::Error;
using model::ErrorKind;
using model::Status;
using oauth::CompactToken;

constexpr std::size_t kKidBytesMax = 256;
constexpr std::string_view kTenantTemplate = "{tenantid}";
constexpr std::string_view kUserClaims[] = {"upn", "preferred_username", "unique_name", "email"};

Error refused(std::string_view check, std::string detail) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), "bearer." + std::string(check));
}

std::string for_tenant(std::string text, const model::TenantId& tenant) {
  const std::size_t at = text.find(kTenantTemplate);
  if (at != std::string::npos) text.replace(at, kTenantTemplate.size(), tenant.str());
  return text;
}

bool contains(const auto& list, const auto& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

// GUIDs are written in either case.
bool same_id(std::string_view a, std::string_view b) {
  return !a.empty() && AccountIndex::folded(a) == AccountIndex::folded(b);
}

std::string_view header_text(const CompactToken& token, std::string_view name) {
  const boost::json::value* const found = token.header.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

Status check_header(const CompactToken& token) {
  const std::string_view algorithm = header_text(token, "alg");
  if (algorithm != "RS256" && algorithm != "PS256") {
    return refused("algorithm", "the token is not signed with RS256 or PS256");
  }
  if (token.header.contains("crit")) {
    return refused("critical", "the token has critical header parameters");
  }
  if (token.header.contains("nonce")) {
    return refused("nonce",
                   "the token is a protected one, which a plain Bearer header cannot carry");
  }
  const std::string type = AccountIndex::folded(header_text(token, "typ"));
  if (token.header.contains("typ") && type != "jwt" && type != "at+jwt") {
    return refused("type", "the token's type is neither JWT nor at+jwt");
  }
  const std::string_view kid = header_text(token, "kid");
  if (kid.empty() || kid.size() > kKidBytesMax) {
    return refused("key_id", "the token does not name its signing key");
  }
  return {};
}

Status check_times(const CompactToken& token, model::UtcTime now, std::chrono::seconds skew) {
  const auto ends = token.time("exp");
  if (!ends) return refused("expiry_missing", "the token does not say when it ends");
  if (now >= *ends + skew) return refused("expired", "the token has ended");
  if (!token.claims.contains("nbf")) return {};
  const auto begins = token.time("nbf");
  if (!begins || *begins > now + skew) {
    return refused("not_yet_valid", "the token is not valid yet");
  }
  return {};
}

// Who issued the token: one tenant that we know, and the cloud that is configured for it.
struct Issuer {
  const config::Tenant* home = nullptr;
  const config::Partner* partner = nullptr;
  const config::Cloud* cloud = nullptr;
  model::TenantKey tenant;
  std::vector<std::string> issuers;  // of the tenant, all that its cloud has
};

model::Result<Issuer> find_issuer(const CompactToken& token, const config::Snapshot& snapshot) {
  const auto tid = model::TenantId::parse(token.text("tid"));
  if (!tid) return refused("tenant", "the token names no tenant");
  const std::string_view iss = token.text("iss");
  bool issuer_known = false;
  for (const config::Cloud& cloud : snapshot.clouds().clouds) {
    std::vector<std::string> issuers;
    for (const std::string& issuer : cloud.issuers) issuers.push_back(for_tenant(issuer, *tid));
    if (!contains(issuers, iss)) continue;
    issuer_known = true;
    const model::TenantKey key{cloud.authority, *tid};
    // Clouds of one authority have one issuer, so the tenant's own cloud decides.
    if (snapshot.federation().cloud_of(key) != cloud.name) continue;
    return Issuer{snapshot.federation().tenant(key), snapshot.federation().partner(key), &cloud,
                  key, std::move(issuers)};
  }
  if (!issuer_known) {
    return refused("issuer", "the issuer is none of a known cloud for the token's tenant");
  }
  return refused("tenant_unknown", "the token's tenant is neither a home tenant nor a partner");
}

model::Result<std::string> client_of(const CompactToken& token) {
  const std::string_view azp = token.text("azp");
  const std::string_view appid = token.text("appid");
  if (!azp.empty() && !appid.empty() && !same_id(azp, appid)) {
    return refused("client", "azp and appid name two applications");
  }
  const std::string_view client = azp.empty() ? appid : azp;
  if (client.empty()) return refused("client", "the token names no application");
  return AccountIndex::folded(client);
}

// An application that acts for itself: no scopes, and not the token of a person.
Status check_app_only(const CompactToken& token) {
  if (token.claims.contains("scp")) {
    return refused("scopes", "the token has scopes, so it speaks for a person");
  }
  if (token.claims.contains("idtyp") && token.text("idtyp") != "app") {
    return refused("identity_type", "the token's identity type is not that of an application");
  }
  if (token.claims.contains("oid") && token.text("oid") != token.text("sub")) {
    return refused("subject", "the token's subject is not the application itself");
  }
  return {};
}

model::Result<model::Caller> home_person(const CompactToken& token, const config::Tenant& tenant) {
  const std::string_view claim = token.text(tenant.bearer.user_claim);
  const auto user = model::SmtpAddress::parse(claim);
  if (!user) return refused("user", "the user claim holds no address");
  // A guest is a person of another organisation, whatever the tenant calls it.
  const boost::json::value* const account_type = token.claims.if_contains("acct");
  const bool marked = account_type != nullptr && *account_type != 0 && *account_type != "0";
  if (marked || user->local_part().find("#ext#") != std::string_view::npos) {
    return refused("guest", "the user is a guest of the tenant");
  }
  if (!contains(tenant.accepted_domains, user->domain())) {
    return refused("user_domain", "the user's domain is no accepted domain of the tenant");
  }
  return model::Caller{CallerKind::home_user, tenant.key, *user, user->str()};
}

model::Result<model::Caller> home_application(const CompactToken& token,
                                              const config::Tenant& tenant) {
  if (const Status status = check_app_only(token); !status) return status.error();
  const auto client = client_of(token);
  if (!client) return client.error();
  for (const config::ApplicationCaller& application : tenant.bearer.applications) {
    if (!same_id(application.client_id, *client)) continue;
    const bool may_call =
        application.kind == CallerKind::home_script || application.kind == CallerKind::home_server;
    if (!may_call) break;
    return model::Caller{application.kind, tenant.key, std::nullopt, *client};
  }
  return refused("application", "the application is none that may call for the tenant");
}

model::Result<model::Caller> home_caller(const CompactToken& token, const config::Tenant& tenant) {
  const std::vector<std::string_view> audiences = token.list("aud");
  const bool meant_for_us = std::any_of(
      audiences.begin(), audiences.end(),
      [&](std::string_view audience) { return contains(tenant.bearer.audiences, audience); });
  if (!meant_for_us) return refused("audience", "the audience is none of the tenant's");
  const std::string_view identity_type = token.text("idtyp");
  const bool may_be_a_person = !token.claims.contains("idtyp") || identity_type == "user";
  if (may_be_a_person && !token.text("scp").empty()) return home_person(token, tenant);
  if (token.list("roles").empty() && identity_type != "app") {
    return refused("kind", "the token has neither scopes nor roles");
  }
  return home_application(token, tenant);
}

// Everything that the partner's entry pins has to agree (SHARING-MODEL 3).
model::Result<model::Caller> partner_caller(const CompactToken& token,
                                            const config::Partner& partner) {
  if (!partner.organization_token) {
    return refused("partner_not_pinned", "nothing is pinned for tokens of that partner");
  }
  const config::OrganizationTokenPins& pins = *partner.organization_token;
  const std::vector<std::string_view> audiences = token.list("aud");
  if (audiences.size() != 1 || audiences.front() != pins.audience) {
    return refused("audience", "the audience is not the one that is pinned for the partner");
  }
  if (const Status status = check_app_only(token); !status) return status.error();
  for (const std::string_view claim : kUserClaims) {
    if (token.claims.contains(claim)) {
      return refused("user_claims", "the token of an organisation names a person");
    }
  }
  const auto client = client_of(token);
  if (!client) return client.error();
  const bool pinned = std::any_of(pins.client_ids.begin(), pins.client_ids.end(),
                                  [&](const std::string& id) { return same_id(id, *client); });
  if (!pinned) return refused("application", "the application is none that is pinned");
  if (pins.role.empty() || !contains(token.list("roles"), pins.role)) {
    return refused("role", "the token does not have the role that is pinned");
  }
  return model::Caller{CallerKind::partner_organization, partner.key, std::nullopt, *client};
}

KeySource keys_of(const Issuer& issuer, std::string keys_file) {
  KeySource source;
  source.keys_file = std::move(keys_file);
  source.metadata_url = "https://" + issuer.cloud->login_host + "/" + issuer.tenant.id.str() +
                        "/v2.0/.well-known/openid-configuration";
  source.issuers = issuer.issuers;
  return source;
}

}  // namespace

model::Result<TokenPromise> judge_token(const CompactToken& token, const config::Snapshot& snapshot,
                                        model::UtcTime now, std::chrono::seconds clock_skew) {
  if (const Status status = check_header(token); !status) return status.error();
  auto issuer = find_issuer(token, snapshot);
  if (!issuer) return issuer.error();
  if (const Status status = check_times(token, now, clock_skew); !status) return status.error();
  const bool home = issuer->home != nullptr;
  auto caller = home ? home_caller(token, *issuer->home) : partner_caller(token, *issuer->partner);
  if (!caller) return caller.error();
  const std::string& keys_file =
      home ? issuer->home->bearer.keys_file : issuer->partner->organization_token->keys_file;
  return TokenPromise{std::move(*caller),
                      keys_of(*issuer, keys_file),
                      std::string(header_text(token, "kid")),
                      std::string(header_text(token, "alg")),
                      std::move(issuer->issuers),
                      *token.time("exp")};
}

bool may_sign_for(const oauth::VerificationKey& key, const model::TenantId& tenant,
                  const std::vector<std::string>& issuers) {
  return key.issuer.empty() || contains(issuers, for_tenant(key.issuer, tenant));
}

}  // namespace fb::identity
