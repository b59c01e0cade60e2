// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/bearer_authenticator.hpp"

#include "gateway/identity/claim_notes.hpp"
#include "gateway/identity/token_rules.hpp"

namespace fb::identity {

namespace asio = boost::asio;

asio::awaitable<model::Result<Proof>> BearerAuthenticator::prove(const Presented& presented,
                                                                 Examination& examination) {
  examination.set_kind("bearer");
  const std::string_view text = presented.rest.reveal();
  if (text.empty()) co_return refused_token("empty", "the Bearer token is empty");
  if (text.size() > oauth::CompactToken::kBytesMax) {
    co_return refused_token("too_long", "the Bearer token is too long");
  }
  const auto compact = oauth::CompactToken::read(text);
  if (!compact) co_return refused_token("malformed", compact.error().detail());
  note_claims(examination, "", *compact);
  auto promise = judge_token(*compact, *presented.snapshot, clock_.utc_now(), clock_skew_);
  if (!promise) co_return promise.error();
  const model::Status signed_by = co_await check_signer(keys_, std::move(promise->signer), text,
                                                        presented.http, presented.deadline);
  if (!signed_by) co_return signed_by.error();
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
