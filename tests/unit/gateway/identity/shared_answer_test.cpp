// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/shared_answer.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>

#include "tests/support/manual_clock.hpp"
#include "tests/support/run_coro.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;

asio::awaitable<model::Result<int>> after(test::ManualClock* clock, seconds length, int* runs) {
  ++*runs;
  co_await clock->wait_until(clock->now() + length);
  co_return *runs;
}

asio::awaitable<model::Result<int>> failing() {
  co_return Error::of(ErrorKind::peer_broken, "it failed");
}

asio::awaitable<model::Result<int>> throwing() {
  throw std::runtime_error("a bug");
  co_return 0;
}

asio::awaitable<void> ask(SharedAnswer<int>* shared, std::string key, SharedAnswer<int>::Work work,
                          test::ManualClock* clock, seconds patience,
                          std::optional<model::Result<int>>* got) {
  const auto deadline = async::Deadline::after(*clock, patience);
  auto result = co_await shared->get(std::move(key), std::move(work), *clock, deadline);
  got->emplace(std::move(result));
}

class SharedAnswerTest : public testing::Test {
 protected:
  using Got = std::optional<model::Result<int>>;

  void start(Got& got, const std::string& key, SharedAnswer<int>::Work work,
             seconds patience = seconds(30)) {
    asio::co_spawn(io_, ask(&shared_, key, std::move(work), &clock_, patience, &got),
                   asio::detached);
    io_.restart();
    io_.poll();
  }
  SharedAnswer<int>::Work slow(int& runs) {
    return [this, &runs] { return after(&clock_, seconds(10), &runs); };
  }
  void pass(seconds length) {
    clock_.advance(length);
    io_.restart();
    io_.poll();
  }

  test::ManualClock clock_;
  asio::io_context io_;
  SharedAnswer<int> shared_{async::FlightLimits{2, 3}};
};

TEST_F(SharedAnswerTest, OneRunAnswersAllWhoAskMeanwhile) {
  int runs = 0;
  Got first;
  Got second;
  Got other;
  start(first, "a", slow(runs));
  start(second, "a", slow(runs));
  EXPECT_EQ(runs, 1);
  start(other, "b", slow(runs));
  EXPECT_EQ(runs, 2);
  EXPECT_FALSE(first.has_value());
  pass(seconds(10));
  EXPECT_TRUE(first->has_value());
  EXPECT_TRUE(second->has_value());
  EXPECT_TRUE(other->has_value());
  Got later;
  start(later, "a", slow(runs));
  EXPECT_EQ(runs, 3);
}

TEST_F(SharedAnswerTest, WhoCannotWaitGoesAndTheWorkRunsOn) {
  int runs = 0;
  Got hasty;
  Got patient;
  start(hasty, "a", slow(runs), seconds(5));
  start(patient, "a", slow(runs));
  pass(seconds(5));
  ASSERT_TRUE(hasty.has_value());
  ASSERT_FALSE(hasty->has_value());
  EXPECT_EQ(hasty->error().kind(), ErrorKind::deadline_passed);
  EXPECT_FALSE(patient.has_value());
  pass(seconds(5));
  ASSERT_TRUE(patient.has_value());
  EXPECT_TRUE(patient->has_value());
  EXPECT_EQ(runs, 1);
}

TEST_F(SharedAnswerTest, FailuresAreSharedToo) {
  Got got;
  start(got, "a", [] { return failing(); });
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->error().kind(), ErrorKind::peer_broken);
}

TEST_F(SharedAnswerTest, AnExceptionEndsAsAnInternalError) {
  Got got;
  start(got, "a", [] { return throwing(); });
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->error().kind(), ErrorKind::internal);
}

TEST_F(SharedAnswerTest, BothLimitsHaveEdges) {
  int runs = 0;
  Got one;
  Got two;
  Got three;
  Got four;
  start(one, "a", slow(runs));
  start(two, "a", slow(runs));
  start(three, "a", slow(runs));
  start(four, "a", slow(runs));
  EXPECT_FALSE(three.has_value());
  ASSERT_TRUE(four.has_value());
  EXPECT_EQ(four->error().kind(), ErrorKind::server_busy);

  Got other;
  Got too_many;
  start(other, "b", slow(runs));
  start(too_many, "c", slow(runs));
  EXPECT_FALSE(other.has_value());
  ASSERT_TRUE(too_many.has_value());
  EXPECT_EQ(too_many->error().kind(), ErrorKind::server_busy);
}

TEST_F(SharedAnswerTest, StartWaitsForNothingAndStartsOnce) {
  int runs = 0;
  shared_.start(io_.get_executor(), "a", slow(runs));
  shared_.start(io_.get_executor(), "a", slow(runs));
  io_.poll();
  EXPECT_EQ(runs, 1);
  pass(seconds(10));
}

}  // namespace
}  // namespace fb::identity
