// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/bearer_authenticator.hpp"

#include "gateway/identity/jwt_signature.hpp"
#include "gateway/identity/token_rules.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

Error refused(std::string detail, std::string rule) {
  return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
}

// A caller must not be told that his token is wrong when it could not be looked at.
Error without_key(const Error& error) {
  if (error.kind() == ErrorKind::unauthenticated) return error;
  return Error::of(ErrorKind::server_busy, "the signing keys cannot be had: " + error.detail(),
                   "bearer.keys_unavailable");
}

}  // namespace

asio::awaitable<model::Result<Proof>> BearerAuthenticator::prove(const Presented& presented,
                                                                 Examination& examination) {
  examination.set_kind("bearer");
  const std::string_view text = presented.rest.reveal();
  if (text.empty()) co_return refused("the Bearer token is empty", "bearer.empty");
  if (text.size() > oauth::CompactToken::kBytesMax) {
    co_return refused("the Bearer token is too long", "bearer.too_long");
  }
  const auto compact = oauth::CompactToken::read(text);
  if (!compact) co_return refused(compact.error().detail(), "bearer.malformed");
  auto promise = judge_token(*compact, *presented.snapshot, clock_.utc_now(), clock_skew_);
  if (!promise) co_return promise.error();
  const auto key =
      co_await keys_.find(promise->keys, promise->kid, presented.http, presented.deadline);
  if (!key) co_return without_key(key.error());
  if (!may_sign_for(*key, promise->caller.tenant.id, promise->issuers)) {
    co_return refused("the signing key belongs to another issuer", "bearer.key_issuer");
  }
  if (const model::Status status = verify_signature(text, promise->algorithm, *key); !status) {
    co_return status.error();
  }
  co_return Proof{std::move(promise->caller), promise->ends};
}

void BearerAuthenticator::offer(const config::Snapshot&,
                                std::vector<std::string>& challenges) const {
  for (const std::string& challenge : challenges) {
    if (challenge.starts_with("Bearer")) return;  // it says more, and one is enough
  }
  challenges.emplace_back("Bearer");
}

}  // namespace fb::identity
