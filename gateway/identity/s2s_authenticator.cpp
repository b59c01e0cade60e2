// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_authenticator.hpp"

#include <boost/json/serialize.hpp>

#include "gateway/identity/token_checks.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Status;

constexpr std::string_view kDiagnostics = "x-ms-diagnostics";

void note_claims(const oauth::CompactToken& token, const std::string& whose,
                 std::initializer_list<std::string_view> names, Examination& examination) {
  for (const std::string_view name : names) {
    const boost::json::value* const claim = token.claims.if_contains(name);
    if (claim == nullptr) continue;
    const std::string_view text = token.text(name);
    examination.note(whose + std::string(name),
                     claim->is_string() ? std::string(text) : boost::json::serialize(*claim));
  }
}

void note_token(const S2sToken& token, Examination& examination) {
  if (token.outer) {
    note_claims(*token.outer, "outer.",
                {"iss", "aud", "nameid", "nii", "smtp", "upn", "sip", "nbf", "exp"}, examination);
  }
  note_claims(token.actor, "actor.",
              {"iss", "aud", "nameid", "identityprovider", "trustedfordelegation", "nbf", "exp"},
              examination);
}

const config::ExchangeOrganization* first_organization(const config::Snapshot& snapshot) {
  for (const config::Tenant& tenant : snapshot.federation().tenants) {
    if (tenant.exchange_organization) return &*tenant.exchange_organization;
  }
  for (const config::Partner& partner : snapshot.federation().partners) {
    if (partner.exchange_organization) return &*partner.exchange_organization;
  }
  return nullptr;
}

}  // namespace

bool S2sAuthenticator::takes(const Presented& presented) const {
  return presented.scheme == "bearer" && S2sToken::has_form(presented.rest.reveal());
}

asio::awaitable<model::Result<Proof>> S2sAuthenticator::prove(const Presented& presented,
                                                              Examination& examination) {
  examination.set_kind("s2s");
  examination.refusal_headers = {{std::string(kDiagnostics), std::string(kUnprovenDiagnostics)}};
  const auto token = S2sToken::read(presented.rest.reveal());
  if (!token) co_return token.error();
  note_token(*token, examination);
  const auto actor = actor_of(token->actor, *presented.snapshot);
  if (!actor) co_return actor.error();
  const Status proven = co_await check_signer(keys_, actor->signer, token->actor_text,
                                              presented.http, presented.deadline);
  if (!proven) co_return under_kind("s2s", proven.error());

  auto promise =
      judge_s2s(*token, actor->organization, *presented.snapshot, clock_.utc_now(), clock_skew_);
  if (!promise) {
    examination.refusal_headers.front().value = s2s_diagnostics(promise.error().rule());
    co_return promise.error();
  }
  examination.refusal_headers.clear();
  co_return Proof{std::move(promise->caller), promise->ends};
}

void S2sAuthenticator::offer(const config::Snapshot& snapshot,
                             std::vector<std::string>& challenges) const {
  const config::ExchangeOrganization* const organization = first_organization(snapshot);
  if (organization == nullptr) return;
  std::string uri = authorization_uri_;
  if (uri.empty() && !snapshot.federation().tenants.empty()) {
    const auto* cloud = snapshot.clouds().cloud(snapshot.federation().tenants.front().cloud);
    if (cloud != nullptr) uri = "https://" + cloud->login_host + "/common/oauth2/authorize";
  }
  std::string challenge = "Bearer client_id=\"" + organization->client_id +
                          "\", trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", "
                          "token_types=\"app_asserted_user_v1 service_asserted_app_v1\"";
  if (!uri.empty()) challenge += ", authorization_uri=\"" + uri + "\"";
  challenges.push_back(std::move(challenge));
}

}  // namespace fb::identity
