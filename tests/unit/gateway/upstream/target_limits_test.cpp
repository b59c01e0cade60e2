// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/target_limits.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <list>
#include <optional>

#include "tests/support/manual_clock.hpp"

namespace fb::upstream {
namespace {

using model::ErrorKind;
using std::chrono::seconds;
using Taken = model::Result<TargetLimits::Seat>;

constexpr std::size_t kAsSet = 1000;

class TargetLimitsTest : public testing::Test {
 protected:
  struct Asked {
    std::optional<Taken> taken;
  };

  // Nobody may wait any more when the limits go.
  ~TargetLimitsTest() override {
    clock_.advance(std::chrono::hours(1));
    settle();
    asked_.clear();
  }

  static boost::asio::awaitable<void> keep(boost::asio::awaitable<Taken> take, Asked& asked) {
    asked.taken.emplace(co_await std::move(take));
  }

  Asked& take(std::string target, std::size_t most = kAsSet, seconds patience = seconds(20)) {
    Asked& asked = asked_.emplace_back();
    auto wait = limits_.take(std::move(target), most, async::Deadline::after(clock_, patience));
    boost::asio::co_spawn(io_, keep(std::move(wait), asked), [](std::exception_ptr exception) {
      if (exception) std::rethrow_exception(exception);
    });
    settle();
    return asked;
  }
  void settle() {
    io_.restart();
    io_.poll();
  }
  void leave(Asked& asked) {
    asked.taken.reset();
    settle();
  }

  static bool seated(const Asked& asked) { return asked.taken && *asked.taken; }

  test::ManualClock clock_;
  boost::asio::io_context io_;
  TargetLimits limits_{{2, 3}, clock_};
  std::list<Asked> asked_;
};

TEST_F(TargetLimitsTest, GivesSoManySeatsPerTargetAndThenInTheOrderOfTheLine) {
  Asked& first = take("a");
  Asked& second = take("a");
  Asked& third = take("a");
  Asked& fourth = take("a");
  EXPECT_TRUE(seated(first));
  EXPECT_TRUE(seated(second));
  EXPECT_FALSE(third.taken);
  EXPECT_TRUE(seated(take("b")));

  leave(first);
  EXPECT_TRUE(seated(third));
  EXPECT_FALSE(fourth.taken);
  leave(second);
  EXPECT_TRUE(seated(fourth));
}

TEST_F(TargetLimitsTest, TheLineHasAnEnd) {
  for (int i = 0; i < 5; ++i) take("a");
  Asked& refused = take("a");
  ASSERT_TRUE(refused.taken);
  EXPECT_EQ(refused.taken->error().kind(), ErrorKind::server_busy);
}

TEST_F(TargetLimitsTest, WhoeverWaitsTooLongLeavesTheLine) {
  Asked& first = take("a");
  take("a");
  Asked& impatient = take("a", kAsSet, seconds(1));
  Asked& patient = take("a");
  clock_.advance(seconds(1));
  settle();
  ASSERT_TRUE(impatient.taken);
  EXPECT_EQ(impatient.taken->error().kind(), ErrorKind::deadline_passed);
  leave(first);
  EXPECT_TRUE(seated(patient));
}

TEST_F(TargetLimitsTest, ADeadlineThatIsPastStillTakesAFreeSeatButDoesNotWait) {
  EXPECT_TRUE(seated(take("a", kAsSet, seconds(0))));
  EXPECT_TRUE(seated(take("a", kAsSet, seconds(0))));
  Asked& late = take("a", kAsSet, seconds(0));
  ASSERT_TRUE(late.taken);
  EXPECT_EQ(late.taken->error().kind(), ErrorKind::deadline_passed);
}

// The seat comes in the same moment as the deadline: it goes to somebody, and is not lost.
TEST_F(TargetLimitsTest, ASeatThatComesWithTheDeadlineIsNotLost) {
  Asked& first = take("a");
  Asked& second = take("a");
  Asked& waits = take("a", kAsSet, seconds(1));
  clock_.advance(seconds(1));
  first.taken.reset();
  settle();
  ASSERT_TRUE(waits.taken);
  leave(waits);
  leave(second);
  EXPECT_EQ(limits_.targets(), 0u);
  EXPECT_TRUE(seated(take("a")));
  EXPECT_TRUE(seated(take("a")));
}

TEST_F(TargetLimitsTest, ATargetMayTakeLessThanTheSettingsSay) {
  EXPECT_TRUE(seated(take("a", 1)));
  EXPECT_FALSE(take("a", 1).taken);
}

TEST_F(TargetLimitsTest, NothingIsKeptOfATargetThatNobodyAsks) {
  Asked& first = take("a");
  Asked& second = take("a");
  Asked& third = take("a");
  EXPECT_EQ(limits_.targets(), 1u);
  leave(first);
  leave(second);
  leave(third);
  EXPECT_EQ(limits_.targets(), 0u);
}

TEST_F(TargetLimitsTest, AWaitThatIsDroppedLeavesNoSeatTaken) {
  auto io = std::make_unique<boost::asio::io_context>();
  Asked& first = take("a");
  Asked& second = take("a");
  Asked dropped;
  auto wait = limits_.take("a", kAsSet, async::Deadline::after(clock_, seconds(20)));
  boost::asio::co_spawn(*io, keep(std::move(wait), dropped), [](std::exception_ptr) {});
  io->poll();
  io.reset();
  leave(first);
  leave(second);
  EXPECT_EQ(limits_.targets(), 0u);
}

}  // namespace
}  // namespace fb::upstream
