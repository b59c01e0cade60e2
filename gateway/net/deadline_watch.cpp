// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/deadline_watch.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <utility>

namespace fb::net {

namespace asio = boost::asio;
using async::SteadyTime;

struct DeadlineWatch::State {
  State(asio::any_io_executor on, async::Clock& by, std::chrono::nanoseconds longest,
        std::function<void()> then)
      : executor(std::move(on)), clock(by), sleep_max(longest), on_passed(std::move(then)) {}

  SteadyTime next_wake(SteadyTime now) const {
    if (SteadyTime::max() - now <= sleep_max) return deadline;
    return std::min(deadline, now + sleep_max);
  }

  asio::any_io_executor executor;
  async::Clock& clock;
  const std::chrono::nanoseconds sleep_max;
  std::function<void()> on_passed;
  SteadyTime deadline = SteadyTime::max();
  SteadyTime wake = SteadyTime::max();
  std::shared_ptr<asio::cancellation_signal> signal;  // of the coroutine that runs
  bool started = false;
  bool sleeps = false;
  bool stopped = false;
  bool passed = false;

  // Nothing to do where it does not sleep: it will look before it does.
  void look_again() {
    if (sleeps) signal->emit(asio::cancellation_type::terminal);
  }

  static void start(const std::shared_ptr<State>& state);
  static asio::awaitable<void> run(std::shared_ptr<State> state);
};

void DeadlineWatch::State::start(const std::shared_ptr<State>& state) {
  state->started = true;
  const auto signal = std::make_shared<asio::cancellation_signal>();
  state->signal = signal;
  // The handler keeps the signal until the coroutine has let go of its slot.
  asio::co_spawn(state->executor, run(state),
                 asio::bind_cancellation_slot(signal->slot(), [signal](std::exception_ptr) {}));
}

asio::awaitable<void> DeadlineWatch::State::run(std::shared_ptr<State> state) {
  // Being cancelled means "look again", also more than once.
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!state->stopped) {
    const SteadyTime now = state->clock.now();
    if (now >= state->deadline) {
      state->deadline = SteadyTime::max();
      state->passed = true;
      state->on_passed();
      continue;
    }
    state->wake = state->next_wake(now);
    if (state->wake == SteadyTime::max()) {  // nothing to wake for: arm() starts another
      state->started = false;
      co_return;
    }
    state->sleeps = true;
    try {
      co_await state->clock.wait_until(state->wake);
    } catch (const boost::system::system_error&) {
    }
    state->sleeps = false;
  }
}

DeadlineWatch::DeadlineWatch(asio::any_io_executor executor, async::Clock& clock,
                             std::chrono::nanoseconds sleep_max, std::function<void()> on_passed)
    : state_(std::make_shared<State>(std::move(executor), clock, sleep_max, std::move(on_passed))) {
}

DeadlineWatch::~DeadlineWatch() {
  state_->stopped = true;
  state_->on_passed = nullptr;
  state_->look_again();
}

void DeadlineWatch::arm(SteadyTime at) {
  state_->deadline = at;
  state_->passed = false;
  if (!state_->started) {
    State::start(state_);
  } else if (at < state_->wake) {
    state_->look_again();
  }
}

void DeadlineWatch::disarm() { state_->deadline = SteadyTime::max(); }

bool DeadlineWatch::passed() const { return state_->passed; }

}  // namespace fb::net
