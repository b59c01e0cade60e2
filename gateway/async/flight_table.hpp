// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What is being fetched right now, so that it is fetched once however many ask, on whatever thread.
// A request claims all that it misses in one step: what nobody fetches yet it leads, the rest it
// follows. Then it starts what it leads, detached, and waits for all of it together. Two requests
// with overlapping claims cannot wait for each other, because leading is done by the detached work
// and never by who waits.
//
// Not a cache: a flight is forgotten as soon as it has finished. Whoever leads stores first and
// finishes then, and looks at the store again before it works, because the flight that it did not
// find may have finished since the store was looked at.
//
// Beware: a Lead is a duty. One that is dropped finishes its flight without a value, so that nobody
// waits for ever. Waiting is for coroutines on single-threaded executors (see WakeUp).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/async/wake_up.hpp"

namespace fb::async {

struct FlightLimits {
  std::size_t flights_max = 32 * 1024;  // under way at once
  std::size_t followers_max = 1024;     // of one flight, who leads it included
};

enum class Seat : std::uint8_t { leads, follows, refused };

template <class Key, class Value, class Hash = std::hash<Key>>
class FlightTable {
  struct State;
  struct Flight;
  struct Party;

 public:
  class Lead {
   public:
    Lead(Lead&&) noexcept = default;
    Lead& operator=(Lead&& other) noexcept {
      std::swap(state_, other.state_);
      std::swap(key_, other.key_);
      return *this;
    }
    ~Lead() {
      if (state_) state_->finish(key_, nullptr);
    }

    const Key& key() const { return key_; }
    // Wakes everybody who waits for nothing else. The last use of this Lead.
    void finish(Value value) {
      const std::shared_ptr<State> state = std::exchange(state_, nullptr);
      if (state) state->finish(key_, std::make_shared<const Value>(std::move(value)));
    }

   private:
    friend class FlightTable;
    Lead(std::shared_ptr<State> state, Key key) : state_(std::move(state)), key_(std::move(key)) {}
    std::shared_ptr<State> state_;
    Key key_;
  };

  struct Outcome {
    Seat seat = Seat::refused;
    bool finished = false;
    std::shared_ptr<const Value> value;  // null where unfinished, refused or dropped
  };

  // One requester's place in all the flights that it claimed.
  class Places {
   public:
    Places(Places&&) noexcept = default;
    Places& operator=(Places&&) = delete;
    ~Places() {
      if (state_) state_->leave(*party_);
    }

    // True when every flight has finished; false when the wait was cancelled before that.
    boost::asio::awaitable<bool> wait() {
      const auto wake_up = std::make_shared<WakeUp>(co_await boost::asio::this_coro::executor);
      if (!state_->arm(*party_, wake_up)) co_return true;
      co_return co_await wake_up->wait();
    }

    // One per claimed key, in order, as things stand now.
    std::vector<Outcome> outcomes() const { return state_->outcomes(*party_); }

   private:
    friend class FlightTable;
    Places(std::shared_ptr<State> state, std::shared_ptr<Party> party)
        : state_(std::move(state)), party_(std::move(party)) {}
    std::shared_ptr<State> state_;
    std::shared_ptr<Party> party_;
  };

  struct Claim {
    std::vector<Lead> leads;  // in the order of the keys
    Places places;
  };

  explicit FlightTable(FlightLimits limits = {}) : state_(std::make_shared<State>(limits)) {}

  Claim claim(std::span<const Key> keys) {
    auto party = std::make_shared<Party>();
    std::vector<Key> led = state_->claim(keys, party);
    std::vector<Lead> leads;
    leads.reserve(led.size());
    for (Key& key : led) leads.push_back(Lead(state_, std::move(key)));
    return {std::move(leads), Places(state_, std::move(party))};
  }

  std::size_t under_way() const {
    const std::lock_guard lock(state_->mutex);
    return state_->flights.size();
  }

 private:
  struct Flight {
    bool finished = false;
    std::shared_ptr<const Value> value;
    std::vector<std::shared_ptr<Party>> followers;
  };

  struct Party {
    std::vector<std::pair<Seat, std::shared_ptr<Flight>>> flights;  // one per claimed key
    std::size_t pending = 0;
    std::shared_ptr<WakeUp> wake_up;
  };

  // Everything below is read and written with the lock held; nothing is resumed or destroyed with
  // the lock held that could come back here.
  struct State {
    explicit State(FlightLimits most) : limits(most) {}

    std::vector<Key> claim(std::span<const Key> keys, const std::shared_ptr<Party>& party) {
      std::vector<Key> led;
      const std::lock_guard lock(mutex);
      for (const Key& key : keys) {
        auto found = flights.find(key);
        Seat seat = Seat::follows;
        if (found == flights.end()) {
          seat = flights.size() < limits.flights_max ? Seat::leads : Seat::refused;
        } else if (found->second->followers.size() >= limits.followers_max) {
          seat = Seat::refused;
        }
        if (seat == Seat::refused) {
          party->flights.emplace_back(seat, nullptr);
          continue;
        }
        if (seat == Seat::leads) {
          found = flights.emplace(key, std::make_shared<Flight>()).first;
          led.push_back(key);
        }
        found->second->followers.push_back(party);
        party->flights.emplace_back(seat, found->second);
        ++party->pending;
      }
      return led;
    }

    void finish(const Key& key, std::shared_ptr<const Value> value) {
      std::shared_ptr<Flight> flight;
      std::vector<std::shared_ptr<WakeUp>> awake;
      {
        const std::lock_guard lock(mutex);
        const auto found = flights.find(key);
        flight = std::move(found->second);
        flights.erase(found);
        flight->finished = true;
        flight->value = std::move(value);
        for (const std::shared_ptr<Party>& party : flight->followers) {
          if (--party->pending == 0 && party->wake_up) awake.push_back(std::move(party->wake_up));
        }
        flight->followers.clear();
      }
      for (std::shared_ptr<WakeUp>& each : awake) WakeUp::bring(std::move(each));
    }

    void leave(const Party& party) {
      const std::lock_guard lock(mutex);
      for (const auto& [seat, flight] : party.flights) {
        if (!flight || flight->finished) continue;
        std::erase_if(flight->followers, [&](const auto& each) { return each.get() == &party; });
      }
    }

    bool arm(Party& party, std::shared_ptr<WakeUp> wake_up) {
      const std::lock_guard lock(mutex);
      if (party.pending == 0) return false;
      party.wake_up = std::move(wake_up);
      return true;
    }

    std::vector<Outcome> outcomes(const Party& party) const {
      std::vector<Outcome> all;
      all.reserve(party.flights.size());
      const std::lock_guard lock(mutex);
      for (const auto& [seat, flight] : party.flights) {
        Outcome outcome{seat, false, nullptr};
        if (flight) {
          outcome.finished = flight->finished;
          outcome.value = flight->value;
        }
        all.push_back(std::move(outcome));
      }
      return all;
    }

    const FlightLimits limits;
    mutable std::mutex mutex;
    std::unordered_map<Key, std::shared_ptr<Flight>, Hash> flights;
  };

  std::shared_ptr<State> state_;
};

}  // namespace fb::async
