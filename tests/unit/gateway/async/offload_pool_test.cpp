// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/async/offload_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "gateway/async/task_group.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::async {
namespace {

namespace asio = boost::asio;

struct Threads {
  std::thread::id before;
  std::thread::id work;
  std::thread::id after;
};

asio::awaitable<Threads> observe_threads(OffloadPool& pool) {
  Threads seen;
  seen.before = std::this_thread::get_id();
  std::function<void()> work = [&seen] { seen.work = std::this_thread::get_id(); };
  const model::Status status = co_await pool.run(std::move(work));
  EXPECT_TRUE(status.has_value());
  seen.after = std::this_thread::get_id();
  co_return seen;
}

TEST(OffloadPool, WorksElsewhereAndResumesAtHome) {
  asio::io_context io(1);
  OffloadPool pool(1, 4);
  const Threads seen = test::run_coro(io, observe_threads(pool));
  EXPECT_EQ(seen.before, seen.after);
  EXPECT_NE(seen.before, seen.work);
  EXPECT_NE(seen.work, std::thread::id());
}

asio::awaitable<void> run_and_keep(OffloadPool& pool, std::function<void()> work,
                                   std::vector<model::Status>& results) {
  results.push_back(co_await pool.run(std::move(work)));
}

// One thread that is held, and a queue of two.
struct FullPool : testing::Test {
  ~FullPool() override { release(); }

  void submit(std::function<void()> work) {
    ASSERT_TRUE(tasks.spawn(io.get_executor(), run_and_keep(pool, std::move(work), results)));
    io.poll();
    io.restart();
  }
  void hold_the_thread() {
    submit([this] {
      held.set_value();
      released.get_future().wait();
    });
    held.get_future().wait();
  }
  void release() {
    if (!std::exchange(is_released, true)) released.set_value();
  }

  std::promise<void> held;
  std::promise<void> released;
  bool is_released = false;
  std::atomic<int> worked = 0;
  asio::io_context io{1};
  OffloadPool pool{1, 2};
  TaskGroup tasks;
  std::vector<model::Status> results;
};

TEST_F(FullPool, RefusesWhatTheQueueCannotHold) {
  hold_the_thread();
  submit([this] { ++worked; });
  submit([this] { ++worked; });
  EXPECT_TRUE(results.empty());
  submit([this] { ++worked; });
  ASSERT_EQ(results.size(), 1U);
  ASSERT_TRUE(results[0].has_error());
  EXPECT_EQ(results[0].error().kind(), model::ErrorKind::server_busy);

  release();
  io.run();
  EXPECT_EQ(worked, 2);
  ASSERT_EQ(results.size(), 4U);
  for (std::size_t i = 1; i < results.size(); ++i) EXPECT_TRUE(results[i].has_value());
}

TEST_F(FullPool, CancellationDoesNotLeaveTheWorkBehind) {
  hold_the_thread();
  tasks.cancel();
  io.poll();
  EXPECT_EQ(tasks.running(), 1U) << "the frame that the work may refer to is gone";
  release();
  io.restart();
  io.run();
  EXPECT_EQ(tasks.running(), 0U);
}

TEST(OffloadPool, DestructionRunsWhatIsQueued) {
  std::atomic<int> worked = 0;
  asio::io_context io(1);
  TaskGroup tasks;
  std::vector<model::Status> results;
  {
    OffloadPool pool(1, 100);
    for (int i = 0; i < 100; ++i) {
      std::function<void()> work = [&worked] { ++worked; };
      tasks.spawn(io.get_executor(), run_and_keep(pool, std::move(work), results));
    }
    io.poll();
  }
  EXPECT_EQ(worked, 100);
  io.restart();
  io.run();
  EXPECT_EQ(results.size(), 100U);
}

}  // namespace
}  // namespace fb::async
