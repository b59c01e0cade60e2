// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/signing_keys.hpp"

#include <algorithm>
#include <atomic>
#include <optional>

#include "cache/store/sharded_lru.hpp"
#include "gateway/identity/pinned_keys.hpp"
#include "gateway/identity/shared_answer.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using oauth::VerificationKey;

using Keys = std::shared_ptr<const oauth::KeySet>;

constexpr std::size_t kIssuersMax = 256;
constexpr async::FlightLimits kRefreshes{kIssuersMax, 4096};
constexpr std::chrono::hours kFresh{1};            // then refreshed in the background of use
constexpr std::chrono::hours kKept{24};            // then refreshed before use
constexpr std::chrono::minutes kRefreshPause{5};   // between refreshes of keys that we have
constexpr std::chrono::seconds kFailurePause{30};  // between attempts where we have none
constexpr std::chrono::seconds kRefreshTimeout{10};

// What is known of one issuer.
struct Issuer {
  Keys keys;                    // the last good ones
  async::SteadyTime fetched{};  // when
  std::optional<async::SteadyTime> attempted;
  std::optional<Error> failure;  // of the last attempt
};

Error unavailable(std::string detail) {
  return Error::of(ErrorKind::token_unavailable, std::move(detail));
}

Error unknown_key() {
  return Error::of(ErrorKind::unauthenticated, "the issuer has no such signing key",
                   "bearer.unknown_key");
}

const VerificationKey* pick(const Keys& keys, std::string_view kid) {
  if (!keys) return nullptr;
  const auto found = std::find_if(keys->keys.begin(), keys->keys.end(),
                                  [&](const VerificationKey& key) { return key.kid == kid; });
  return found == keys->keys.end() ? nullptr : &*found;
}

asio::awaitable<model::Result<std::string>> get(std::string url, net::HttpClient& http,
                                                async::Deadline deadline) {
  net::HttpRequest request;
  request.method = "GET";
  request.url = std::move(url);
  request.headers.push_back({"Accept", "application/json"});
  auto response = co_await http.exchange(std::move(request), deadline);
  if (!response) co_return unavailable(response.error().detail());
  if (response->status != 200) {
    co_return unavailable("it was answered with HTTP " + std::to_string(response->status));
  }
  co_return std::move(response->body);
}

asio::awaitable<model::Result<Keys>> fetch(KeySource source, net::HttpClient& http,
                                           async::Deadline deadline) {
  const auto document = co_await get(source.metadata_url, http, deadline);
  if (!document) co_return unavailable("the metadata: " + document.error().detail());
  const auto metadata = oauth::ProviderMetadata::read(*document);
  if (!metadata) co_return unavailable(metadata.error().detail());
  const auto& issuers = source.issuers;
  if (!issuers.empty() &&
      std::find(issuers.begin(), issuers.end(), metadata->issuer) == issuers.end()) {
    co_return unavailable("the metadata is that of another issuer");
  }
  const auto text = co_await get(metadata->jwks_uri, http, deadline);
  if (!text) co_return unavailable("the keys: " + text.error().detail());
  auto keys = oauth::KeySet::read(*text);
  if (!keys) co_return unavailable(keys.error().detail());
  if (keys->keys.empty()) co_return unavailable("the key set has no key that verifies signatures");
  co_return std::make_shared<const oauth::KeySet>(std::move(*keys));
}

// Outlives every refresh.
struct State {
  explicit State(async::Clock& time) : clock(time) {}

  async::Clock& clock;
  cache::ShardedLru<std::string, Issuer> issuers{{kIssuersMax, 1}};
  SharedAnswer<Keys> refreshes{kRefreshes};
  PinnedKeys pinned;
  std::atomic<std::uint64_t> changes{0};

  Issuer look(const std::string& url) {
    Issuer issuer;
    issuers.visit(url, [&](const Issuer& held) { issuer = held; });
    return issuer;
  }

  // True where another attempt would come too soon after the last.
  bool must_wait(const Issuer& issuer) const {
    if (!issuer.attempted) return false;
    const std::chrono::seconds pause = issuer.keys ? kRefreshPause : kFailurePause;
    return clock.now() - *issuer.attempted < pause;
  }
};

asio::awaitable<model::Result<Keys>> refresh(std::shared_ptr<State> state, KeySource source,
                                             net::HttpClient* http) {
  const Issuer before = state->look(source.metadata_url);
  if (state->must_wait(before)) {
    // Somebody else finished just before we began.
    if (before.failure) co_return *before.failure;
    co_return before.keys;
  }
  const std::string url = source.metadata_url;
  const async::SteadyTime attempted = state->clock.now();
  const auto deadline = async::Deadline::after(state->clock, kRefreshTimeout);
  auto keys = co_await fetch(std::move(source), *http, deadline);
  state->issuers.edit(url, [&](Issuer& issuer) {
    issuer.attempted = attempted;
    issuer.failure.reset();
    if (keys) {
      if (issuer.keys && !(*issuer.keys == **keys)) ++state->changes;
      issuer.keys = *keys;
      issuer.fetched = attempted;
    } else {
      issuer.failure = keys.error();
    }
    return 1;
  });
  co_return keys;
}

class PublishedKeys final : public SigningKeys {
 public:
  explicit PublishedKeys(async::Clock& clock) : state_(std::make_shared<State>(clock)) {}

  asio::awaitable<model::Result<VerificationKey>> find(KeySource source, std::string kid,
                                                       net::HttpClient& http,
                                                       async::Deadline deadline) override {
    if (!source.keys_file.empty()) co_return find_pinned(source.keys_file, kid);
    const Issuer issuer = state_->look(source.metadata_url);
    const VerificationKey* const known = pick(issuer.keys, kid);
    const auto age = state_->clock.now() - issuer.fetched;
    if (known != nullptr && age < kKept) {
      if (age >= kFresh && !state_->must_wait(issuer)) {
        const auto executor = co_await asio::this_coro::executor;
        std::string url = source.metadata_url;
        state_->refreshes.start(executor, std::move(url), work(std::move(source), http));
      }
      co_return *known;
    }
    if (state_->must_wait(issuer)) {
      if (known != nullptr) co_return *known;
      if (issuer.failure) co_return *issuer.failure;
      co_return unknown_key();
    }

    std::string url = source.metadata_url;
    auto refreshing = work(std::move(source), http);
    const auto keys = co_await state_->refreshes.get(std::move(url), std::move(refreshing),
                                                     state_->clock, deadline);
    if (!keys) {
      if (known != nullptr) co_return *known;
      co_return unavailable(keys.error().detail());
    }
    if (const VerificationKey* const found = pick(*keys, kid)) co_return *found;
    co_return unknown_key();
  }

  std::uint64_t changes() const override { return state_->changes; }

 private:
  model::Result<VerificationKey> find_pinned(const std::string& file, std::string_view kid) {
    const auto keys = state_->pinned.read(file);
    if (!keys) return keys.error();
    if (const VerificationKey* const found = pick(*keys, kid)) return *found;
    return unknown_key();
  }

  SharedAnswer<Keys>::Work work(KeySource source, net::HttpClient& http) {
    return [state = state_, source = std::move(source), client = &http] {
      return refresh(state, source, client);
    };
  }

  std::shared_ptr<State> state_;
};

}  // namespace

std::unique_ptr<SigningKeys> make_signing_keys(async::Clock& clock) {
  return std::make_unique<PublishedKeys>(clock);
}

}  // namespace fb::identity
