// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A few threads for work that would block an event loop: password hashing, files, signatures in
// bulk. The queue is bounded; when it is full the caller gets server_busy at once. The awaiting
// coroutine resumes on its own executor, and not before its work is done: cancellation waits.
//
// Beware: the pool has to go before the contexts of the coroutines that wait for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

#include "protocols/model/result.hpp"

namespace fb::async {

class OffloadPool {
 public:
  OffloadPool(std::size_t threads, std::size_t queue_max);
  ~OffloadPool();  // runs what is queued, joins

  // Runs `work` on a pool thread. The work must not throw.
  boost::asio::awaitable<model::Status> run(std::function<void()> work);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fb::async
