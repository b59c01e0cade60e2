// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Answers made at random, from EWS into Graph and back. Nothing is lost that both can carry;
// `as_graph_carries` says what Graph cannot.
#include <gtest/gtest.h>

#include "protocols/ews/ews.hpp"
#include "protocols/graph/graph.hpp"
#include "tests/support/random_calendars.hpp"

namespace fb {
namespace {

using model::Availability;
using model::DetailLevel;
using model::FreeBusyStatus;
using model::Result;

constexpr unsigned kSeed = 20310508;
constexpr int kRounds = 400;

const std::vector<model::SmtpAddress> kAda{model::SmtpAddress::parse("ada@north.example").value()};

model::AvailabilityReply reply_of(const Availability& availability, model::SlotLength slot) {
  model::AvailabilityReply reply{availability.window, slot, {}};
  reply.mailboxes.push_back({kAda.front().str(), availability, {}});
  return reply;
}

Result<Availability> over_ews(const Availability& said, model::SlotLength slot, ews::View view) {
  ews::Presentation presentation;
  presentation.view = view;
  std::string body;
  ews::encode_availability(reply_of(said, slot), presentation, {}, true, body);
  auto heard = ews::decode_answer(body, {kAda, said.window, slot, view});
  return heard ? std::move(heard->front()) : Result<Availability>(heard.error());
}

Result<Availability> over_graph(const Availability& said, model::SlotLength slot,
                                const wire::Zone& zone) {
  std::string body;
  graph::encode_availability(reply_of(said, slot), zone, body);
  auto heard = graph::decode_answer(body, {kAda, said.window, slot});
  return heard ? std::move(heard->front()) : Result<Availability>(heard.error());
}

// Of details Graph has the subject, the location and the privacy, and none of them where no entry
// has a subject or a location; of working hours it has the first period. A zone's switches of
// equal bias are none.
Availability as_graph_carries(Availability said) {
  const bool detailed = std::any_of(said.blocks.begin(), said.blocks.end(), [](const auto& block) {
    return block.details && !(block.details->subject.empty() && block.details->location.empty());
  });
  for (model::BusyBlock& block : said.blocks) {
    const model::BlockDetails all = block.details.value_or(model::BlockDetails{});
    block.details.reset();
    if (!detailed) continue;
    block.details.emplace();
    block.details->subject = all.subject;
    block.details->location = all.location;
    block.details->is_private = all.is_private;
  }
  said.level = detailed ? DetailLevel::limited_details : DetailLevel::availability_only;
  if (said.working_hours) said.working_hours->periods.resize(1);
  return said;
}

bool has_unknown_slot(const Availability& said, model::SlotLength slot) {
  const auto slots = model::merge(said.blocks, said.window, slot);
  return std::find(slots.begin(), slots.end(), FreeBusyStatus::no_data) != slots.end();
}

void expect_same(const Availability& heard, const Availability& said) {
  EXPECT_EQ(heard.window, said.window);
  EXPECT_EQ(heard.blocks, said.blocks);
  EXPECT_EQ(heard.precision, said.precision);
  EXPECT_EQ(heard.level, said.level);
  EXPECT_EQ(heard.working_hours, said.working_hours);
}

// Where summer time ends, an entry's two ends can be the same wall time twice; wall time cannot
// say which, so zones with summer time are asked about windows without a switch.
wire::Zone zone_for(test::RandomCalendars& random, const model::TimeWindow& window) {
  for (const char* name : {"Tokyo Standard Time", "W. Europe Standard Time",
                           "Pacific Standard Time", "Lord Howe Standard Time"}) {
    if (!random.likely(40)) continue;
    const wire::Zone zone = wire::Zone::named(name).value();
    const auto from = window.begin() - std::chrono::days(4);
    const auto to = window.end() + std::chrono::days(4);
    if (zone.next_change(from, to) == to) return zone;
  }
  return wire::Zone::utc();
}

TEST(EwsAndGraph, NothingIsLostThatGraphCanCarry) {
  test::RandomCalendars random(kSeed);
  int answered = 0;
  int unknown = 0;
  int zoned = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const model::TimeWindow window = random.window(14);
    const model::SlotLength slot = random.slot(window);
    const auto level =
        random.likely(50) ? DetailLevel::limited_details : DetailLevel::availability_only;
    Availability said = random.availability(window, level);
    model::cut_to(level, true, said);
    // Zeros alone say that a calendar is empty; nothing else is made of nothing.
    const auto first = over_ews(
        said, slot,
        level == DetailLevel::limited_details ? ews::View::detailed : ews::View::free_busy);
    ASSERT_TRUE(first.has_value());
    const wire::Zone zone = zone_for(random, window);
    if (zone.iana_name() != "Etc/UTC") ++zoned;
    const auto second = over_graph(*first, slot, zone);
    // Graph has no digit for unknown: such a schedule is an error, and never free.
    if (has_unknown_slot(said, slot)) {
      EXPECT_FALSE(second.has_value());
      ++unknown;
      continue;
    }
    ASSERT_TRUE(second.has_value()) << second.error().detail();
    expect_same(*second, as_graph_carries(*first));
    const auto third = over_ews(*second, slot, ews::View::detailed);
    ASSERT_TRUE(third.has_value());
    EXPECT_EQ(third->blocks, second->blocks);
    EXPECT_EQ(third->working_hours, second->working_hours);
    ++answered;
  }
  EXPECT_GT(answered, kRounds / 5);
  EXPECT_GT(unknown, kRounds / 5);
  EXPECT_GT(zoned, kRounds / 5);
}

// Slots alone: 4 is no data in EWS and working elsewhere in Graph, so digits are never copied.
TEST(EwsAndGraph, SlotsKeepTheirMeaningNotTheirDigits) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const model::TimeWindow window = random.window(3);
    const model::SlotLength slot = random.slot(window);
    Availability said = random.availability(window, DetailLevel::availability_only);
    const auto slots = model::merge(said.blocks, window, slot);
    said.blocks = model::blocks_of_slots(slots, window, slot);
    said.precision = model::Precision::slots;
    const auto by_ews = over_ews(said, slot, ews::View::merged_only);
    ASSERT_TRUE(by_ews.has_value());
    auto expected = slots;
    std::replace(expected.begin(), expected.end(), FreeBusyStatus::working_elsewhere,
                 FreeBusyStatus::free);
    EXPECT_EQ(model::merge(by_ews->blocks, window, slot), expected);

    const auto by_graph = over_graph(said, slot, wire::Zone::utc());
    if (has_unknown_slot(said, slot)) {
      EXPECT_FALSE(by_graph.has_value());
    } else {
      ASSERT_TRUE(by_graph.has_value()) << by_graph.error().detail();
      EXPECT_EQ(model::merge(by_graph->blocks, window, slot), slots);
    }
  }
}

}  // namespace
}  // namespace fb
