// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/pft_authenticator.hpp"

#include "gateway/identity/claim_notes.hpp"
#include "gateway/identity/pft_header.hpp"
#include "gateway/identity/pft_rules.hpp"
#include "gateway/identity/protected_token.hpp"
#include "gateway/identity/token_checks.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using oauth::CompactToken;

constexpr std::string_view kAccess = "pft.access";
constexpr std::string_view kActor = "pft.actor";

model::Result<CompactToken> read_token(std::string_view text, std::string_view kind) {
  auto token = CompactToken::read(text);
  if (token) return token;
  return under_kind(kind, refused_token("malformed", token.error().detail()));
}

}  // namespace

asio::awaitable<model::Result<Proof>> PftAuthenticator::prove(const Presented& presented,
                                                              Examination& examination) {
  examination.set_kind("pft");
  const auto header = read_pft_header(presented.rest.reveal());
  if (!header) co_return header.error();
  const auto access = read_token(header->access_token, kAccess);
  if (!access) co_return access.error();
  note_claims(examination, "access.", *access);
  const auto actor = read_token(header->actor_token, kActor);
  if (!actor) co_return actor.error();
  note_claims(examination, "actor.", *actor);

  auto promise =
      judge_forwarded(*access, *actor, *presented.snapshot, clock_.utc_now(), clock_skew_);
  if (!promise) co_return promise.error();
  const auto signed_access = as_signed(header->access_token);
  if (!signed_access) co_return under_kind(kAccess, signed_access.error());
  const model::Status issued = co_await check_signer(
      keys_, std::move(promise->access_signer), *signed_access, presented.http, presented.deadline);
  if (!issued) co_return under_kind(kAccess, issued.error());
  const model::Status forwarded =
      co_await check_signer(keys_, std::move(promise->actor_signer), header->actor_token,
                            presented.http, presented.deadline);
  if (!forwarded) co_return under_kind(kActor, forwarded.error());
  co_return Proof{std::move(promise->caller), promise->ends};
}

}  // namespace fb::identity
