// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/calendars.hpp"

#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"

namespace fb::cloudsim {
namespace {

using model::DetailLevel;

class Calendars : public testing::Test {
 protected:
  model::Result<model::Availability> ask(DetailLevel level) const {
    const auto window = model::TimeWindow::make(test::now(), test::now() + std::chrono::hours(8));
    return availability_of(mailbox_, *window, level);
  }

  test::WorldFolder folder_;
  Mailbox mailbox_{*model::SmtpAddress::parse("peggy@contoso.example"),
                   folder_.path() / "peggy.ics",
                   *wire::Zone::named("Europe/Berlin"),
                   {{0b0100010, 510, 1020}},
                   DetailLevel::availability_only,
                   MailboxKind::graph};
};

TEST_F(Calendars, ShowTimesOnly) {
  const auto found = ask(DetailLevel::availability_only);
  ASSERT_TRUE(found) << found.error().detail();
  ASSERT_EQ(found->blocks.size(), 2u);
  EXPECT_EQ(found->blocks[0].begin, test::now() + std::chrono::hours(1));
  EXPECT_FALSE(found->blocks[0].details);
  ASSERT_TRUE(found->working_hours);
  EXPECT_EQ(found->working_hours->zone.bias_minutes, -60);
  EXPECT_EQ(found->working_hours->periods, mailbox_.working_periods);
}

TEST_F(Calendars, HideWhatIsPrivate) {
  const auto found = ask(DetailLevel::limited_details);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->blocks.size(), 2u);
  ASSERT_TRUE(found->blocks[0].details && found->blocks[1].details);
  EXPECT_EQ(found->blocks[0].details->subject, "Keel review");
  EXPECT_EQ(found->blocks[1].details->subject, "");
  EXPECT_EQ(found->blocks[1].details->location, "");
  EXPECT_TRUE(found->blocks[1].details->is_private);
}

TEST_F(Calendars, RefuseWhereNothingMayBeSeen) {
  EXPECT_EQ(ask(DetailLevel::none).error().kind(), model::ErrorKind::no_access);
}

TEST_F(Calendars, AreReadAnewAndNeverFreeWhereTheyCannotBe) {
  ASSERT_TRUE(ask(DetailLevel::availability_only));
  folder_.write("peggy.ics", "BEGIN:VCALENDAR\r\n");
  EXPECT_EQ(ask(DetailLevel::availability_only).error().kind(), model::ErrorKind::internal);
  std::filesystem::remove(mailbox_.calendar);
  EXPECT_EQ(ask(DetailLevel::availability_only).error().kind(), model::ErrorKind::internal);
}

}  // namespace
}  // namespace fb::cloudsim
