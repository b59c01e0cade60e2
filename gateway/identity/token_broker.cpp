// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/token_broker.hpp"

#include <algorithm>
#include <charconv>

#include "cache/store/ttl_store.hpp"
#include "gateway/identity/client_assertion.hpp"
#include "gateway/identity/shared_answer.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using config::Secret;
using model::Error;
using model::ErrorKind;
using model::Result;

constexpr std::size_t kTokensMax = 1024;
constexpr async::FlightLimits kRequests{kTokensMax, 4096};
constexpr std::chrono::seconds kRequestTimeout{10};
constexpr std::chrono::seconds kMargin{300};  // before its end a token is not used
constexpr std::chrono::seconds kRefusalRemembered{30};
constexpr std::chrono::seconds kTroubleRemembered{5};  // the service could not be asked
constexpr std::chrono::seconds kRetryAfterMax{300};

std::string key_of(const TokenRequest& request) {
  std::string key = request.login_host;
  for (const std::string& part : {request.tenant.str(), request.application.client_id,
                                  request.application.certificate_file, request.scope}) {
    key += '\n';
    key += part;
  }
  return key;
}

Error unavailable(std::string detail, std::string rule) {
  return Error::of(ErrorKind::token_unavailable, std::move(detail), std::move(rule));
}

std::uint32_t retry_after_s(const net::HttpResponse& response) {
  const std::string_view text = response.header("Retry-After");
  std::uint32_t seconds = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, seconds).ptr != end) return 0;
  return std::min(seconds, static_cast<std::uint32_t>(kRetryAfterMax.count()));
}

// Half of a short life is kept as the margin.
std::chrono::seconds usable_for(std::chrono::seconds expires_in) {
  return expires_in - std::min(kMargin, expires_in / 2);
}

// Outlives every request for a token.
struct State {
  explicit State(async::Clock& time) : clock(time) {}

  async::Clock& clock;
  cache::TtlStore<std::string, Result<Secret>, async::SteadyTime> tokens{kTokensMax, 16};
  SharedAnswer<Secret> requests{kRequests};

  Result<Secret> keep(const std::string& key, Result<Secret> outcome, std::chrono::seconds length) {
    if (length.count() > 0) tokens.put(key, outcome, clock.now() + length);
    return outcome;
  }
};

asio::awaitable<Result<Secret>> request_token(std::shared_ptr<State> state, TokenRequest request,
                                              net::HttpClient* http) {
  const std::string key = key_of(request);
  if (auto kept = state->tokens.find(key, state->clock.now())) co_return std::move(*kept);
  const std::string url =
      "https://" + request.login_host + "/" + request.tenant.str() + "/oauth2/v2.0/token";
  const auto assertion = make_client_assertion(request.application, url, state->clock.utc_now());
  if (!assertion) {
    auto error = unavailable(assertion.error().detail(), "token.certificate");
    co_return state->keep(key, std::move(error), kTroubleRemembered);
  }

  net::HttpRequest call;
  call.url = url;
  call.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  call.headers.push_back({"Accept", "application/json"});
  call.body = oauth::client_credentials_form(request.application.client_id, request.scope,
                                             assertion->reveal());
  const auto deadline = async::Deadline::after(state->clock, kRequestTimeout);
  auto response = co_await http->exchange(std::move(call), deadline);
  if (!response) {
    auto error = unavailable("the sign-in service could not be asked: " + response.error().detail(),
                             "token.unreachable");
    co_return state->keep(key, std::move(error), kTroubleRemembered);
  }
  auto read = oauth::TokenResponse::read(response->status, response->body);
  config::wipe(response->body);
  if (!read) {
    const std::uint32_t wait = retry_after_s(*response);
    Error error = read.error();
    co_return state->keep(key, std::move(error).with_retry_after_s(wait),
                          std::max(kRefusalRemembered, std::chrono::seconds(wait)));
  }
  co_return state->keep(key, Secret(std::move(read->access_token)), usable_for(read->expires_in));
}

class CertificateTokens final : public TokenBroker {
 public:
  explicit CertificateTokens(async::Clock& clock) : state_(std::make_shared<State>(clock)) {}

  asio::awaitable<Result<Secret>> token(TokenRequest request, net::HttpClient& http,
                                        async::Deadline deadline) override {
    std::string key = key_of(request);
    if (auto kept = state_->tokens.find(key, state_->clock.now())) co_return std::move(*kept);
    SharedAnswer<Secret>::Work work = [state = state_, request = std::move(request),
                                       client = &http] {
      return request_token(state, request, client);
    };
    auto token =
        co_await state_->requests.get(std::move(key), std::move(work), state_->clock, deadline);
    if (token || token.error().kind() == ErrorKind::token_unavailable) co_return token;
    co_return unavailable("no token came: " + token.error().detail(), "token.too_slow");
  }

  void forget(const TokenRequest& request) override { state_->tokens.erase(key_of(request)); }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace

std::unique_ptr<TokenBroker> make_token_broker(async::Clock& clock) {
  return std::make_unique<CertificateTokens>(clock);
}

}  // namespace fb::identity
