// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several event loops on several threads ask the same targets and look for the same endpoints, and
// some give up early. Whatever the order: no target gets more questions at a time than it takes, no
// seat is lost, and an endpoint is looked for once.
//
// FB_SEED=<number> repeats one run.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <random>
#include <thread>

#include "gateway/upstream/target_limits.hpp"
#include "tests/support/seed.hpp"
#include "tests/unit/gateway/upstream/discovery_support.hpp"

namespace fb::upstream {
namespace {

namespace asio = boost::asio;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr int kThreads = 4;
constexpr int kWorkersPerThread = 8;
constexpr int kRounds = 60;
constexpr int kSeats = 3;

// Runs the workers that `start` spawns into each of the loops until all have ended.
template <class Start>
void run_everywhere(Start start) {
  std::vector<std::unique_ptr<asio::io_context>> loops;
  for (int i = 0; i < kThreads; ++i) {
    loops.push_back(std::make_unique<asio::io_context>(1));
    for (int worker = 0; worker < kWorkersPerThread; ++worker) {
      start(*loops.back(), static_cast<unsigned>(i * kWorkersPerThread + worker));
    }
  }
  std::vector<std::thread> threads;
  for (const auto& loop : loops) threads.emplace_back([&loop] { loop->run(); });
  for (std::thread& thread : threads) thread.join();
}

struct SeatGame {
  async::Clock& clock = async::real_clock();
  TargetLimits limits{{kSeats, 1000}, clock};
  std::atomic<int> seated{0};
  std::atomic<int> most{0};
  std::atomic<int> turns{0};
  std::atomic<int> given_up{0};
};

asio::awaitable<void> ask_again_and_again(SeatGame& game, unsigned number) {
  std::mt19937 random(number);
  for (int round = 0; round < kRounds; ++round) {
    const bool patient = random() % 3 != 0;
    const milliseconds patience(patient ? 60'000 : random() % 2);
    const auto seat =
        co_await game.limits.take("target", 1000, async::Deadline::after(game.clock, patience));
    if (!seat) {
      EXPECT_FALSE(patient);
      EXPECT_EQ(seat.error().kind(), model::ErrorKind::deadline_passed);
      ++game.given_up;
      continue;
    }
    const int now = ++game.seated;
    int before = game.most;
    while (now > before && !game.most.compare_exchange_weak(before, now)) {
    }
    const microseconds length(random() % 200);
    co_await game.clock.wait_until(game.clock.now() + length);
    --game.seated;
    ++game.turns;
  }
}

TEST(UpstreamThreads, NoTargetGetsMoreThanItTakesAndNoSeatIsLost) {
  SeatGame game;
  const unsigned first = test::seed();
  run_everywhere([&](asio::io_context& io, unsigned number) {
    asio::co_spawn(io, ask_again_and_again(game, first + number), [](std::exception_ptr failed) {
      if (failed) std::rethrow_exception(failed);
    });
  });
  EXPECT_EQ(game.most, kSeats);
  EXPECT_EQ(game.turns + game.given_up, kThreads * kWorkersPerThread * kRounds);
  EXPECT_GT(game.turns, 0);
  EXPECT_EQ(game.limits.targets(), 0u);
}

// One answer for everybody, after a moment. Shared by all threads.
class SlowServer final : public net::HttpClient {
 public:
  asio::awaitable<model::Result<net::HttpResponse>> exchange(net::HttpRequest,
                                                             async::Deadline) override {
    ++asked;
    async::Clock& clock = async::real_clock();
    co_await clock.wait_until(clock.now() + milliseconds(20));
    net::HttpResponse response;
    response.status = 200;
    response.body = test::soap_found("https://contoso-cn.example/EWS/Exchange.asmx");
    co_return response;
  }

  std::atomic<int> asked{0};
};

struct SearchGame {
  test::AnyTokens tokens;
  SlowServer server;
  Discovery discovery{tokens, async::real_clock(), {}, nullptr, nullptr};
  std::atomic<int> found{0};
};

DiscoveryQuestion question() {
  config::AddressSpace space = test::contoso_tenant().address_spaces.front();
  space.target_service_epr.clear();
  const auto snapshot = test::snapshot_of({});
  const DiscoveryTarget target = target_of(space);
  return {test::contoso(), target, hosts_for(target, *snapshot), {}, 1};
}

asio::awaitable<void> look_for_it(SearchGame& game, unsigned number) {
  std::mt19937 random(number);
  for (int round = 0; round < kRounds; ++round) {
    const Discovered discovered = co_await game.discovery.find(
        question(), game.server, async::Deadline::after(async::real_clock(), milliseconds(60'000)));
    EXPECT_TRUE(discovered.endpoint);
    ++game.found;
    if (random() % 8 == 0) game.discovery.doubt(question());  // found only just now
  }
}

TEST(UpstreamThreads, AnEndpointIsLookedForOnce) {
  SearchGame game;
  const unsigned first = test::seed();
  run_everywhere([&](asio::io_context& io, unsigned number) {
    asio::co_spawn(io, look_for_it(game, first + number), [](std::exception_ptr failed) {
      if (failed) std::rethrow_exception(failed);
    });
  });
  EXPECT_EQ(game.found, kThreads * kWorkersPerThread * kRounds);
  EXPECT_EQ(game.server.asked, 1);
}

}  // namespace
}  // namespace fb::upstream
