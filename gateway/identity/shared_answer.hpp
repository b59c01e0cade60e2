// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Work that is done once for all who ask for it at the same time, on whatever thread. It runs
// detached on the executor of whoever asked first, with its own time limit; who asks only waits, no
// longer than its own deadline, and is never cancelled into the work.
//
// Beware: nothing is remembered. The work looks at its store again before it begins, and stores
// before it returns.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <functional>
#include <string>
#include <utility>

#include "gateway/async/clock.hpp"
#include "gateway/async/flight_table.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

template <class Value, class Key = std::string, class Hash = std::hash<Key>>
class SharedAnswer {
 public:
  // Called once, by the one who leads. What it captures must outlive the caller.
  using Work = std::function<boost::asio::awaitable<model::Result<Value>>()>;

  explicit SharedAnswer(async::FlightLimits limits) : flights_(limits) {}

  // Besides what the work returns: deadline_passed, and server_busy where too many wait.
  boost::asio::awaitable<model::Result<Value>> get(Key key, Work work, async::Clock& clock,
                                                   async::Deadline deadline) {
    using namespace boost::asio::experimental::awaitable_operators;
    const auto executor = co_await boost::asio::this_coro::executor;
    auto claim = flights_.claim(std::span<const Key>(&key, 1));
    if (!claim.leads.empty()) spawn(executor, std::move(claim.leads.front()), std::move(work));
    auto either = claim.places.wait() || clock.wait_until(deadline.at);
    co_await std::move(either);
    const auto outcome = std::move(claim.places.outcomes().front());
    if (outcome.value) co_return *outcome.value;
    if (outcome.seat == async::Seat::refused) {
      co_return model::Error::of(model::ErrorKind::server_busy, "too many wait for one answer");
    }
    if (outcome.finished) {
      co_return model::Error::of(model::ErrorKind::internal, "the work ended without an answer");
    }
    co_return model::Error::of(model::ErrorKind::deadline_passed,
                               "the answer did not come before the deadline");
  }

  // The same without waiting; does nothing where the work is under way already.
  void start(const boost::asio::any_io_executor& executor, Key key, Work work) {
    auto claim = flights_.claim(std::span<const Key>(&key, 1));
    if (!claim.leads.empty()) spawn(executor, std::move(claim.leads.front()), std::move(work));
  }

 private:
  using Flights = async::FlightTable<Key, model::Result<Value>, Hash>;

  static void spawn(const boost::asio::any_io_executor& executor, typename Flights::Lead lead,
                    Work work) {
    boost::asio::co_spawn(executor, run(std::move(lead), std::move(work)), boost::asio::detached);
  }

  // An exception is a bug in the work. It ends here, because no session is above.
  static boost::asio::awaitable<void> run(typename Flights::Lead lead, Work work) {
    std::string bug;
    try {
      model::Result<Value> result = co_await work();
      lead.finish(std::move(result));
      co_return;
    } catch (const std::exception& exception) {
      bug = exception.what();
    }
    lead.finish(model::Error::of(model::ErrorKind::internal, "shared work threw: " + bug));
  }

  Flights flights_;
};

}  // namespace fb::identity
