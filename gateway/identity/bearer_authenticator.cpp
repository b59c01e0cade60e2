// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/bearer_authenticator.hpp"

#include <algorithm>

#include "gateway/identity/jwt_signature.hpp"

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

BearerAuthenticator::BearerAuthenticator(const config::AuthenticationSettings& settings,
                                         SigningKeys& keys, async::Clock& clock)
    : clock_skew_(settings.clock_skew),
      keys_(keys),
      clock_(clock),
      verified_({kRememberedBytesMax, 16}) {}

asio::awaitable<model::Result<model::Caller>> BearerAuthenticator::authenticate(
    std::string token, std::shared_ptr<const config::Snapshot> snapshot, net::HttpClient& http,
    async::Deadline deadline) {
  const config::Secret held(std::move(token));
  const std::string_view text = held.reveal();
  if (text.empty()) co_return refused("the Bearer token is empty", "bearer.empty");
  if (text.size() > oauth::CompactToken::kBytesMax) {
    co_return refused("the Bearer token is too long", "bearer.too_long");
  }
  const Digest digest = sha256(text);
  if (auto caller = recall(digest, text, *snapshot)) co_return std::move(*caller);

  const auto compact = oauth::CompactToken::read(text);
  if (!compact) co_return refused(compact.error().detail(), "bearer.malformed");
  auto promise = judge_token(*compact, *snapshot, clock_.utc_now(), clock_skew_);
  if (!promise) co_return promise.error();
  const auto key = co_await keys_.find(promise->keys, promise->kid, http, deadline);
  if (!key) co_return without_key(key.error());
  if (!may_sign_for(*key, promise->caller.tenant.id, promise->issuers)) {
    co_return refused("the signing key belongs to another issuer", "bearer.key_issuer");
  }
  if (const model::Status status = verify_signature(text, promise->algorithm, *key); !status) {
    co_return status.error();
  }
  remember(digest, text, *promise, *snapshot);
  co_return std::move(promise->caller);
}

std::optional<model::Caller> BearerAuthenticator::recall(const Digest& digest,
                                                         std::string_view token,
                                                         const config::Snapshot& snapshot) {
  std::optional<model::Caller> caller;
  bool outlived = false;
  verified_.visit(digest, [&](const Verified& verified) {
    if (verified.token.reveal() != token) return;
    if (verified.generation == snapshot.generation() && clock_.utc_now() < verified.until) {
      caller = verified.caller;
    } else {
      outlived = true;
    }
  });
  if (outlived) verified_.erase(digest);
  return caller;
}

void BearerAuthenticator::remember(const Digest& digest, std::string_view token,
                                   const TokenPromise& promise, const config::Snapshot& snapshot) {
  const model::UtcTime now = clock_.utc_now();
  const model::UtcTime until = std::min(promise.ends, now + kRememberedMax);
  if (until <= now) return;  // it is good for the clock skew only
  verified_.edit(digest, [&](Verified& verified) {
    verified.token = config::Secret(std::string(token));
    verified.caller = promise.caller;
    verified.generation = snapshot.generation();
    verified.until = until;
    return sizeof(Verified) + token.size();
  });
}

}  // namespace fb::identity
