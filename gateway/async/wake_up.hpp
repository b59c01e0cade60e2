// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Something that one coroutine waits for and any thread can bring about, once.
//
// Beware: belongs to the executor that it was made with, which must run one handler at a time;
// only `bring` may be called from elsewhere.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

namespace fb::async {

class WakeUp {
 public:
  explicit WakeUp(const boost::asio::any_io_executor& executor);

  // True when it was brought about, at once if that was before; false when the wait was cancelled.
  boost::asio::awaitable<bool> wait();

  // Never resumes anybody inside of the call: it is posted to the waiter's executor.
  static void bring(std::shared_ptr<WakeUp> wake_up);

 private:
  boost::asio::steady_timer timer_;  // never expires by itself
  bool brought_ = false;             // only on the executor
};

}  // namespace fb::async
