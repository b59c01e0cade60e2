// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/ics.hpp"

#include <gtest/gtest.h>

#include <set>

namespace fb::ics {
namespace {

using namespace std::chrono_literals;
using model::ErrorKind;

constexpr model::UtcTime kMay = std::chrono::sys_days{std::chrono::May / 1 / 2031};

model::TimeWindow may() { return model::TimeWindow::make(kMay, kMay + 31 * 24h).value(); }

std::string event(const std::string& lines, const std::string& uid = "1") {
  return "BEGIN:VEVENT\nUID:" + uid + "\n" + lines + "END:VEVENT\n";
}

std::string calendar_of(const std::string& components) {
  return "BEGIN:VCALENDAR\nVERSION:2.0\n" + components + "END:VCALENDAR\n";
}

model::Result<std::vector<model::BusyBlock>> blocks_of(const std::string& components,
                                                       const Limits& limits = {}) {
  const auto calendar = Calendar::parse(calendar_of(components), wire::Zone::utc(), limits);
  if (!calendar) return calendar.error();
  return calendar->blocks(may());
}

const std::string kDaily = "DTSTART:20310501T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n";

TEST(Calendar, AnEmptyCalendarIsFreeAndABrokenOneIsAnError) {
  EXPECT_EQ(blocks_of("").value().size(), 0U);
  EXPECT_EQ(blocks_of("BEGIN:VEVENT\n").error().kind(), ErrorKind::peer_broken);
}

TEST(Calendar, BytesAtTheEdge) {
  const std::string text = calendar_of(event(kDaily));
  Limits limits;
  limits.bytes_max = text.size();
  EXPECT_TRUE(Calendar::parse(text, wire::Zone::utc(), limits));
  limits.bytes_max = text.size() - 1;
  const auto refused = Calendar::parse(text, wire::Zone::utc(), limits);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::peer_broken);
}

TEST(Calendar, ComponentsAtTheEdge) {
  Limits limits;
  limits.components_max = 3;
  EXPECT_TRUE(blocks_of(event(kDaily) + event(kDaily), limits));
  limits.components_max = 2;
  EXPECT_EQ(blocks_of(event(kDaily) + event(kDaily), limits).error().kind(),
            ErrorKind::peer_broken);
}

TEST(Calendar, BlocksAtTheEdge) {
  Limits limits;
  limits.blocks_max = 31;
  EXPECT_EQ(blocks_of(event(kDaily), limits).value().size(), 31U);
  limits.blocks_max = 30;
  EXPECT_EQ(blocks_of(event(kDaily), limits).error().kind(), ErrorKind::result_too_big);
  limits.blocks_max = 31;
  EXPECT_EQ(
      blocks_of(event(kDaily) + event("DTSTART:20310506T080000Z\n", "2"), limits).error().kind(),
      ErrorKind::result_too_big);
}

TEST(Calendar, SeriesThatAreTooMuchWorkAreAnErrorAndNoEmptyCalendar) {
  for (const char* rule :
       {"FREQ=SECONDLY", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9;BYMINUTE=1,2,3,4,5,6,7,8,9,10,11,12,"
        "13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30;BYSECOND=1,2,3,4,"
        "5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20"}) {
    const auto blocks =
        blocks_of(event("DTSTART:19700101T000000Z\nRRULE:" + std::string(rule) + "\n"));
    ASSERT_FALSE(blocks) << rule;
    EXPECT_EQ(blocks.error().kind(), ErrorKind::result_too_big) << rule;
  }
  const auto counted =
      blocks_of(event("DTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY;COUNT=999999999\n"));
  ASSERT_FALSE(counted);
  EXPECT_EQ(counted.error().kind(), ErrorKind::peer_broken);
}

TEST(Calendar, RulesThatNeverMatchLeaveTheirFirstDate) {
  const auto blocks =
      blocks_of(event("DTSTART:20310506T080000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n"));
  ASSERT_TRUE(blocks) << blocks.error().detail();
  EXPECT_EQ(blocks->size(), 1U);
}

TEST(Calendar, ASeriesThatBeganLongAgoCostsNoMoreThanANewOne) {
  Limits limits;
  limits.expansions_max = 250;
  EXPECT_EQ(blocks_of(event("DTSTART:19010101T080000Z\nRRULE:FREQ=DAILY\n"), limits).value().size(),
            31U);
}

TEST(Calendar, ZonesThatNobodyKnowsAreAnError) {
  const auto blocks = blocks_of(event("DTSTART;TZID=Mars/Olympus:20310506T080000\n"));
  ASSERT_FALSE(blocks);
  EXPECT_EQ(blocks.error().kind(), ErrorKind::peer_broken);
  EXPECT_EQ(blocks.error().detail().substr(0, 7), "line 3:");
}

std::string zone(const std::string& observance) {
  return "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\n" + observance +
         "END:STANDARD\nEND:VTIMEZONE\n";
}

TEST(Calendar, ZonesOfTheFile) {
  const std::string here = event("DTSTART;TZID=Here:20310506T080000\nDURATION:PT1H\n");
  const std::string offsets = "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\n";
  const auto good = blocks_of(zone("DTSTART:19700101T000000\n" + offsets) + here);
  ASSERT_TRUE(good) << good.error().detail();
  EXPECT_EQ(good->at(0).begin, kMay + 5 * 24h + 5h);

  const std::string broken[] = {
      offsets,
      "DTSTART:19700101T000000\nTZOFFSETTO:+0300\n",
      "DTSTART:19700101T000000\nTZOFFSETFROM:+0300\n",
      "DTSTART;VALUE=DATE:19700101\n" + offsets,
      "DTSTART:19700101T000000\nTZOFFSETFROM:+2500\nTZOFFSETTO:+0300\n",
      "DTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n" + offsets,
  };
  for (const std::string& observance : broken) {
    const auto blocks = blocks_of(zone(observance) + here);
    ASSERT_FALSE(blocks) << observance;
    EXPECT_EQ(blocks.error().kind(), ErrorKind::peer_broken) << observance;
  }
  const auto empty = blocks_of("BEGIN:VTIMEZONE\nTZID:Here\nEND:VTIMEZONE\n" + here);
  EXPECT_FALSE(empty);
}

TEST(Calendar, TheZoneOfTheFileGoesBeforeOneOfTheSameName) {
  const auto blocks = blocks_of(
      "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
      "TZOFFSETFROM:+0500\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n" +
      event("DTSTART;TZID=Europe/Berlin:20310506T080000\n"));
  EXPECT_EQ(blocks.value().at(0).begin, kMay + 5 * 24h + 3h);
}

TEST(Calendar, EndsBeforeBeginningsAreErrors) {
  for (const char* lines :
       {"DTSTART:20310506T080000Z\nDTEND:20310506T075959Z\n",
        "DTSTART;VALUE=DATE:20310506\nDTEND;VALUE=DATE:20310505\n",
        "DTSTART:20310506T080000Z\nDTEND;TZID=Europe/Berlin:20310506T095959\n"}) {
    const auto blocks = blocks_of(event(lines));
    ASSERT_FALSE(blocks) << lines;
    EXPECT_EQ(blocks.error().kind(), ErrorKind::peer_broken) << lines;
  }
}

TEST(Calendar, IdsAreShortStableAndSayNothing) {
  const std::string text = event(kDaily + "SUMMARY:Secret plan\n", "secret-uid");
  const auto first = blocks_of(text).value();
  const auto again = blocks_of(text).value();
  std::set<std::string> ids;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const std::string& id = first[i].details->id;
    EXPECT_EQ(id, again[i].details->id);
    EXPECT_EQ(id.size(), 16U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 31U);
}

TEST(Calendar, AMovedOccurrenceKeepsTheIdOfTheOneItReplaces) {
  const auto planned = blocks_of(event(kDaily)).value();
  const auto moved = blocks_of(event(kDaily) + event("RECURRENCE-ID:20310502T080000Z\n"
                                                     "DTSTART:20310502T200000Z\n"))
                         .value();
  ASSERT_EQ(moved.size(), 31U);
  EXPECT_EQ(moved[1].begin, kMay + 44h);
  EXPECT_EQ(moved[1].details->id, planned[1].details->id);
  EXPECT_TRUE(moved[1].details->is_exception);
}

TEST(Calendar, ExclusionRulesTakeOccurrencesAway) {
  const auto blocks = blocks_of(event(kDaily + "EXRULE:FREQ=DAILY;INTERVAL=2\n")).value();
  ASSERT_EQ(blocks.size(), 15U);
  EXPECT_EQ(blocks[0].begin, kMay + 32h);
}

TEST(Calendar, NoErrorRepeatsTheTextOfTheFile) {
  for (const char* lines :
       {"DTSTART:hush-hush\n", "DTSTART;TZID=hush-hush:20310506T080000\n",
        "DTSTART:20310506T080000Z\nRRULE:hush-hush\n", "hush-hush\n", "SUMMARY:hush-hush\n"}) {
    const auto blocks = blocks_of(event(lines));
    ASSERT_FALSE(blocks) << lines;
    EXPECT_EQ(blocks.error().detail().find("hush"), std::string::npos) << lines;
    EXPECT_EQ(blocks.error().peer_text(), "") << lines;
  }
}

}  // namespace
}  // namespace fb::ics
