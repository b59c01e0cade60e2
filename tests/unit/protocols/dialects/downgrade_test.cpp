// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Showing less never shows more: for calendars made at random, at each level, in each dialect.
#include <gtest/gtest.h>

#include "protocols/ews/ews.hpp"
#include "protocols/graph/graph.hpp"
#include "tests/support/random_calendars.hpp"

namespace fb {
namespace {

using model::Availability;
using model::BlockDetails;
using model::DetailLevel;

constexpr unsigned kSeed = 20310509;
constexpr int kRounds = 300;

// Each part of `less` is that of `more`, or gone.
bool is_part_of(const BlockDetails& less, const BlockDetails& more) {
  const auto kept = [](const std::string& a, const std::string& b) { return a.empty() || a == b; };
  const auto flag = [](bool a, bool b) { return !a || b; };
  return kept(less.id, more.id) && kept(less.subject, more.subject) &&
         kept(less.location, more.location) && flag(less.is_meeting, more.is_meeting) &&
         flag(less.is_recurring, more.is_recurring) && flag(less.is_exception, more.is_exception) &&
         flag(less.is_reminder_set, more.is_reminder_set) && flag(less.is_private, more.is_private);
}

void expect_adds_nothing(const Availability& cut, const Availability& whole) {
  ASSERT_EQ(cut.blocks.size(), whole.blocks.size());
  for (std::size_t i = 0; i < cut.blocks.size(); ++i) {
    EXPECT_EQ(cut.blocks[i].begin, whole.blocks[i].begin);
    EXPECT_EQ(cut.blocks[i].end, whole.blocks[i].end);
    EXPECT_EQ(cut.blocks[i].status, whole.blocks[i].status);
    const auto& less = cut.blocks[i].details;
    if (!less) continue;
    ASSERT_TRUE(whole.blocks[i].details.has_value());
    EXPECT_TRUE(is_part_of(*less, *whole.blocks[i].details));
    if (less->is_private) {
      EXPECT_EQ(less->id + less->subject + less->location, "");
    }
  }
  EXPECT_LE(cut.level, whole.level);
  EXPECT_EQ(cut.precision, whole.precision);
  EXPECT_EQ(cut.window, whole.window);
  EXPECT_EQ(cut.working_hours, whole.working_hours);
}

TEST(Downgrade, NeverAdds) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const auto level =
        random.likely(50) ? DetailLevel::limited_details : DetailLevel::availability_only;
    const Availability whole = random.availability(random.window(7), level);
    for (const DetailLevel to : {DetailLevel::availability_only, DetailLevel::limited_details}) {
      for (const bool across : {false, true}) {
        Availability cut = whole;
        model::cut_to(to, across, cut);
        expect_adds_nothing(cut, whole);
        EXPECT_LE(cut.level, to);
        Availability twice = cut;
        model::cut_to(to, across, twice);
        EXPECT_EQ(twice.blocks, cut.blocks);
        // By way of a higher level it comes to the same.
        Availability by_steps = whole;
        model::cut_to(DetailLevel::limited_details, across, by_steps);
        model::cut_to(to, across, by_steps);
        EXPECT_EQ(by_steps.blocks, cut.blocks);
      }
    }
  }
}

std::vector<std::string> told_by_each_dialect(const Availability& availability) {
  model::AvailabilityReply reply{availability.window, model::SlotLength::half_hour(), {}};
  reply.mailboxes.push_back({"ada@north.example", availability, {}});
  std::vector<std::string> bodies;
  for (int view = 0; view < 5; ++view) {
    ews::Presentation presentation;
    presentation.view = static_cast<ews::View>(view);
    ews::encode_availability(reply, presentation, {}, true, bodies.emplace_back());
  }
  graph::encode_availability(reply, wire::Zone::utc(), bodies.emplace_back());
  return bodies;
}

// Seen in the bytes: neither a subject nor a location, whoever forgets to cut.
TEST(Downgrade, NoDialectTellsWhatWasCut) {
  test::RandomCalendars random(kSeed);
  int detailed = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    Availability calendar = random.availability(random.window(7), DetailLevel::limited_details);
    for (const std::string& body : told_by_each_dialect(calendar))
      detailed += body.find("Subject-7f") != std::string::npos ? 1 : 0;
    model::cut_to(DetailLevel::availability_only, true, calendar);
    for (const std::string& body : told_by_each_dialect(calendar)) {
      EXPECT_EQ(body.find("Subject-7f"), std::string::npos) << body;
      EXPECT_EQ(body.find("Location-3d"), std::string::npos) << body;
    }
  }
  EXPECT_GT(detailed, kRounds);  // so that the marks can be found at all
}

TEST(Downgrade, NoDialectTellsWhatIsPrivate) {
  test::RandomCalendars random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    Availability calendar = random.availability(random.window(7), DetailLevel::limited_details);
    for (model::BusyBlock& block : calendar.blocks) block.details->is_private = true;
    model::cut_to(DetailLevel::limited_details, false, calendar);
    for (const std::string& body : told_by_each_dialect(calendar)) {
      EXPECT_EQ(body.find("Subject-7f"), std::string::npos) << body;
      EXPECT_EQ(body.find("Location-3d"), std::string::npos) << body;
    }
  }
}

}  // namespace
}  // namespace fb
