// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Documents that others publish and change: signing keys, federation metadata. Kept for a day,
// refreshed in the background of use after an hour. One that does not hold what is looked for
// causes a refresh, and after a refresh that was in vain there is none for five minutes, so that
// made-up names cannot make us ask often. When a source is down, its last good document stays, and
// a source that never answered is asked again after half a minute.
//
// One refresh at a time per source; bounded in sources. Shared by all threads.
//
// Beware: a refresh runs detached, on the executor of whoever caused it, and may outlive its
// request: what the fetch captures (an HttpClient too) must last as long as that executor.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cache/store/sharded_lru.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/shared_answer.hpp"
#include "gateway/identity/source_watch.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

struct RefreshRules {
  std::size_t sources_max = 256;
  std::size_t waiting_max = 4096;          // for one source
  std::chrono::seconds fresh{3600};        // then refreshed in the background of use
  std::chrono::seconds kept{24 * 3600};    // then refreshed before use
  std::chrono::seconds pause{300};         // between refreshes of a document that we have
  std::chrono::seconds pause_without{30};  // between attempts where we have none
  std::chrono::seconds timeout{10};        // of one fetch
};

template <class Document>
class RefreshedDocuments {
 public:
  using Value = std::shared_ptr<const Document>;
  // Gets one source's document by the deadline. Errors: token_unavailable.
  using Fetch = std::function<boost::asio::awaitable<model::Result<Document>>(async::Deadline)>;
  // Whether a document holds what is looked for.
  using Fits = std::function<bool(const Document&)>;

  explicit RefreshedDocuments(async::Clock& clock, SourceWatch watch = {}, RefreshRules rules = {})
      : state_(std::make_shared<State>(clock, std::move(watch), rules)) {}

  // A document that fits, or the newest there is, which does not. Error: nothing that fits is
  // there, and the source cannot be had.
  boost::asio::awaitable<model::Result<Value>> find(std::string source, Fits fits, Fetch fetch,
                                                    async::Deadline deadline) {
    const std::shared_ptr<State> state = state_;
    const Held held = state->look(source);
    const bool known = held.document && fits(*held.document);
    const auto age = state->clock.now() - held.fetched;
    if (known && age < state->rules.kept) {
      if (age >= state->rules.fresh && !state->tried_just_now(held)) {
        const auto executor = co_await boost::asio::this_coro::executor;
        state->flights.start(executor, source, work(source, std::move(fetch), held, {}));
      }
      co_return held.document;
    }
    if (known ? state->tried_just_now(held) : state->searched_just_now(held)) {
      if (known || !held.failure) co_return held.document;
      co_return *held.failure;
    }
    if (known) fits = nullptr;  // not a search
    auto working = work(source, std::move(fetch), held, std::move(fits));
    auto waiting =
        state->flights.get(std::move(source), std::move(working), state->clock, deadline);
    auto fetched = co_await std::move(waiting);
    if (!fetched && known) co_return held.document;
    co_return fetched;
  }

  // The last good one, null where there never was one.
  Value held(const std::string& source) const { return state_->look(source).document; }

  // Refreshes unless that was tried a moment ago. Says how it went.
  boost::asio::awaitable<model::Status> refresh(std::string source, Fetch fetch,
                                                async::Deadline deadline) {
    const std::shared_ptr<State> state = state_;
    const Held before = state->look(source);
    if (state->tried_just_now(before)) {
      if (before.failure) co_return *before.failure;
      co_return model::Status();
    }
    auto working = work(source, std::move(fetch), before, {});
    auto waiting =
        state->flights.get(std::move(source), std::move(working), state->clock, deadline);
    const auto fetched = co_await std::move(waiting);
    if (!fetched) co_return fetched.error();
    co_return model::Status();
  }

  // Counts every change of any source's document.
  std::uint64_t changes() const { return state_->changes; }

 private:
  struct Held {
    Value document;               // the last good one
    async::SteadyTime fetched{};  // when
    std::uint64_t attempts = 0;
    async::SteadyTime attempted{};                // the last time
    std::optional<async::SteadyTime> searched{};  // in vain
    std::optional<model::Error> failure{};        // of the last attempt
  };

  // Outlives every refresh.
  struct State {
    State(async::Clock& time, SourceWatch observer, const RefreshRules& those)
        : clock(time),
          watch(std::move(observer)),
          rules(those),
          sources({those.sources_max, 1}),
          flights({those.sources_max, those.waiting_max}) {}

    Held look(const std::string& source) {
      Held held;
      sources.visit(source, [&](const Held& found) { held = found; });
      return held;
    }

    bool tried_just_now(const Held& held) const {
      const std::chrono::seconds pause = held.document ? rules.pause : rules.pause_without;
      return held.attempts > 0 && clock.now() - held.attempted < pause;
    }
    bool searched_just_now(const Held& held) const {
      if (!held.document) return tried_just_now(held);
      if (held.failure && clock.now() - held.attempted < rules.pause_without) return true;
      return held.searched && clock.now() - *held.searched < rules.pause;
    }

    void note(const std::string& source, async::SteadyTime attempted, bool in_vain,
              const model::Result<Value>& outcome) {
      bool was_down = false;
      sources.edit(source, [&](Held& held) {
        was_down = held.failure.has_value();
        ++held.attempts;
        held.attempted = attempted;
        if (in_vain) held.searched = attempted;
        held.failure.reset();
        if (outcome) {
          if (held.document && !(*held.document == **outcome)) ++changes;
          held.document = *outcome;
          held.fetched = attempted;
        } else {
          held.failure = outcome.error();
        }
        return 1;
      });
      if (!watch || was_down == outcome.has_error()) return;
      if (outcome) return watch(source, nullptr);
      const model::Error failure = outcome.error();
      watch(source, &failure);
    }

    async::Clock& clock;
    const SourceWatch watch;
    const RefreshRules rules;
    cache::ShardedLru<std::string, Held> sources;
    SharedAnswer<Value> flights;
    std::atomic<std::uint64_t> changes{0};
  };

  typename SharedAnswer<Value>::Work work(std::string source, Fetch fetch, const Held& seen,
                                          Fits search) {
    return [state = state_, source = std::move(source), fetch = std::move(fetch),
            attempts = seen.attempts, search = std::move(search)] {
      return fetch_once(state, source, fetch, attempts, search);
    };
  }

  static boost::asio::awaitable<model::Result<Value>> fetch_once(std::shared_ptr<State> state,
                                                                 std::string source, Fetch fetch,
                                                                 std::uint64_t attempts_seen,
                                                                 Fits search) {
    const Held before = state->look(source);
    if (before.attempts != attempts_seen) {
      // Somebody else finished just before this began.
      if (before.failure) co_return *before.failure;
      co_return before.document;
    }
    const async::SteadyTime attempted = state->clock.now();
    const auto deadline = async::Deadline::after(state->clock, state->rules.timeout);
    auto fetching = fetch(deadline);
    auto document = co_await std::move(fetching);
    model::Result<Value> outcome = Value();
    if (document) {
      outcome = Value(std::make_shared<const Document>(std::move(*document)));
    } else {
      outcome = document.error();
    }
    const bool in_vain = search && outcome && !search(**outcome);
    state->note(source, attempted, in_vain, outcome);
    co_return outcome;
  }

  std::shared_ptr<State> state_;
};

}  // namespace fb::identity
