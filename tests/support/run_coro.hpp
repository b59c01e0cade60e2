// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Runs a coroutine to its end from a plain test function. What it throws is thrown on. A coroutine
// that waits for something which nothing will bring is a failure, not a hang, wherever that can be
// seen.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "tests/support/manual_clock.hpp"

namespace fb::test {
namespace detail {

template <class T>
struct Outcome {
  bool done = false;
  std::exception_ptr exception;
  std::optional<T> value;
};

template <class T>
boost::asio::awaitable<void> keep(boost::asio::awaitable<T> task,
                                  std::shared_ptr<Outcome<T>> outcome) {
  outcome->value.emplace(co_await std::move(task));
}

inline boost::asio::awaitable<void> keep(boost::asio::awaitable<void> task,
                                         std::shared_ptr<Outcome<bool>> outcome) {
  co_await std::move(task);
  outcome->value.emplace(true);
}

// `step` runs something and says whether it could.
template <class Kept, class T, class Step>
Kept run(boost::asio::io_context& io, boost::asio::awaitable<T> task, Step step) {
  auto outcome = std::make_shared<Outcome<Kept>>();
  boost::asio::co_spawn(io, keep(std::move(task), outcome),
                        [outcome](std::exception_ptr exception) {
                          outcome->done = true;
                          outcome->exception = exception;
                        });
  while (!outcome->done) {
    if (io.stopped()) io.restart();
    if (!step()) throw std::logic_error("the coroutine waits for what never comes");
  }
  if (outcome->exception) std::rethrow_exception(outcome->exception);
  return std::move(*outcome->value);
}

}  // namespace detail

template <class T>
T run_coro(boost::asio::io_context& io, boost::asio::awaitable<T> task) {
  const auto step = [&io] { return io.run_one() != 0; };
  if constexpr (std::is_void_v<T>) {
    detail::run<bool>(io, std::move(task), step);
  } else {
    return detail::run<T>(io, std::move(task), step);
  }
}

// For a coroutine that no other thread wakes: a thread that does may still be inside the context
// when this returns and the context is gone.
template <class T>
T run_coro(boost::asio::awaitable<T> task) {
  boost::asio::io_context io(1);
  return run_coro(io, std::move(task));
}

// The same without real waiting: whenever nothing is ready to run, time moves to the next thing
// that waits for it. For coroutines without real sockets.
template <class T>
T run_coro(boost::asio::io_context& io, ManualClock& clock, boost::asio::awaitable<T> task) {
  const auto step = [&io, &clock] { return io.poll_one() != 0 || clock.advance_to_next(); };
  if constexpr (std::is_void_v<T>) {
    detail::run<bool>(io, std::move(task), step);
  } else {
    return detail::run<T>(io, std::move(task), step);
  }
}

}  // namespace fb::test
