// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Slots and the line before them; connections themselves are tested with sockets.
#include "gateway/net/connection_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>

#include "gateway/async/task_group.hpp"
#include "tests/support/manual_clock.hpp"

namespace fb::net {
namespace {

namespace asio = boost::asio;
using model::ErrorKind;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr seconds kPatience{10};

struct ConnectionPoolTest : testing::Test {
  ~ConnectionPoolTest() override {
    tasks.cancel();
    run();
  }
  struct Holder {
    int number = 0;
    std::optional<ConnectionPool::Slot> slot;
    std::optional<ErrorKind> error;
  };

  static asio::awaitable<void> take(ConnectionPoolTest* test, Holder* holder, std::string host) {
    ExchangeTimer timer(test->io.get_executor(), test->clock);
    timer.arm(test->clock.now() + kPatience);
    auto slot = co_await test->pool.acquire(std::move(host), timer);
    if (slot) {
      holder->slot.emplace(std::move(*slot));
      test->order.push_back(holder->number);
    } else {
      holder->error = slot.error().kind();
    }
  }

  Holder& acquire(const std::string& host = "a:443") {
    Holder& holder = holders.emplace_back();
    holder.number = static_cast<int>(holders.size());
    tasks.spawn(io.get_executor(), take(this, &holder, host));
    run();
    return holder;
  }
  void run() {
    io.restart();
    io.poll();
  }
  void advance(seconds length) {
    clock.advance(length);
    run();
  }

  test::ManualClock clock;
  asio::io_context io{1};
  PoolLimits limits{2, 3, seconds(60)};
  ConnectionPool pool{io.get_executor(), limits, clock};
  std::list<Holder> holders;
  std::vector<int> order;
  async::TaskGroup tasks;
};

TEST_F(ConnectionPoolTest, GivesAsManySlotsAsAllowedForEachHost) {
  EXPECT_TRUE(acquire("a:443").slot);
  EXPECT_TRUE(acquire("a:443").slot);
  EXPECT_FALSE(acquire("a:443").slot);
  EXPECT_TRUE(acquire("a:8443").slot);
  EXPECT_TRUE(acquire("b:443").slot);
}

TEST_F(ConnectionPoolTest, LineIsServedInOrder) {
  Holder& first = acquire();
  Holder& second = acquire();
  acquire();
  acquire();
  acquire();
  EXPECT_THAT(order, ElementsAre(1, 2));
  second.slot.reset();
  run();
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
  first.slot.reset();
  run();
  EXPECT_THAT(order, ElementsAre(1, 2, 3, 4));
}

TEST_F(ConnectionPoolTest, LateComerDoesNotPassTheLine) {
  Holder& first = acquire();
  acquire();
  Holder& waiting = acquire();
  first.slot.reset();  // granted to the one who waits, which has not run yet
  Holder& late = acquire();
  EXPECT_TRUE(waiting.slot);
  EXPECT_FALSE(late.slot);
}

TEST_F(ConnectionPoolTest, FullLineIsBusy) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(acquire().error) << i;
  EXPECT_EQ(acquire().error, ErrorKind::server_busy);
  EXPECT_FALSE(acquire("b:443").error);
}

TEST_F(ConnectionPoolTest, WaitingEndsAtTheDeadline) {
  Holder& first = acquire();
  acquire();
  Holder& waiting = acquire();
  advance(seconds(9));
  EXPECT_FALSE(waiting.error);
  advance(seconds(1));
  EXPECT_EQ(waiting.error, ErrorKind::deadline_passed);
  Holder& next = acquire();
  first.slot.reset();
  run();
  EXPECT_TRUE(next.slot) << "the place of the one who gave up was not freed";
}

TEST_F(ConnectionPoolTest, CancelledWaitersLeaveTheLine) {
  Holder& first = acquire();
  acquire();
  for (int i = 0; i < 3; ++i) acquire();
  tasks.cancel();
  run();
  EXPECT_EQ(tasks.running(), 0U);
  EXPECT_FALSE(acquire().error) << "the line is still full";
  first.slot.reset();
  run();
  EXPECT_TRUE(holders.back().slot);
}

TEST_F(ConnectionPoolTest, SlotGrantedToACancelledWaiterIsNotLost) {
  Holder& first = acquire();
  acquire();
  Holder& waiting = acquire();
  tasks.cancel();      // posted,
  first.slot.reset();  // but the slot comes first
  run();
  waiting.slot.reset();
  run();
  EXPECT_TRUE(acquire().slot);
}

TEST_F(ConnectionPoolTest, UnusedHostsAreForgotten) {
  Holder& first = acquire("a:443");
  Holder& second = acquire("b:443");
  EXPECT_EQ(pool.hosts(), 2U);
  first.slot.reset();
  EXPECT_EQ(pool.hosts(), 1U);
  second.slot.reset();
  EXPECT_EQ(pool.hosts(), 0U);
}

TEST_F(ConnectionPoolTest, NothingIsKeptAtFirst) {
  Holder& holder = acquire();
  EXPECT_EQ(holder.slot->take_idle(), nullptr);
}

}  // namespace
}  // namespace fb::net
