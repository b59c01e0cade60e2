// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What our clients ask, our servers read: for questions made at random, in each dialect that has
// both roles, and from one into the other.
#include <gtest/gtest.h>

#include "protocols/ews/ews.hpp"
#include "protocols/graph/graph.hpp"
#include "tests/support/random_calendars.hpp"

namespace fb {
namespace {

constexpr unsigned kSeed = 20310507;
constexpr int kRounds = 300;

std::vector<model::SmtpAddress> addresses_of(const model::AvailabilityRequest& request) {
  std::vector<model::SmtpAddress> addresses;
  for (const model::AskedMailbox& mailbox : request.mailboxes)
    addresses.push_back(mailbox.address.value());
  return addresses;
}

model::AvailabilityRequest over_ews(const ews::UpstreamQuestion& question, ews::View& view) {
  std::string body;
  ews::encode_question(question, body);
  const auto call = ews::decode_call(body);
  EXPECT_TRUE(call.has_value()) << body;
  const auto& availability = std::get<ews::AvailabilityCall>(*call);
  view = availability.presentation.view;
  return availability.request;
}

model::AvailabilityRequest over_graph(const graph::UpstreamQuestion& question) {
  std::string body;
  graph::encode_question(question, body);
  const auto call = graph::decode_call(body, "");
  EXPECT_TRUE(call.has_value()) << body;
  return call->request;
}

TEST(Questions, EwsKeepsAllOfThem) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const model::TimeWindow window = random.window();
    const ews::UpstreamQuestion asked{random.mailboxes(100), window, random.slot(window),
                                      static_cast<ews::View>(random.number(5))};
    ews::View view{};
    const model::AvailabilityRequest read = over_ews(asked, view);
    EXPECT_EQ(addresses_of(read), asked.mailboxes);
    EXPECT_EQ(read.window, asked.window);
    EXPECT_EQ(read.slot, asked.slot);
    EXPECT_EQ(view, asked.view);
    EXPECT_EQ(read.wish, ews::has_details(asked.view) ? model::DetailLevel::limited_details
                                                      : model::DetailLevel::availability_only);
  }
}

TEST(Questions, GraphKeepsAllOfThem) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const model::TimeWindow window = random.window();
    const graph::UpstreamQuestion asked{random.mailboxes(graph::kSchedulesMax), window,
                                        random.slot(window)};
    const model::AvailabilityRequest read = over_graph(asked);
    EXPECT_EQ(addresses_of(read), asked.mailboxes);
    EXPECT_EQ(read.window, asked.window);
    EXPECT_EQ(read.slot, asked.slot);
  }
}

// An Exchange asks us, we ask Graph; and the other way round. The view and the zone are told to
// nobody: Graph has no word for the one, and we ask in UTC.
TEST(Questions, FromEwsToGraphAndBackKeepsWhoWhenAndTheSlots) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const model::TimeWindow window = random.window();
    ews::View view{};
    const model::AvailabilityRequest from_ews =
        over_ews({random.mailboxes(graph::kSchedulesMax), window, random.slot(window), {}}, view);
    const model::AvailabilityRequest from_graph =
        over_graph({addresses_of(from_ews), from_ews.window, from_ews.slot});
    const model::AvailabilityRequest again =
        over_ews({addresses_of(from_graph), from_graph.window, from_graph.slot, {}}, view);
    EXPECT_EQ(addresses_of(again), addresses_of(from_ews));
    EXPECT_EQ(again.window, from_ews.window);
    EXPECT_EQ(again.slot, from_ews.slot);
  }
}

}  // namespace
}  // namespace fb
