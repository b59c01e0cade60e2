// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/delegation_tokens.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/identity/kept_tokens.hpp"
#include "gateway/identity/key_pair_choice.hpp"
#include "gateway/identity/random.hpp"
#include "gateway/identity/xml_signing.hpp"
#include "protocols/wstrust/token_request.hpp"
#include "protocols/wstrust/token_response.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using config::Secret;
using model::Error;
using model::ErrorKind;
using model::Result;
using Token = std::shared_ptr<const DelegationToken>;

constexpr std::chrono::seconds kRequestTimeout{10};  // both attempts of a roll-over together
constexpr std::size_t kTokensMax = 8192;             // there is one for each user that asks
constexpr std::size_t kEntropyBytes = wstrust::kProofKeyBits / 8;

KeepingRules keeping_rules() {
  KeepingRules rules;
  rules.tokens_max = kTokensMax;
  return rules;
}

std::string key_of(const DelegationRequest& request) {
  std::string key = request.tenant.str();
  for (const std::string& part :
       {request.trust.application_uri, request.trust.key ? request.trust.key->certificate_file : "",
        request.issuer.uri, request.issuer.endpoint, request.target, request.offer,
        stated_address(request.trust, request.user).str()}) {
    key += '\n';
    key += part;
  }
  return key;
}

// The pairs in the form in which the choice between two pairs is remembered.
config::Application pairs_of(const config::FederationTrust& trust) {
  config::Application pairs;
  pairs.client_id = trust.application_uri;
  pairs.certificate_file = trust.key->certificate_file;
  pairs.private_key_file = trust.key->private_key_file;
  pairs.next_key = trust.next_key;
  return pairs;
}

struct Question {
  std::string body;
  Secret entropy;
};

// Reads the files and signs, so it runs on the pool.
Result<Question> make_question(const DelegationRequest& request, const config::KeyPairFiles& files,
                               model::UtcTime now) {
  wstrust::TokenRequest out;
  out.message_id = random_guid();
  out.endpoint = request.issuer.endpoint;
  out.created = now;
  out.application_uri = request.trust.application_uri;
  out.applies_to = request.target;
  out.offer = request.offer;
  auto statement = sign_statement(
      {"uuid-" + out.message_id + "-2", request.trust.application_uri, request.issuer.uri,
       stated_address(request.trust, request.user), request.trust.claims.email, now},
      files);
  if (!statement) return statement.error();
  out.signed_statement = std::move(*statement);
  Question question;
  question.entropy = random_secret(kEntropyBytes);
  out.entropy = question.entropy.reveal();
  wstrust::encode_token_request(out, question.body);
  config::wipe(out.entropy);
  return question;
}

asio::awaitable<Result<Question>> make_question_elsewhere(async::OffloadPool* crypto,
                                                          DelegationRequest request,
                                                          config::KeyPairFiles files,
                                                          model::UtcTime now) {
  Result<Question> question = Error::of(ErrorKind::internal, "nothing was signed");
  auto work = [&] { question = make_question(request, files, now); };
  auto running = crypto->run(std::move(work));
  const auto status = co_await std::move(running);
  if (!status) co_return status.error();
  co_return question;
}

Error trouble(std::string detail) {
  return Error::of(ErrorKind::peer_unreachable, std::move(detail), "delegation.unreachable");
}

std::uint32_t retry_after_s(const net::HttpResponse& response) {
  const std::string_view text = response.header("Retry-After");
  std::uint32_t seconds = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, seconds).ptr != end) return 0;
  return std::min(seconds, static_cast<std::uint32_t>(KeepingRules{}.retry_after_max.count()));
}

Result<Obtained<Token>> take(wstrust::IssuedToken issued, const Secret& entropy,
                             model::UtcTime now) {
  Secret half(std::move(issued.secret));
  auto token = std::make_shared<DelegationToken>();
  token->xml = std::move(issued.token);
  token->reference = issued.attached_reference.empty() ? std::move(issued.unattached_reference)
                                                       : std::move(issued.attached_reference);
  token->ends = issued.expires;
  if (issued.proof == wstrust::ProofKind::computed) {
    token->proof_key = computed_key(entropy, half, static_cast<std::size_t>(issued.key_bits) / 8);
  } else if (issued.proof == wstrust::ProofKind::given) {
    token->proof_key = std::move(half);
  }
  const std::chrono::seconds good_for = issued.expires - now;
  if (good_for < wstrust::IssuedToken::kLifetimeMin) {
    return Error::of(ErrorKind::token_unavailable,
                     "by our clock the token that was issued has ended already",
                     "delegation.answer");
  }
  // Its begin may lie in the future by our clock; its length is then what counts.
  return Obtained<Token>{std::move(token),
                         std::min<std::chrono::seconds>(good_for, issued.expires - issued.created)};
}

struct Attempt {
  Result<Obtained<Token>> outcome;
  bool other_pair_may_do = false;
};

asio::awaitable<Attempt> attempt(async::OffloadPool* crypto, async::Clock* clock,
                                 DelegationRequest request, config::KeyPairFiles files,
                                 net::HttpClient* http, async::Deadline deadline) {
  auto making = make_question_elsewhere(crypto, request, std::move(files), clock->utc_now());
  auto question = co_await std::move(making);
  if (!question) co_return Attempt{question.error(), true};
  net::HttpRequest call;
  call.url = request.issuer.endpoint;
  call.headers.push_back({"Content-Type", "application/soap+xml; charset=utf-8"});
  call.headers.push_back({"Accept", "application/soap+xml"});
  call.body = std::move(question->body);
  auto response = co_await http->exchange(std::move(call), deadline);
  if (!response) {
    co_return Attempt{
        trouble("the token service could not be asked: " + response.error().detail())};
  }
  auto answer = wstrust::decode_token_answer(response->body);
  config::wipe(response->body);
  if (!answer && response->status != 200) {
    auto error =
        trouble("the token service answered with HTTP " + std::to_string(response->status));
    co_return Attempt{std::move(error).with_retry_after_s(retry_after_s(*response))};
  }
  if (!answer) co_return Attempt{answer.error()};
  if (const auto* refusal = std::get_if<wstrust::TokenRefusal>(&*answer)) {
    co_return Attempt{wstrust::error_of(*refusal), true};
  }
  auto& issued = std::get<wstrust::IssuedToken>(*answer);
  co_return Attempt{take(std::move(issued), question->entropy, clock->utc_now())};
}

// Outlives every request for a token.
struct State {
  State(async::OffloadPool& pool, async::Clock& time)
      : crypto(pool), clock(time), tokens(time, keeping_rules()) {}

  async::OffloadPool& crypto;
  async::Clock& clock;
  KeptTokens<Token> tokens;
  KeyPairChoice pairs;
};

asio::awaitable<Result<Obtained<Token>>> obtain(std::shared_ptr<State> state,
                                                DelegationRequest request, net::HttpClient* http) {
  if (!request.trust.key || request.issuer.endpoint.empty()) {
    co_return Error::of(ErrorKind::token_unavailable,
                        "the federation trust has no key, or its token issuer has no endpoint",
                        "delegation.issuer");
  }
  const auto deadline = async::Deadline::after(state->clock, kRequestTimeout);
  const config::Application pairs = pairs_of(request.trust);
  const bool next = state->pairs.begins_with_next(pairs);
  const auto& first_files = next ? *request.trust.next_key : *request.trust.key;
  auto first_try = attempt(&state->crypto, &state->clock, request, first_files, http, deadline);
  Attempt first = co_await std::move(first_try);
  const bool again = first.other_pair_may_do && request.trust.next_key.has_value();
  if (!again) co_return std::move(first.outcome);

  const auto& other_files = next ? *request.trust.key : *request.trust.next_key;
  auto second_try = attempt(&state->crypto, &state->clock, request, other_files, http, deadline);
  Attempt second = co_await std::move(second_try);
  if (second.outcome) {
    state->pairs.worked(pairs, !next);
    co_return std::move(second.outcome);
  }
  // What is wrong with the pair in use is what has to be told.
  co_return std::move(first.outcome);
}

class KeptDelegationTokens final : public DelegationTokens {
 public:
  KeptDelegationTokens(async::OffloadPool& crypto, async::Clock& clock)
      : state_(std::make_shared<State>(crypto, clock)) {}

  asio::awaitable<Result<Token>> token(DelegationRequest request, net::HttpClient& http,
                                       async::Deadline deadline) override {
    std::string key = key_of(request);
    KeptTokens<Token>::Obtain work = [state = state_, request = std::move(request),
                                      client = &http] { return obtain(state, request, client); };
    auto getting = state_->tokens.get(std::move(key), std::move(work), deadline);
    co_return co_await std::move(getting);
  }

  void forget(const DelegationRequest& request) override { state_->tokens.forget(key_of(request)); }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace

model::SmtpAddress stated_address(const config::FederationTrust& trust,
                                  const model::SmtpAddress& user) {
  if (!trust.default_domain) return user;
  auto address =
      model::SmtpAddress::parse(std::string(user.local_part()) + "@" + trust.default_domain->str());
  return address ? *address : user;
}

std::unique_ptr<DelegationTokens> make_delegation_tokens(async::OffloadPool& crypto,
                                                         async::Clock& clock) {
  return std::make_unique<KeptDelegationTokens>(crypto, clock);
}

}  // namespace fb::identity
