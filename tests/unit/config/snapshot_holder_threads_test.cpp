// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Readers and publishers at the same time, for ThreadSanitizer.
#include <gtest/gtest.h>

#include <latch>
#include <thread>
#include <vector>

#include "config/load.hpp"
#include "config/snapshot.hpp"

namespace fb::config {
namespace {

constexpr std::uint64_t kGenerations = 20000;
constexpr int kPublishers = 2;
constexpr int kReaders = 2;

std::shared_ptr<const Snapshot> of_generation(std::uint64_t generation) {
  return std::make_shared<const Snapshot>(generation, Federation{}, CloudCatalogue{});
}

TEST(SnapshotHolderThreads, ReadersSeeGenerationsThatOnlyGrow) {
  SnapshotHolder holder(of_generation(0));
  std::latch start(kPublishers + kReaders);
  std::vector<std::jthread> threads;
  for (int publisher = 0; publisher < kPublishers; ++publisher) {
    threads.emplace_back([&holder, &start] {
      start.arrive_and_wait();
      for (std::uint64_t generation = 1; generation <= kGenerations; ++generation) {
        holder.publish(of_generation(generation));
      }
    });
  }
  std::vector<int> steps_back(kReaders, 0);
  for (int reader = 0; reader < kReaders; ++reader) {
    threads.emplace_back([&holder, &start, &back = steps_back[static_cast<std::size_t>(reader)]] {
      start.arrive_and_wait();
      std::uint64_t last = 0;
      while (last < kGenerations) {
        const std::uint64_t now = holder.current()->generation();
        if (now < last) ++back;
        last = now;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(steps_back, std::vector<int>(kReaders, 0));
  EXPECT_EQ(holder.current()->generation(), kGenerations);
}

}  // namespace
}  // namespace fb::config
