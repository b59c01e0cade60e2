// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/s2s_client.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "cache/store/ttl_store.hpp"
#include "gateway/identity/certificate_token.hpp"
#include "gateway/identity/kept_tokens.hpp"
#include "gateway/identity/s2s_token.hpp"
#include "gateway/net/https_url.hpp"
#include "protocols/model/letter_case.hpp"
#include "protocols/oauth/bearer_challenge.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::identity {

namespace asio = boost::asio;
using config::Secret;
using model::Error;
using model::ErrorKind;
using model::Result;
using oauth::BearerChallenge;
using std::chrono::seconds;

struct S2sClient::State {
  State(TokenBroker& tokens, async::OffloadPool& signing, async::Clock& time)
      : broker(tokens), pool(signing), clock(time), kept(time, {.tokens_max = kTargetsMax}) {}

  TokenBroker& broker;
  async::OffloadPool& pool;
  async::Clock& clock;
  cache::TtlStore<std::string, BearerChallenge, async::SteadyTime> challenges{kTargetsMax, 16};
  KeptTokens<Secret> kept;  // whole header values

  asio::awaitable<Result<BearerChallenge>> challenge_of(std::string url, net::HttpClient* http,
                                                        async::Deadline deadline);
  asio::awaitable<Result<Secret>> sign_actor(config::ExchangeApplication application,
                                             std::string audience);
  static asio::awaitable<Result<Obtained<Secret>>> obtain(std::shared_ptr<State> state,
                                                          S2sTarget target, net::HttpClient* http);
};

namespace {

constexpr seconds kObtainTimeout{10};  // the challenge and the actor token together

Error refusal(std::string detail, std::string rule) {
  return Error::of(ErrorKind::token_unavailable, std::move(detail), std::move(rule));
}

std::string key_of(const S2sTarget& target) {
  const config::ExchangeApplication& application = target.application;
  std::string key = target.url;
  for (const std::string& part :
       {application.client_id, application.realm, application.key.certificate_file,
        application.key.private_key_file, application.scope,
        application.user ? application.user->str() : std::string(),
        target.actor ? target.actor->login_host + '/' + target.actor->tenant.str() + '/' +
                           target.actor->application.client_id
                     : std::string()}) {
    key += '\n';
    key += part;
  }
  return key;
}

Result<BearerChallenge> read_challenge(const net::HttpResponse& response) {
  if (response.status != 401) {
    return refusal("an empty Bearer credential was answered with HTTP " +
                       std::to_string(response.status) + " and not with a challenge",
                   "s2s.no_challenge");
  }
  for (const net::HttpHeader& header : response.headers) {
    if (!model::equal_without_case(header.name, "WWW-Authenticate")) continue;
    if (auto challenge = BearerChallenge::read(header.value)) return std::move(*challenge);
  }
  return refusal("the server's challenge names no application for Bearer tokens",
                 "s2s.no_challenge");
}

// Every value is text: so the protocol has it, and all receivers read it.
std::string text_of(model::UtcTime time) { return std::to_string(time.time_since_epoch().count()); }

std::string actor_claims(const std::string& ourselves, const std::string& audience,
                         model::UtcTime now) {
  boost::json::object claims;
  claims["aud"] = audience;
  claims["iss"] = ourselves;
  claims["nameid"] = ourselves;
  claims["identityprovider"] = ourselves;
  claims["trustedfordelegation"] = "true";
  claims["nbf"] = text_of(now);
  claims["exp"] = text_of(now + S2sClient::kTokenLifetime);
  return boost::json::serialize(claims);
}

std::string outer_token(const model::SmtpAddress& user, const std::string& issuer,
                        const std::string& audience, std::string_view actor, model::UtcTime now,
                        model::UtcTime ends) {
  boost::json::object claims;
  claims["aud"] = audience;
  claims["iss"] = issuer;
  claims["nii"] = "urn:federation:MicrosoftOnline";
  claims["smtp"] = user.str();
  claims["nbf"] = text_of(now);
  claims["exp"] = text_of(ends);
  claims["actortoken"] = actor;
  std::string text = boost::json::serialize(claims);
  std::string token = wire::base64url(std::string_view(R"({"typ":"JWT","alg":"none"})")) + "." +
                      wire::base64url(std::string_view(text)) + ".";
  config::wipe(text);
  return token;
}

// What the authority wrote into the actor token; without it, what we asked for.
struct ActorFacts {
  std::string name_id;
  std::string audience;
  model::UtcTime ends;
};

ActorFacts facts_of(const Secret& actor, ActorFacts asked) {
  const auto token = oauth::CompactToken::read(actor.reveal());
  if (!token) return asked;
  if (!token->text("nameid").empty()) asked.name_id = token->text("nameid");
  if (s2s_audience(token->text("aud"))) asked.audience = token->text("aud");
  if (const auto ends = token->time("exp")) asked.ends = std::min(asked.ends, *ends);
  return asked;
}

// "<their client id>/<host>@<realm>", refused where the challenge would make something else of it.
Result<std::string> audience_for(const BearerChallenge& challenge, const std::string& host,
                                 const std::string& our_realm) {
  const std::string& realm = challenge.realm.empty() ? our_realm : challenge.realm;
  std::string audience = challenge.client_id + "/" + host + "@" + realm;
  const auto parts = s2s_audience(audience);
  if (!parts || parts->client_id != challenge.client_id || parts->host != host ||
      parts->realm != realm) {
    return refusal("the realm and the application of the server's challenge make no audience",
                   "s2s.realm");
  }
  return audience;
}

}  // namespace

asio::awaitable<Result<BearerChallenge>> S2sClient::State::challenge_of(std::string url,
                                                                        net::HttpClient* http,
                                                                        async::Deadline deadline) {
  if (auto known = challenges.find(url, clock.now())) co_return std::move(*known);
  net::HttpRequest request;
  request.method = "GET";
  request.url = url;
  request.headers.push_back({"Authorization", "Bearer"});
  const auto response = co_await http->exchange(std::move(request), deadline);
  if (!response) co_return response.error();
  auto challenge = read_challenge(*response);
  if (challenge) challenges.put(url, *challenge, clock.now() + kChallengeRemembered);
  co_return challenge;
}

asio::awaitable<Result<Secret>> S2sClient::State::sign_actor(
    config::ExchangeApplication application, std::string audience) {
  const std::string ourselves = application.client_id + "@" + application.realm;
  const model::UtcTime now = clock.utc_now();
  const std::string claims = actor_claims(ourselves, audience, now);
  Result<Secret> signed_token = Error::of(ErrorKind::internal, "nothing was signed");
  std::function<void()> work = [&] {
    signed_token = sign_with_certificate(application.key, claims, CertificateSignature::rs256, now);
  };
  const model::Status done = co_await pool.run(std::move(work));
  if (!done) co_return done.error();
  if (!signed_token) co_return refusal(signed_token.error().detail(), "s2s.key");
  co_return signed_token;
}

asio::awaitable<Result<Obtained<Secret>>> S2sClient::State::obtain(std::shared_ptr<State> state,
                                                                   S2sTarget target,
                                                                   net::HttpClient* http) {
  const auto deadline = async::Deadline::after(state->clock, kObtainTimeout);
  const auto url = net::HttpsUrl::parse(target.url);
  if (!url) co_return refusal("the URL of the source cannot be asked", "s2s.url");
  const auto challenge = co_await state->challenge_of(target.url, http, deadline);
  if (!challenge) co_return challenge.error();
  const config::ExchangeApplication& application = target.application;
  auto audience = audience_for(*challenge, url->host, application.realm);
  if (!audience) co_return audience.error();

  Result<Secret> actor = Error::of(ErrorKind::internal);
  if (target.actor) {
    actor = co_await state->broker.token(*target.actor, *http, deadline);
  } else {
    actor = co_await state->sign_actor(application, *audience);
  }
  if (!actor) co_return actor.error();

  const model::UtcTime now = state->clock.utc_now();
  ActorFacts facts{application.client_id + "@" + application.realm, std::move(*audience),
                   now + kTokenLifetime};
  facts = facts_of(*actor, std::move(facts));
  std::string shown(actor->reveal());
  if (application.user) {
    Secret inner(std::move(shown));
    shown = outer_token(*application.user, facts.name_id, facts.audience, inner.reveal(), now,
                        facts.ends);
  }
  Obtained<Secret> obtained{Secret("Bearer " + shown), facts.ends - now};
  config::wipe(shown);
  co_return obtained;
}

S2sClient::S2sClient(TokenBroker& tokens, async::OffloadPool& pool, async::Clock& clock)
    : state_(std::make_shared<State>(tokens, pool, clock)) {}
S2sClient::~S2sClient() = default;

asio::awaitable<Result<Secret>> S2sClient::authorization(S2sTarget target, net::HttpClient& http,
                                                         async::Deadline deadline) {
  std::string key = key_of(target);
  KeptTokens<Secret>::Obtain work = [state = state_, target = std::move(target), client = &http] {
    return State::obtain(state, target, client);
  };
  auto getting = state_->kept.get(std::move(key), std::move(work), deadline);
  co_return co_await std::move(getting);
}

std::string S2sClient::doubt(const S2sTarget& target) {
  if (target.actor) return {};
  const auto challenge = state_->challenges.find(target.url, state_->clock.now());
  if (!challenge || challenge->trusted_issuers.empty()) return {};
  const config::ExchangeApplication& application = target.application;
  const auto is_ours = [&](const std::string& issuer) {
    return issuer == application.client_id + "@" + application.realm ||
           issuer == application.client_id + "@*";
  };
  const auto& issuers = challenge->trusted_issuers;
  if (std::any_of(issuers.begin(), issuers.end(), is_ours)) return {};
  return "the issuers that it says it trusts do not include us, " + application.client_id + "@" +
         application.realm;
}

void S2sClient::forget(const S2sTarget& target) {
  state_->kept.forget(key_of(target));
  state_->challenges.erase(target.url);
  if (target.actor) state_->broker.forget(*target.actor);
}

}  // namespace fb::identity
