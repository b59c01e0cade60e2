// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several event loops on several threads ask for the same few tokens at the same time, while the
// source refuses, cannot be asked or gives tokens that are not kept, tokens are forgotten, and some
// who ask give up early. Whatever the order: a token is obtained by one at a time, and nobody gets
// the token of another key.
//
// FB_SEED=<number> repeats one run.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>
#include <random>
#include <thread>

#include "gateway/identity/kept_tokens.hpp"
#include "tests/support/seed.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kThreads = 4;
constexpr int kWorkersPerThread = 6;
constexpr int kRequestsPerWorker = 200;
constexpr std::size_t kKeys = 3;

// Failures are not remembered here, so that every request meets the source.
KeepingRules restless() {
  KeepingRules rules;
  rules.refused = seconds(0);
  rules.unreachable = seconds(0);
  return rules;
}

struct World {
  async::Clock& clock = async::real_clock();
  KeptTokens<std::size_t> tokens{clock, restless()};
  std::array<std::atomic<int>, kKeys> under_way{};
  std::atomic<int> overlaps{0};
  std::atomic<int> strangers{0};
  std::atomic<int> obtained{0};
  std::atomic<int> got{0};
  std::atomic<int> refused{0};
  std::atomic<int> gave_up{0};
};

// A token tells its key: the rest of its division by kKeys.
asio::awaitable<model::Result<Obtained<std::size_t>>> obtain(World* world, std::size_t key,
                                                             unsigned chance) {
  if (++world->under_way[key] != 1) ++world->overlaps;
  co_await world->clock.wait_until(world->clock.now() + microseconds(chance % 2000));
  --world->under_way[key];
  const auto number = static_cast<std::size_t>(++world->obtained);
  if (chance % 5 == 0) co_return Error::of(ErrorKind::token_unavailable, "no");
  if (chance % 7 == 0) co_return Error::of(ErrorKind::peer_unreachable, "down");
  const seconds good_for(chance % 3 == 0 ? 0 : 3600);
  co_return Obtained<std::size_t>{number * kKeys + key, good_for};
}

asio::awaitable<void> work(World* world, unsigned seed) {
  std::mt19937 random(seed);
  for (int i = 0; i < kRequestsPerWorker; ++i) {
    const std::size_t key = random() % kKeys;
    const unsigned chance = random();
    const std::string name = "key " + std::to_string(key);
    if (random() % 3 == 0) world->tokens.forget(name);
    const milliseconds patience(random() % 8 == 0 ? random() % 2 : 20'000);
    const auto deadline = async::Deadline::after(world->clock, patience);
    KeptTokens<std::size_t>::Obtain source = [world, key, chance] {
      return obtain(world, key, chance);
    };
    auto getting = world->tokens.get(name, std::move(source), deadline);
    const auto token = co_await std::move(getting);
    if (token) {
      ++world->got;
      if (*token % kKeys != key) ++world->strangers;
    } else if (token.error().rule() == "token.too_slow") {
      ++world->gave_up;
    } else {
      ++world->refused;
    }
  }
}

TEST(KeptTokensThreads, OneObtainsAndNobodyGetsAnothersToken) {
  const unsigned seed = test::seed();
  World world;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&world, seed, thread] {
      asio::io_context io(1);
      for (int worker = 0; worker < kWorkersPerThread; ++worker) {
        const unsigned own = seed + static_cast<unsigned>(thread * kWorkersPerThread + worker);
        asio::co_spawn(io, work(&world, own), asio::detached);
      }
      io.run();
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(world.overlaps, 0);
  EXPECT_EQ(world.strangers, 0);
  const int asked = kThreads * kWorkersPerThread * kRequestsPerWorker;
  EXPECT_EQ(world.got + world.refused + world.gave_up, asked);
  EXPECT_GT(world.got, 0);
  EXPECT_GT(world.refused, 0);
  EXPECT_LT(world.obtained, asked);
  std::cout << world.got << " got, " << world.refused << " refused, " << world.gave_up
            << " gave up, " << world.obtained << " obtained\n";
}

}  // namespace
}  // namespace fb::identity
