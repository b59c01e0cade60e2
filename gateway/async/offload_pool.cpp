// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/async/offload_pool.hpp"

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace fb::async {
namespace {

namespace asio = boost::asio;

// The coroutine is resumed through its handler alone, never by cancellation: the work may refer to
// the frame that waits for it, so that frame has to outlive the work.
class Job {
 public:
  virtual ~Job() = default;
  virtual void work() = 0;
  virtual void resume() = 0;
};

template <class Handler>
class WaitedJob final : public Job {
 public:
  WaitedJob(std::function<void()> work, Handler handler)
      : work_(std::move(work)),
        executor_(asio::prefer(asio::get_associated_executor(handler),
                               asio::execution::outstanding_work.tracked)),
        handler_(std::move(handler)) {}

  void work() override { work_(); }
  void resume() override { asio::post(executor_, std::move(handler_)); }

 private:
  std::function<void()> work_;
  asio::any_io_executor executor_;  // tracked: the context runs on while the work does
  Handler handler_;
};

}  // namespace

struct OffloadPool::State {
  explicit State(std::size_t limit) : queue_max(limit) {}

  // Takes one of the places of the queue, so that a full queue is known before anything is awaited.
  bool reserve() {
    const std::lock_guard lock(mutex);
    if (queue.size() + reserved >= queue_max) return false;
    ++reserved;
    return true;
  }

  void push(std::unique_ptr<Job> job) {
    {
      const std::lock_guard lock(mutex);
      --reserved;
      queue.push_back(std::move(job));
    }
    wake.notify_one();
  }

  void run_jobs() {
    std::unique_lock lock(mutex);
    for (;;) {
      wake.wait(lock, [this] { return stopping || !queue.empty(); });
      if (queue.empty()) return;
      const std::unique_ptr<Job> job = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      job->work();
      job->resume();
      lock.lock();
    }
  }

  const std::size_t queue_max;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::unique_ptr<Job>> queue;
  std::size_t reserved = 0;
  bool stopping = false;
  std::vector<std::thread> threads;
};

namespace {

template <class Push>
struct Enqueue {
  Push push;

  template <class Handler>
  void operator()(Handler&& handler, std::function<void()> work) {
    push(std::make_unique<WaitedJob<std::decay_t<Handler>>>(std::move(work),
                                                            std::forward<Handler>(handler)));
  }
};

}  // namespace

OffloadPool::OffloadPool(std::size_t threads, std::size_t queue_max)
    : state_(std::make_unique<State>(queue_max)) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->run_jobs(); });
  }
}

OffloadPool::~OffloadPool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
}

asio::awaitable<model::Status> OffloadPool::run(std::function<void()> work) {
  if (!state_->reserve()) {
    co_return model::Error::of(model::ErrorKind::server_busy, "the offload queue is full");
  }
  auto push = [state = state_.get()](std::unique_ptr<Job> job) { state->push(std::move(job)); };
  Enqueue<decltype(push)> enqueue{push};
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
      std::move(enqueue), asio::use_awaitable, std::move(work));
  co_return model::Status();
}

}  // namespace fb::async
