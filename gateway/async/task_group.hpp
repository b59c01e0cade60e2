// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Detached coroutines that somebody still answers for: a stop can refuse new ones, cancel those
// that run, and wait until the last has ended. Usable from every thread; each task runs and is
// cancelled on its own executor.
//
// Beware: a task that throws ends alone. What it threw goes to the function given below, not to
// whoever waits. The group may be destroyed before its tasks have ended.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>

namespace fb::async {

class TaskGroup {
 public:
  // Called on the thread of the task; must not throw. Cancellation is not reported.
  using OnException = std::function<void(std::exception_ptr)>;

  explicit TaskGroup(OnException on_exception = {});

  // False, and the task never starts, once the group is closed.
  bool spawn(boost::asio::any_io_executor executor, boost::asio::awaitable<void> coroutine);

  void close();   // takes no further tasks
  void cancel();  // asks every task that runs to end
  std::size_t running() const;

  // Resumes on the caller's executor when no task runs. Close first, or new tasks may keep it
  // waiting. Cancellable.
  boost::asio::awaitable<void> wait();

 private:
  struct State;
  class Registration;
  std::shared_ptr<State> state_;
};

}  // namespace fb::async
