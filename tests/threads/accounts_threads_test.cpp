// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Several threads show tickets and tokens at the same time, while the federation objects change.
// Each use of a ticket counts for exactly one of them, and a token is always the token of the
// account that the asked snapshot gives it to.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "gateway/identity/account_index.hpp"
#include "gateway/identity/gss_ticket_uses.hpp"
#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

constexpr int kThreads = 4;
constexpr std::size_t kUses = 2'000;
constexpr std::uint64_t kSnapshots = 200;

template <class Work>
void on_threads(Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

TEST(AccountsThreads, EachUseOfATicketCountsForOne) {
  GssTicketUses uses;
  std::vector<std::atomic<int>> first(kUses);
  on_threads([&] {
    for (std::size_t i = 0; i < kUses; ++i) {
      const Digest use = sha256(std::to_string(i));
      if (uses.record(use, async::SteadyTime()) == GssTicketUses::Outcome::first) ++first[i];
    }
  });
  for (std::size_t i = 0; i < kUses; ++i) EXPECT_EQ(first[i], 1) << i;
}

TEST(AccountsThreads, ATokenIsOfTheAccountThatTheSnapshotSays) {
  // The token changes hands with each snapshot.
  const Digest token = sha256("token");
  std::vector<std::shared_ptr<const config::Snapshot>> snapshots;
  for (std::uint64_t generation = 1; generation <= kSnapshots; ++generation) {
    config::Federation federation = identity_federation();
    config::Account owner =
        account("owner" + std::to_string(generation), model::CallerKind::home_script, "");
    owner.api_tokens = {hex_of(token)};
    federation.tenants.front().accounts = {owner};
    snapshots.push_back(test::snapshot_of(std::move(federation), generation));
  }
  CurrentAccounts accounts;
  std::atomic<int> wrong = 0;
  on_threads([&] {
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
      // One step back each time: what began before a reload.
      for (const std::size_t asked : {i, i == 0 ? i : i - 1}) {
        const auto index = accounts.of(snapshots[asked]);
        const KnownAccount* const known = index->find_api_token(token);
        const std::string owner = "owner" + std::to_string(asked + 1);
        if (known == nullptr || known->account->name != owner) ++wrong;
      }
    }
  });
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace fb::identity
