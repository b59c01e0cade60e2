// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Readers of the snapshot, of listings and of history while changes, imports and reloads go on.
#include <gmock/gmock.h>

#include <boost/asio/detached.hpp>
#include <thread>

#include "tests/support/seed.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

constexpr int kWrites = 60;
constexpr int kReaders = 3;

std::string pair_of(int k, char which) {
  return std::string(1, which) + std::to_string(k) + "@x.example";
}

boost::asio::awaitable<void> write_pairs(Registry& registry, std::atomic<bool>& stop) {
  for (int k = 1; k <= kWrites; ++k) {
    std::vector<Change> changes{allow(Verb::put, 1, k % 25 + 1), add_contact(pair_of(k, 'a')),
                                add_contact(pair_of(k, 'b'))};
    if (k > 3) {
      changes.push_back(remove_contact(pair_of(k - 3, 'a')));
      changes.push_back(remove_contact(pair_of(k - 3, 'b')));
    }
    const auto outcome = co_await registry.apply(std::move(changes), kAlice, k % 10 == 0);
    if (k % 10 != 0) {
      EXPECT_TRUE(outcome) << outcome.error().sentence;
    }
    if (k % 10 == 0) {
      // Nothing was written: the same again in earnest.
      std::vector<Change> again{allow(Verb::put, 1, k % 25 + 1), add_contact(pair_of(k, 'a')),
                                add_contact(pair_of(k, 'b')), remove_contact(pair_of(k - 3, 'a')),
                                remove_contact(pair_of(k - 3, 'b'))};
      const auto written = co_await registry.apply(std::move(again), kAlice, false);
      EXPECT_TRUE(written) << written.error().sentence;
    }
  }
  stop = true;
}

boost::asio::awaitable<void> import_often(Registry& registry, std::atomic<bool>& stop) {
  for (int round = 0; !stop; ++round) {
    DirectoryImport import{test::contoso(), "corp"};
    for (int i = 0; i < 20; ++i) {
      const std::string address = "i" + std::to_string(i + round % 5) + "@y.example";
      import.recipients.push_back(imported(std::to_string(i), address));
    }
    const auto report = co_await registry.import(std::move(import), kAlice, false);
    EXPECT_TRUE(report) << report.error().sentence;
  }
}

boost::asio::awaitable<void> list_often(Registry& registry, std::atomic<bool>& stop) {
  std::uint64_t last = 0;
  while (!stop) {
    ListQuery query;
    query.kind = ObjectKind::mail_contact;
    const auto page = co_await registry.list(std::move(query));
    EXPECT_TRUE(page) << page.error().sentence;
    EXPECT_GE(page->revision, last);
    last = page->revision;
    int firsts = 0;
    int seconds = 0;
    for (const StoredObject& one : page->objects) {
      if (one.object.id.identity.front() == 'a') ++firsts;
      if (one.object.id.identity.front() == 'b') ++seconds;
    }
    EXPECT_EQ(firsts, seconds);
    HistoryQuery newest;
    newest.limit = 5;
    const auto entries = co_await registry.history(std::move(newest));
    EXPECT_TRUE(entries) << entries.error().sentence;
  }
}

boost::asio::awaitable<void> reload_often(Registry& registry, std::atomic<bool>& stop) {
  while (!stop) {
    const auto reloaded = co_await registry.reload(config::built_in_cloud_catalogue());
    EXPECT_TRUE(reloaded) << reloaded.error().sentence;
  }
}

class RegistryThreadsTest : public RegistryWorld {};

// Both of a pair, or neither, and exactly the last three pairs.
void read_pairs(const config::SnapshotHolder& snapshots, const std::atomic<bool>& stop) {
  std::uint64_t generation = 0;
  while (!stop) {
    const auto snapshot = snapshots.current();
    EXPECT_GE(snapshot->generation(), generation);
    generation = snapshot->generation();
    int pairs = 0;
    for (int k = 1; k <= kWrites; ++k) {
      const bool a = !snapshot->recipients(test::contoso(), test::address(pair_of(k, 'a'))).empty();
      const bool b = !snapshot->recipients(test::contoso(), test::address(pair_of(k, 'b'))).empty();
      EXPECT_EQ(a, b) << k;
      pairs += a ? 1 : 0;
    }
    EXPECT_LE(pairs, 3);
  }
}

TEST_F(RegistryThreadsTest, EveryReaderSeesWholeChanges) {
  ASSERT_NO_FATAL_FAILURE(open());
  applied({add_contoso(), allow(Verb::add, 1, 1)});
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < kReaders; ++i) {
    threads.emplace_back([&] { read_pairs(snapshots_, stop); });
  }
  threads.emplace_back([&] {
    boost::asio::io_context io(1);
    boost::asio::co_spawn(io, import_often(*registry_, stop), boost::asio::detached);
    boost::asio::co_spawn(io, list_often(*registry_, stop), boost::asio::detached);
    boost::asio::co_spawn(io, reload_often(*registry_, stop), boost::asio::detached);
    io.run();
  });
  io_.restart();
  boost::asio::co_spawn(io_, write_pairs(*registry_, stop), boost::asio::detached);
  io_.run();
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(knows(pair_of(kWrites, 'a')));
  EXPECT_FALSE(knows(pair_of(kWrites - 3, 'a')));
}

}  // namespace
}  // namespace fb::registry
