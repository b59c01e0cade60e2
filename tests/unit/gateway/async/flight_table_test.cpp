// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/async/flight_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

namespace fb::async {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;
using Table = FlightTable<std::string, int>;

std::vector<Seat> seats(const Table::Places& places) {
  std::vector<Seat> all;
  for (const auto& outcome : places.outcomes()) all.push_back(outcome.seat);
  return all;
}

Table::Claim claim(Table& table, const std::vector<std::string>& keys) { return table.claim(keys); }

asio::awaitable<void> wait_for(Table::Places& places, std::optional<bool>& landed) {
  landed = co_await places.wait();
}

class FlightTableTest : public testing::Test {
 protected:
  // Starts to wait; `landed` stays empty until the wait ends.
  void start_waiting(Table::Places& places, std::optional<bool>& landed) {
    asio::co_spawn(io_, wait_for(places, landed), asio::detached);
    poll();
  }
  void poll() {
    io_.restart();
    io_.poll();
  }

  asio::io_context io_;
  Table table_;
};

TEST_F(FlightTableTest, TheFirstLeadsAndTheOthersFollow) {
  Table::Claim first = claim(table_, {"a", "b"});
  Table::Claim second = claim(table_, {"b", "c"});
  EXPECT_THAT(seats(first.places), ElementsAre(Seat::leads, Seat::leads));
  EXPECT_THAT(seats(second.places), ElementsAre(Seat::follows, Seat::leads));
  ASSERT_EQ(first.leads.size(), 2u);
  ASSERT_EQ(second.leads.size(), 1u);
  EXPECT_EQ(first.leads[1].key(), "b");
  EXPECT_EQ(second.leads[0].key(), "c");
  EXPECT_EQ(table_.under_way(), 3u);
}

TEST_F(FlightTableTest, WhoWaitsIsWokenByTheLastOfItsFlightsAndSeesEveryValue) {
  Table::Claim first = claim(table_, {"a", "b"});
  Table::Claim second = claim(table_, {"b", "c"});
  std::optional<bool> landed;
  start_waiting(second.places, landed);
  EXPECT_FALSE(landed);

  first.leads[1].finish(2);
  poll();
  EXPECT_FALSE(landed);
  const auto half = second.places.outcomes();
  EXPECT_TRUE(half[0].finished);
  EXPECT_FALSE(half[1].finished);
  EXPECT_EQ(half[1].value, nullptr);

  second.leads[0].finish(3);
  poll();
  EXPECT_EQ(landed, true);
  const auto all = second.places.outcomes();
  EXPECT_EQ(*all[0].value, 2);
  EXPECT_EQ(*all[1].value, 3);
  EXPECT_EQ(table_.under_way(), 1u);
}

TEST_F(FlightTableTest, NobodyIsResumedInsideOfFinish) {
  Table::Claim only = claim(table_, {"a"});
  std::optional<bool> landed;
  start_waiting(only.places, landed);
  only.leads[0].finish(1);
  EXPECT_FALSE(landed);
  poll();
  EXPECT_EQ(landed, true);
}

TEST_F(FlightTableTest, AWaitForWhatHasFinishedEndsAtOnce) {
  Table::Claim only = claim(table_, {"a"});
  only.leads[0].finish(1);
  std::optional<bool> landed;
  start_waiting(only.places, landed);
  EXPECT_EQ(landed, true);

  Table::Claim nothing = claim(table_, {});
  std::optional<bool> at_once;
  start_waiting(nothing.places, at_once);
  EXPECT_EQ(at_once, true);
}

TEST_F(FlightTableTest, OneKeyTwiceInOneClaimIsLedOnce) {
  Table::Claim twice = claim(table_, {"a", "a"});
  EXPECT_THAT(seats(twice.places), ElementsAre(Seat::leads, Seat::follows));
  ASSERT_EQ(twice.leads.size(), 1u);
  std::optional<bool> landed;
  start_waiting(twice.places, landed);
  twice.leads[0].finish(1);
  poll();
  EXPECT_EQ(landed, true);
  EXPECT_EQ(*twice.places.outcomes()[1].value, 1);
}

TEST_F(FlightTableTest, ALeadThatIsDroppedFinishesWithoutAValue) {
  Table::Claim first = claim(table_, {"a"});
  Table::Claim second = claim(table_, {"a"});
  std::optional<bool> landed;
  start_waiting(second.places, landed);
  first.leads.clear();
  poll();
  EXPECT_EQ(landed, true);
  EXPECT_TRUE(second.places.outcomes()[0].finished);
  EXPECT_EQ(second.places.outcomes()[0].value, nullptr);
  EXPECT_EQ(table_.under_way(), 0u);
}

TEST_F(FlightTableTest, AFinishedFlightIsForgotten) {
  claim(table_, {"a"}).leads[0].finish(1);
  Table::Claim again = claim(table_, {"a"});
  EXPECT_THAT(seats(again.places), ElementsAre(Seat::leads));
}

TEST_F(FlightTableTest, RefusesBeyondTheNumberOfFlights) {
  Table table(FlightLimits{2, 10});
  Table::Claim first = claim(table, {"a", "b"});
  Table::Claim second = claim(table, {"b", "c"});
  EXPECT_THAT(seats(second.places), ElementsAre(Seat::follows, Seat::refused));
  first.leads[0].finish(1);
  Table::Claim third = claim(table, {"c"});
  EXPECT_THAT(seats(third.places), ElementsAre(Seat::leads));
}

TEST_F(FlightTableTest, RefusesBeyondTheNumberOfFollowersUntilOneLeaves) {
  Table table(FlightLimits{10, 2});
  Table::Claim first = claim(table, {"a"});
  {
    const Table::Claim second = claim(table, {"a"});
    EXPECT_THAT(seats(second.places), ElementsAre(Seat::follows));
    EXPECT_THAT(seats(claim(table, {"a"}).places), ElementsAre(Seat::refused));
  }
  EXPECT_THAT(seats(claim(table, {"a"}).places), ElementsAre(Seat::follows));
}

TEST_F(FlightTableTest, ARefusedSeatIsNotWaitedFor) {
  Table table(FlightLimits{1, 10});
  Table::Claim first = claim(table, {"a"});
  Table::Claim second = claim(table, {"b"});
  std::optional<bool> landed;
  start_waiting(second.places, landed);
  EXPECT_EQ(landed, true);
  EXPECT_FALSE(second.places.outcomes()[0].finished);
}

TEST_F(FlightTableTest, ACancelledWaitEndsAndTheFlightGoesOn) {
  Table::Claim first = claim(table_, {"a"});
  Table::Claim second = claim(table_, {"a"});
  asio::cancellation_signal cancel;
  std::optional<bool> landed;
  asio::co_spawn(io_, wait_for(second.places, landed),
                 asio::bind_cancellation_slot(cancel.slot(), asio::detached));
  poll();
  cancel.emit(asio::cancellation_type::terminal);
  poll();
  EXPECT_EQ(landed, false);
  EXPECT_EQ(table_.under_way(), 1u);
  first.leads[0].finish(7);
  EXPECT_EQ(*second.places.outcomes()[0].value, 7);
}

TEST_F(FlightTableTest, WhoIsGoneIsNotWoken) {
  Table::Claim first = claim(table_, {"a"});
  { const Table::Claim second = claim(table_, {"a"}); }
  first.leads[0].finish(1);
  poll();
  EXPECT_EQ(table_.under_way(), 0u);
}

TEST_F(FlightTableTest, LeadsMayOutliveTheTable) {
  std::optional<Table::Claim> claimed;
  {
    Table table;
    claimed.emplace(claim(table, {"a"}));
  }
  claimed->leads[0].finish(1);
  EXPECT_EQ(*claimed->places.outcomes()[0].value, 1);
}

}  // namespace
}  // namespace fb::async
