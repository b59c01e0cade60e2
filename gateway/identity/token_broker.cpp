// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/token_broker.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

#include "gateway/identity/client_assertion.hpp"
#include "gateway/identity/kept_tokens.hpp"
#include "gateway/identity/key_pair_choice.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using config::Secret;
using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::chrono::seconds kRequestTimeout{10};  // both attempts of a roll-over together
constexpr std::chrono::seconds kRetryAfterMax = KeepingRules{}.retry_after_max;

std::string key_of(const TokenRequest& request) {
  std::string key = request.login_host;
  for (const std::string& part : {request.tenant.str(), request.application.client_id,
                                  request.application.certificate_file, request.scope}) {
    key += '\n';
    key += part;
  }
  return key;
}

// The service was not asked, or did not answer.
Error trouble(std::string detail, std::string rule) {
  return Error::of(ErrorKind::peer_unreachable, std::move(detail), std::move(rule));
}

std::uint32_t retry_after_s(const net::HttpResponse& response) {
  const std::string_view text = response.header("Retry-After");
  std::uint32_t seconds = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, seconds).ptr != end) return 0;
  return std::min(seconds, static_cast<std::uint32_t>(kRetryAfterMax.count()));
}

// Outlives every request for a token.
struct State {
  State(async::Clock& time, async::OffloadPool* pool) : clock(time), signing(pool), tokens(time) {}

  async::Clock& clock;
  async::OffloadPool* const signing;
  KeptTokens<Secret> tokens;
  KeyPairChoice pairs;
};

struct Attempt {
  Result<Obtained<Secret>> outcome;
  bool certificate_at_fault = false;
};

asio::awaitable<Attempt> attempt(TokenRequest request, Secret assertion, std::string url,
                                 net::HttpClient* http, async::Deadline deadline) {
  net::HttpRequest call;
  call.url = std::move(url);
  call.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  call.headers.push_back({"Accept", "application/json"});
  call.body = oauth::client_credentials_form(request.application.client_id, request.scope,
                                             assertion.reveal());
  auto response = co_await http->exchange(std::move(call), deadline);
  if (!response) {
    co_return Attempt{
        trouble("the sign-in service could not be asked: " + response.error().detail(),
                "token.unreachable")};
  }
  auto read = oauth::TokenResponse::read(response->status, response->body);
  const bool blamed = !read && oauth::blames_certificate(response->body);
  config::wipe(response->body);
  if (!read) {
    Error error = read.error();
    co_return Attempt{std::move(error).with_retry_after_s(retry_after_s(*response)), blamed};
  }
  co_return Attempt{Obtained<Secret>{Secret(std::move(read->access_token)), read->expires_in}};
}

// With the application's files as they are now: a certificate that was renewed in place counts.
asio::awaitable<Result<Secret>> prove(std::shared_ptr<State> state, config::Application application,
                                      std::string audience) {
  const model::UtcTime now = state->clock.utc_now();
  if (state->signing == nullptr) co_return make_client_assertion(application, audience, now);
  Result<Secret> assertion = Secret();
  std::function<void()> work = [&] {
    assertion = make_client_assertion(application, audience, now);
  };
  auto working = state->signing->run(std::move(work));
  const model::Status done = co_await std::move(working);
  if (!done) co_return done.error();
  co_return assertion;
}

asio::awaitable<Attempt> attempt_with(std::shared_ptr<State> state, TokenRequest request, bool next,
                                      net::HttpClient* http, async::Deadline deadline) {
  if (next) request.application = with_next_key(std::move(request.application));
  std::string url =
      "https://" + request.login_host + "/" + request.tenant.str() + "/oauth2/v2.0/token";
  auto proving = prove(std::move(state), request.application, url);
  auto assertion = co_await std::move(proving);
  if (!assertion && assertion.error().kind() == ErrorKind::server_busy) {
    co_return Attempt{trouble("too many assertions wait to be signed", "token.busy")};
  }
  if (!assertion) {
    co_return Attempt{trouble(assertion.error().detail(), "token.certificate"), true};
  }
  auto attempting =
      attempt(std::move(request), std::move(*assertion), std::move(url), http, deadline);
  co_return co_await std::move(attempting);
}

asio::awaitable<Result<Obtained<Secret>>> obtain(std::shared_ptr<State> state, TokenRequest request,
                                                 net::HttpClient* http) {
  const auto deadline = async::Deadline::after(state->clock, kRequestTimeout);
  const bool next = state->pairs.begins_with_next(request.application);
  auto first_try = attempt_with(state, request, next, http, deadline);
  Attempt first = co_await std::move(first_try);
  const bool other = first.certificate_at_fault && request.application.next_key.has_value();
  if (!other) co_return std::move(first.outcome);

  auto second_try = attempt_with(state, request, !next, http, deadline);
  Attempt second = co_await std::move(second_try);
  if (second.outcome) state->pairs.worked(request.application, !next);
  // Where both pairs are at fault, what is wrong with the one in use is what has to be told.
  if (second.certificate_at_fault) co_return std::move(first.outcome);
  co_return std::move(second.outcome);
}

class CertificateTokens final : public TokenBroker {
 public:
  CertificateTokens(async::Clock& clock, async::OffloadPool* signing)
      : state_(std::make_shared<State>(clock, signing)) {}

  asio::awaitable<Result<Secret>> token(TokenRequest request, net::HttpClient& http,
                                        async::Deadline deadline) override {
    std::string key = key_of(request);
    KeptTokens<Secret>::Obtain work = [state = state_, request = std::move(request),
                                       client = &http] { return obtain(state, request, client); };
    auto getting = state_->tokens.get(std::move(key), std::move(work), deadline);
    co_return co_await std::move(getting);
  }

  void forget(const TokenRequest& request) override { state_->tokens.forget(key_of(request)); }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace

std::unique_ptr<TokenBroker> make_token_broker(async::Clock& clock, async::OffloadPool* signing) {
  return std::make_unique<CertificateTokens>(clock, signing);
}

}  // namespace fb::identity
