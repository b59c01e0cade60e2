// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several event loops on several threads ask for the same few mailboxes, give up and are cancelled
// at random, while answers come in any order. Whatever the order: nobody gets another's time,
// nobody waits for ever, and nothing is fetched twice while it is fresh.
//
// FB_SEED=<number> repeats one run.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "gateway/pipeline/cached_fetch.hpp"
#include "tests/support/blocks.hpp"
#include "tests/support/permits.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/staged_upstream.hpp"

namespace fb::pipeline {
namespace {

namespace asio = boost::asio;
using model::ErrorKind;
using model::Permit;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using test::at;
using test::busy;

constexpr int kThreads = 4;
constexpr int kWorkersPerThread = 6;
constexpr int kRequestsPerWorker = 40;
constexpr int kMailboxes = 6;
constexpr int kWeeks = 5;

// Numbers for many threads. The order in which threads draw is not repeatable; what is drawn is.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int below(int limit) {
    const std::lock_guard lock(mutex_);
    return std::uniform_int_distribution<int>(0, limit - 1)(engine_);
  }

 private:
  std::mutex mutex_;
  std::mt19937 engine_;
};

int number_of(const Permit& permit) { return permit->mailbox.local_part().back() - '0'; }

// One block a day whose minutes tell the mailbox, and one over every edge of a week.
std::vector<model::BusyBlock> truth(int mailbox, const model::TimeWindow& window) {
  std::vector<model::BusyBlock> blocks;
  for (int day = -1; day <= 7 * kWeeks; ++day) {
    const auto daily = busy(at(day, 9, mailbox), at(day, 10, mailbox));
    if (window.touches(daily.begin, daily.end)) blocks.push_back(daily);
    const auto over_night = busy(at(day, 22, mailbox), at(day + 1, 2, mailbox));
    if (day % 7 == 6 && window.touches(over_night.begin, over_night.end)) {
      blocks.push_back(over_night);
    }
  }
  return blocks;
}

struct World {
  explicit World(unsigned seed) : random(seed) {
    upstream.takes = [this] { return milliseconds(random.below(4)); };
    upstream.mailboxes_max = 3;
    upstream.answer = [this](const Permit& permit,
                             model::TimeWindow window) -> model::Result<model::Availability> {
      note(permit, window);
      if (number_of(permit) == 0) return model::Error::of(ErrorKind::peer_broken, "always");
      return model::Availability{window, truth(number_of(permit), window), {}, {}, permit->level};
    };
    fetch = make_cached_fetch(cache, upstream, snapshots, async::real_clock(),
                              std::chrono::seconds(20));
  }

  void note(const Permit& permit, const model::TimeWindow& window) {
    const std::lock_guard lock(mutex);
    for (auto chunk = cache.chunk_of(window.begin());
         cache.window_of(chunk, chunk).begin() < window.end(); ++chunk) {
      ++fetched[{number_of(permit), chunk}];
    }
  }

  void complain(const std::string& text) {
    const std::lock_guard lock(mutex);
    complaints.push_back(text);
  }

  Random random;
  cache::AvailabilityCache cache{cache::Limits{}};
  test::StagedUpstream upstream{async::real_clock()};
  config::SnapshotHolder snapshots{test::snapshot_of({{test::contoso_tenant()}, {}})};
  std::unique_ptr<CachedFetch> fetch;
  std::atomic<int> answered{0};
  std::atomic<int> gave_up{0};
  std::mutex mutex;
  std::map<std::pair<int, cache::ChunkIndex>, int> fetched;
  std::vector<std::string> complaints;
};

void judge(World& world, const std::vector<Permit>& permits, const model::TimeWindow& window,
           const std::vector<Fetched>& results) {
  if (results.size() != permits.size()) return world.complain("another number of answers");
  for (std::size_t i = 0; i < results.size(); ++i) {
    const int mailbox = number_of(permits[i]);
    const auto& availability = results[i].availability;
    if (availability) {
      ++world.answered;
      if (mailbox == 0) world.complain("an answer where there is none");
      if (availability->window != window) world.complain("another window");
      if (availability->blocks != truth(mailbox, window)) world.complain("another calendar");
    } else if (availability.error().kind() == ErrorKind::deadline_passed) {
      ++world.gave_up;
    } else if (mailbox != 0 || availability.error().kind() != ErrorKind::peer_broken) {
      world.complain("an error that nobody made: " + availability.error().detail());
    }
  }
}

asio::awaitable<void> cancel_later(std::shared_ptr<asio::cancellation_signal> signal,
                                   microseconds delay) {
  asio::steady_timer timer(co_await asio::this_coro::executor, delay);
  co_await timer.async_wait(asio::use_awaitable);
  signal->emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> one_request(World& world, net::HttpClient& http) {
  std::vector<Permit> permits;
  for (int i = 1 + world.random.below(4); i > 0; --i) {
    permits.push_back(test::source_permit("m" + std::to_string(world.random.below(kMailboxes)) +
                                          "@contoso.example"));
  }
  const int first = world.random.below(7 * kWeeks - 1);
  const int end = first + 1 + world.random.below(7 * kWeeks - first);
  const model::TimeWindow window = test::days(first, end);
  const auto deadline =
      async::Deadline::after(async::real_clock(), milliseconds(world.random.below(8)));
  FetchContext context{
      world.snapshots.current(), http, deadline, {}, model::CorrelationId::from_bytes({})};

  const auto executor = co_await asio::this_coro::executor;
  auto signal = std::make_shared<asio::cancellation_signal>();
  if (world.random.below(4) == 0) {
    const microseconds delay(world.random.below(4000));
    asio::co_spawn(executor, cancel_later(signal, delay), asio::detached);
  }
  auto task = world.fetch->fetch(permits, window, std::move(context));
  auto token = asio::bind_cancellation_slot(signal->slot(), asio::use_awaitable);
  const std::vector<Fetched> results = co_await asio::co_spawn(executor, std::move(task), token);
  judge(world, permits, window, results);
}

asio::awaitable<void> work(World& world, net::HttpClient& http) {
  for (int i = 0; i < kRequestsPerWorker; ++i) {
    try {
      co_await one_request(world, http);
    } catch (const boost::system::system_error& error) {
      // A request that is cancelled before it waits ends like any cancelled coroutine.
      if (error.code() != asio::error::operation_aborted) throw;
      ++world.gave_up;
    }
  }
}

asio::awaitable<void> drain(CachedFetch& fetch, std::atomic<bool>& drained) {
  co_await fetch.drain();
  drained = true;
}

void run_loop(World& world) {
  asio::io_context io(1);
  test::NoHttp http;
  for (int i = 0; i < kWorkersPerThread; ++i) {
    asio::co_spawn(io, work(world, http), [](std::exception_ptr exception) {
      if (exception) std::rethrow_exception(exception);
    });
  }
  io.run();
}

void run_everything(World& world) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&world] { run_loop(world); });
  }
  for (std::thread& thread : threads) thread.join();
}

class CachedFetchThreadsTest : public testing::Test {
 protected:
  void expect_no_complaint(World& world) {
    for (const std::string& each : world.complaints) ADD_FAILURE() << each;
    std::atomic<bool> drained = false;
    asio::io_context io;
    asio::co_spawn(io, drain(*world.fetch, drained), asio::detached);
    io.run();
    EXPECT_TRUE(drained);
    // Otherwise the run would have shown nothing.
    EXPECT_GT(world.answered, 0);
    EXPECT_GT(world.gave_up, 0);
  }

  unsigned seed_ = test::seed();
};

TEST_F(CachedFetchThreadsTest, NothingIsFetchedTwiceWhileItIsFresh) {
  for (unsigned round = 0; round < 3; ++round) {
    World world(seed_ + round);
    run_everything(world);
    expect_no_complaint(world);
    for (const auto& [mailbox_and_chunk, times] : world.fetched) {
      if (mailbox_and_chunk.first == 0) continue;  // its failure is not remembered
      EXPECT_EQ(times, 1) << "mailbox " << mailbox_and_chunk.first;
    }
  }
}

TEST_F(CachedFetchThreadsTest, PolicyMayChangeAndTheCacheMayBeEmptiedMeanwhile) {
  World world(seed_);
  std::atomic<bool> stop = false;
  std::thread disturber([&] {
    for (std::uint64_t generation = 2; !stop; ++generation) {
      config::Federation federation;
      federation.tenants = {test::contoso_tenant()};
      world.snapshots.publish(test::snapshot_of(std::move(federation), generation));
      world.cache.clear();
      std::this_thread::yield();
    }
  });
  run_everything(world);
  stop = true;
  disturber.join();
  expect_no_complaint(world);
}

}  // namespace
}  // namespace fb::pipeline
