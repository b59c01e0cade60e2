// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/async/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <list>
#include <mutex>
#include <utility>
#include <vector>

namespace fb::async {
namespace {

namespace asio = boost::asio;

struct Task {
  explicit Task(asio::any_io_executor on) : executor(std::move(on)) {}

  asio::any_io_executor executor;
  asio::cancellation_signal signal;
  // Under the group's lock. Until the coroutine is connected, the signal belongs to the thread that
  // spawns it.
  bool connected = false;
  bool cancel_wanted = false;
};

void post_cancel(std::shared_ptr<Task> task) {
  const asio::any_io_executor executor = task->executor;
  asio::post(executor,
             [task = std::move(task)] { task->signal.emit(asio::cancellation_type::terminal); });
}

// Rests on the waiter's executor; a timer that never expires is the event.
struct Waiter {
  explicit Waiter(const asio::any_io_executor& executor)
      : timer(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer timer;
  bool woken = false;
};

void wake(std::shared_ptr<Waiter> waiter) {
  const asio::any_io_executor executor = waiter->timer.get_executor();
  asio::post(executor, [waiter = std::move(waiter)] {
    waiter->woken = true;
    waiter->timer.cancel();
  });
}

bool is_cancellation(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

}  // namespace

struct TaskGroup::State {
  using Entry = std::list<std::shared_ptr<Task>>::iterator;

  void ended(Entry entry, const std::exception_ptr& exception) {
    if (exception && on_exception && !is_cancellation(exception)) on_exception(exception);
    std::vector<std::shared_ptr<Waiter>> awake;
    {
      const std::lock_guard lock(mutex);
      tasks.erase(entry);
      if (tasks.empty()) awake.swap(waiters);
    }
    for (std::shared_ptr<Waiter>& waiter : awake) wake(std::move(waiter));
  }

  OnException on_exception;
  mutable std::mutex mutex;
  std::list<std::shared_ptr<Task>> tasks;
  std::vector<std::shared_ptr<Waiter>> waiters;
  bool closed = false;
};

// However the wait ends, and be it with its io_context, the timer must not stay with the group.
class TaskGroup::Registration {
 public:
  Registration(State& state, std::shared_ptr<Waiter> waiter)
      : state_(state), waiter_(std::move(waiter)) {}
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;
  ~Registration() {
    const std::lock_guard lock(state_.mutex);
    std::erase(state_.waiters, waiter_);
  }

 private:
  State& state_;
  std::shared_ptr<Waiter> waiter_;
};

TaskGroup::TaskGroup(OnException on_exception) : state_(std::make_shared<State>()) {
  state_->on_exception = std::move(on_exception);
}

bool TaskGroup::spawn(asio::any_io_executor executor, asio::awaitable<void> coroutine) {
  auto task = std::make_shared<Task>(executor);
  State::Entry entry;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->closed) return false;
    entry = state_->tasks.insert(state_->tasks.end(), task);
  }
  // The handler keeps the signal until the coroutine has let go of its slot.
  asio::co_spawn(executor, std::move(coroutine),
                 asio::bind_cancellation_slot(
                     task->signal.slot(), [state = state_, entry, task](std::exception_ptr thrown) {
                       state->ended(entry, thrown);
                     }));
  const std::lock_guard lock(state_->mutex);
  task->connected = true;
  if (task->cancel_wanted) post_cancel(task);
  return true;
}

void TaskGroup::close() {
  const std::lock_guard lock(state_->mutex);
  state_->closed = true;
}

void TaskGroup::cancel() {
  const std::lock_guard lock(state_->mutex);
  for (const std::shared_ptr<Task>& task : state_->tasks) {
    task->cancel_wanted = true;
    if (task->connected) post_cancel(task);
  }
}

std::size_t TaskGroup::running() const {
  const std::lock_guard lock(state_->mutex);
  return state_->tasks.size();
}

asio::awaitable<void> TaskGroup::wait() {
  const std::shared_ptr<State> state = state_;
  auto waiter = std::make_shared<Waiter>(co_await asio::this_coro::executor);
  {
    const std::lock_guard lock(state->mutex);
    if (state->tasks.empty()) co_return;
    state->waiters.push_back(waiter);
  }
  const Registration registration(*state, waiter);
  boost::system::error_code ended;
  co_await waiter->timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
  if (!waiter->woken) throw boost::system::system_error(asio::error::operation_aborted);
}

}  // namespace fb::async
