// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_authenticator.hpp"

#include <boost/json/serialize.hpp>

#include "gateway/identity/jwt_signature.hpp"
#include "gateway/identity/token_rules.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using model::Status;

constexpr std::string_view kDiagnostics = "x-ms-diagnostics";

Error refused(std::string detail, std::string rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

// What the pieces that are shared with other tokens call "bearer.signature" is "s2s.signature".
Error as_s2s(const Error& error) {
  constexpr std::string_view kShared = "bearer.";
  std::string rule = error.rule();
  if (rule.starts_with(kShared)) rule.replace(0, kShared.size(), "s2s.");
  return refused(error.detail(), std::move(rule));
}

// A caller must not be told that his token is wrong when it could not be looked at.
Error without_key(const Error& error) {
  if (error.kind() == ErrorKind::unauthenticated) return as_s2s(error);
  return Error::of(ErrorKind::server_busy, "the signing keys cannot be had: " + error.detail(),
                   "s2s.keys_unavailable");
}

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

asio::awaitable<Status> S2sAuthenticator::verify(const S2sToken& token, const S2sActorKey& actor,
                                                 const Presented& presented) {
  const auto key =
      co_await keys_.find(actor.keys, actor.key_id, presented.http, presented.deadline);
  if (!key) co_return without_key(key.error());
  if (!may_sign_for(*key, actor.organization.tenant.id, actor.issuers)) {
    co_return refused("the signing key belongs to another issuer", "s2s.key_issuer");
  }
  const Status good = verify_signature(token.actor_text, actor.algorithm, *key);
  if (!good) co_return as_s2s(good.error());
  co_return Status();
}

asio::awaitable<model::Result<Proof>> S2sAuthenticator::prove(const Presented& presented,
                                                              Examination& examination) {
  examination.set_kind("s2s");
  examination.refusal_headers = {{std::string(kDiagnostics), std::string(kUnprovenDiagnostics)}};
  const auto token = S2sToken::read(presented.rest.reveal());
  if (!token) co_return token.error();
  note_token(*token, examination);
  const auto actor = actor_key_of(token->actor, *presented.snapshot);
  if (!actor) co_return actor.error();
  const Status proven = co_await verify(*token, *actor, presented);
  if (!proven) co_return proven.error();

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
