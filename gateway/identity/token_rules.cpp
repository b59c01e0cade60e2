// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/token_rules.hpp"

#include <algorithm>

namespace fb::identity {
namespace {

using model::CallerKind;
using model::Status;
using oauth::CompactToken;

bool contains(const auto& list, const auto& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

model::Result<model::Caller> home_person(const CompactToken& token, const config::Tenant& tenant) {
  // The subject of a person is another one for each application.
  const std::string_view object = token.text("oid");
  if (!object.empty() && object == token.text("sub")) {
    return refused_token("subject", "the token has scopes and the subject of an application");
  }
  const std::string_view claim = token.text(tenant.bearer.user_claim);
  const auto user = model::SmtpAddress::parse(claim);
  if (!user) return refused_token("user", "the user claim holds no address");
  // A guest is a person of another organisation, whatever the tenant calls it.
  const boost::json::value* const account_type = token.claims.if_contains("acct");
  const bool marked = account_type != nullptr && *account_type != 0 && *account_type != "0";
  if (marked || user->local_part().find("#ext#") != std::string_view::npos) {
    return refused_token("guest", "the user is a guest of the tenant");
  }
  if (!contains(tenant.accepted_domains, user->domain())) {
    return refused_token("user_domain", "the user's domain is no accepted domain of the tenant");
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
  return refused_token("application", "the application is none that may call for the tenant");
}

model::Result<model::Caller> home_caller(const CompactToken& token, const config::Tenant& tenant) {
  const std::vector<std::string_view> audiences = token.list("aud");
  const bool meant_for_us = std::any_of(
      audiences.begin(), audiences.end(),
      [&](std::string_view audience) { return contains(tenant.bearer.audiences, audience); });
  if (!meant_for_us) return refused_token("audience", "the audience is none of the tenant's");
  const std::string_view identity_type = token.text("idtyp");
  const bool may_be_a_person = !token.claims.contains("idtyp") || identity_type == "user";
  if (may_be_a_person && !token.text("scp").empty()) return home_person(token, tenant);
  if (token.list("roles").empty() && identity_type != "app") {
    return refused_token("kind", "the token has neither scopes nor roles");
  }
  return home_application(token, tenant);
}

model::Result<model::Caller> partner_caller(const CompactToken& token,
                                            const config::Partner& partner) {
  if (!partner.organization_token) {
    return refused_token("partner_not_pinned", "nothing is pinned for tokens of that partner");
  }
  const config::OrganizationTokenPins& pins = *partner.organization_token;
  if (pins.audience.empty() || only_audience(token) != pins.audience) {
    return refused_token("audience", "the audience is not the one that is pinned for the partner");
  }
  return pinned_organization(token, partner, pins);
}

}  // namespace

std::string_view only_audience(const CompactToken& token) {
  const std::vector<std::string_view> audiences = token.list("aud");
  return audiences.size() == 1 ? audiences.front() : std::string_view();
}

model::Result<model::Caller> pinned_organization(const CompactToken& token,
                                                 const config::Partner& partner,
                                                 const config::OrganizationTokenPins& pins) {
  if (const Status status = check_organization(token); !status) return status.error();
  const auto client = client_of(token);
  if (!client) return client.error();
  if (!is_among(pins.client_ids, *client)) {
    return refused_token("application", "the application is none that is pinned");
  }
  if (pins.role.empty() || !contains(token.list("roles"), pins.role)) {
    return refused_token("role", "the token does not have the role that is pinned");
  }
  return model::Caller{CallerKind::partner_organization, partner.key, std::nullopt, *client};
}

model::Result<TokenPromise> judge_token(const CompactToken& token, const config::Snapshot& snapshot,
                                        model::UtcTime now, std::chrono::seconds clock_skew) {
  const auto issuing = find_issuing_tenant(token, HeaderNonce::refused, snapshot, now, clock_skew);
  if (!issuing) return issuing.error();
  const bool home = issuing->home != nullptr;
  auto caller =
      home ? home_caller(token, *issuing->home) : partner_caller(token, *issuing->partner);
  if (!caller) return caller.error();
  const std::string& keys_file =
      home ? issuing->home->bearer.keys_file : issuing->partner->organization_token->keys_file;
  return TokenPromise{std::move(*caller), signer_of(token, *issuing, keys_file),
                      *token.time("exp")};
}

}  // namespace fb::identity
