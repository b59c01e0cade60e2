// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/api_token_authenticator.hpp"

#include "gateway/identity/api_token.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;

// Of the digest, for the operator: enough to find the line of the federation file.
constexpr std::size_t kDigestDigitsShown = 16;

}  // namespace

bool ApiTokenAuthenticator::takes(const Presented& presented) const {
  return presented.scheme == "bearer" && presented.rest.reveal().starts_with(kApiTokenPrefix);
}

asio::awaitable<model::Result<Proof>> ApiTokenAuthenticator::prove(const Presented& presented,
                                                                   Examination& examination) {
  co_return judge(presented, examination);
}

Error ApiTokenAuthenticator::refused(const Presented& presented, std::string detail,
                                     std::string rule) {
  const std::string key = FailureLimiter::key("api_token", presented.peer_address);
  const auto wait = limiter_.take(key, clock_.now());
  if (wait.count() == 0) {
    return Error::of(ErrorKind::unauthenticated, std::move(detail), std::move(rule));
  }
  return Error::of(ErrorKind::attempts_exhausted, "too many API tokens from this address are wrong",
                   "api_token.attempts")
      .with_retry_after_s(static_cast<std::uint32_t>(wait.count()));
}

model::Result<Proof> ApiTokenAuthenticator::judge(const Presented& presented,
                                                  Examination& examination) {
  examination.set_kind("api_token");
  const std::string_view token = presented.rest.reveal();
  switch (form_of_api_token(token)) {
    case ApiTokenForm::malformed:
      return refused(presented, "the API token is too long, too short, or has other characters",
                     "api_token.form");
    case ApiTokenForm::wrong_checksum:
      return refused(presented, "the API token was mistyped or cut", "api_token.checksum");
    case ApiTokenForm::good:
      break;
  }
  const Digest digest = sha256(token);
  examination.note("sha256", hex_of(digest).substr(0, kDigestDigitsShown));
  const auto index = accounts_->of(presented.snapshot);
  const KnownAccount* const known = index->find_api_token(digest);
  if (known == nullptr) {
    return refused(presented, "the API token belongs to no account, or to more than one",
                   "api_token.account");
  }
  return Proof{caller_of(*known)};
}

}  // namespace fb::identity
