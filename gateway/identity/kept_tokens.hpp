// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Tokens of one kind that are obtained when first needed, kept until shortly before they end, and
// obtained once however many wait, on whatever thread. After some part of its life, another one for
// each token, a token is renewed in the background of use while the old one goes on being handed
// out; where the renewal is refused, the old one still serves until its end. Refusals are
// remembered, so that nobody who asks often makes us ask often. In memory only.
//
// What obtaining gives: a token with the time for which it is good, or an error. An error of the
// kind token_unavailable is a refusal: the source was asked and said no. Any other kind says that
// it could not be asked, which is forgotten sooner. Whoever asks gets either as token_unavailable.
//
// Beware: obtaining runs detached, on the executor of whoever caused it, and may outlive its
// request: what it captures (an HttpClient too) must last as long as that executor. It has to have
// a time limit of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cache/store/sharded_lru.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/shared_answer.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

template <class Token>
struct Obtained {
  Token token;
  std::chrono::seconds good_for{0};  // from now on; zero: for whoever waits for it, and once
};

struct KeepingRules {
  std::size_t tokens_max = 1024;
  std::size_t waiting_max = 4096;        // for one token
  std::chrono::seconds margin_max{300};  // before its end a token is not used ...
  std::chrono::seconds refused{30};      // how long a refusal counts
  std::chrono::seconds unreachable{5};   // how long a source counts as one that cannot be asked
  std::chrono::seconds retry_after_max{300};  // what a source may ask us to wait
};

// For how long a token of that life is used: half of a short life is kept as the margin.
std::chrono::seconds usable_for(std::chrono::seconds good_for, const KeepingRules& rules);
// When to renew, in 70 to 90 % of that time, by chance.
std::chrono::milliseconds renewed_after(std::chrono::seconds usable_for);
// How long a failure counts.
std::chrono::seconds remembered_for(const model::Error& failure, const KeepingRules& rules);
// A failure of obtaining, as those see it who ask: "token.unreachable" where it has no rule.
model::Error token_failure(const model::Error& failure);
// The wait for somebody else's obtaining has failed.
model::Error no_token_came(const model::Error& failure);

template <class Token>
class KeptTokens {
 public:
  using Obtain = std::function<boost::asio::awaitable<model::Result<Obtained<Token>>>()>;

  explicit KeptTokens(async::Clock& clock, KeepingRules rules = {})
      : state_(std::make_shared<State>(clock, rules)) {}

  // The key names everything that the token depends on. Error: token_unavailable.
  boost::asio::awaitable<model::Result<Token>> get(std::string key, Obtain obtain,
                                                   async::Deadline deadline) {
    const std::shared_ptr<State> state = state_;
    const Known known = state->look(key);
    if (known.token) {
      if (known.renew) {
        const auto executor = co_await boost::asio::this_coro::executor;
        state->flights.start(executor, key, work(key, std::move(obtain)));
      }
      co_return *known.token;
    }
    if (known.failure) co_return *known.failure;

    auto working = work(key, std::move(obtain));
    auto waiting = state->flights.get(std::move(key), std::move(working), state->clock, deadline);
    auto token = co_await std::move(waiting);
    if (token || token.error().kind() == model::ErrorKind::token_unavailable) co_return token;
    co_return no_token_came(token.error());
  }

  // Of a token that was refused where it was shown: the next request gets a new one.
  void forget(const std::string& key) { state_->entries.erase(key); }

 private:
  struct Entry {
    std::optional<Token> token;
    async::SteadyTime until{};
    async::SteadyTime renew_at{};
    std::optional<model::Error> failure;  // of the last attempt
    async::SteadyTime failure_until{};
  };

  struct Known {
    std::optional<Token> token;
    std::optional<model::Error> failure;
    bool renew = false;
  };

  // Outlives every obtaining.
  struct State {
    State(async::Clock& time, const KeepingRules& those)
        : clock(time),
          rules(those),
          entries({those.tokens_max, kShards}),
          flights({those.tokens_max, those.waiting_max}) {}

    Known look(const std::string& key) {
      const async::SteadyTime now = clock.now();
      Known known;
      entries.edit_existing(key, [&](Entry& entry) {
        const bool failed = entry.failure && now < entry.failure_until;
        if (entry.token && now < entry.until) {
          known.token = entry.token;
          known.renew = now >= entry.renew_at && !failed;
          return 1;
        }
        entry.token.reset();
        if (failed) known.failure = entry.failure;
        return failed ? 1 : 0;
      });
      return known;
    }

    void keep(const std::string& key, const Obtained<Token>& obtained) {
      const std::chrono::seconds length = usable_for(obtained.good_for, rules);
      if (length.count() <= 0) return forget_failure(key);
      const async::SteadyTime now = clock.now();
      entries.edit(key, [&](Entry& entry) {
        entry = Entry{obtained.token, now + length, now + renewed_after(length), {}, {}};
        return 1;
      });
    }

    void forget_failure(const std::string& key) {
      entries.edit_existing(key, [](Entry& entry) {
        entry.failure.reset();
        return entry.token ? 1 : 0;
      });
    }

    void note(const std::string& key, const model::Error& failure) {
      const async::SteadyTime now = clock.now();
      entries.edit(key, [&](Entry& entry) {
        entry.failure = token_failure(failure);
        entry.failure_until = now + remembered_for(failure, rules);
        return 1;
      });
    }

    async::Clock& clock;
    const KeepingRules rules;
    cache::ShardedLru<std::string, Entry> entries;
    SharedAnswer<Token> flights;
  };

  static constexpr std::size_t kShards = 16;

  typename SharedAnswer<Token>::Work work(std::string key, Obtain obtain) {
    return [state = state_, key = std::move(key), obtain = std::move(obtain)] {
      return renew(state, key, obtain);
    };
  }

  static boost::asio::awaitable<model::Result<Token>> renew(std::shared_ptr<State> state,
                                                            std::string key, Obtain obtain) {
    // Somebody else may have finished just before this began.
    Known known = state->look(key);
    if (known.token && !known.renew) co_return std::move(*known.token);
    if (known.failure) co_return std::move(*known.failure);
    model::Result<Obtained<Token>> obtained = co_await obtain();
    if (obtained) {
      state->keep(key, *obtained);
      co_return std::move(obtained->token);
    }
    state->note(key, obtained.error());
    // Those who came after the old one had ended wait here; the others have it.
    known = state->look(key);
    if (known.token) co_return std::move(*known.token);
    co_return token_failure(obtained.error());
  }

  std::shared_ptr<State> state_;
};

}  // namespace fb::identity
