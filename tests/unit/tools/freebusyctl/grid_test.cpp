// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/grid.hpp"

#include <gtest/gtest.h>

#include "protocols/wire/iso8601.hpp"

namespace fb::freebusyctl {
namespace {

using model::FreeBusyStatus;

model::UtcTime utc(std::string_view text) {
  return model::UtcTime(wire::read_date_time(text).value().wall.time_since_epoch());
}

// One letter per slot, as drawn.
std::vector<FreeBusyStatus> slots(std::string_view signs) {
  std::vector<FreeBusyStatus> made;
  for (const char sign : signs) {
    made.push_back(static_cast<FreeBusyStatus>(std::string_view(".~#Xw?").find(sign)));
  }
  return made;
}

Grid small() {
  Grid grid;
  grid.start = utc("2031-05-06T06:00:00");
  grid.zone = wire::Zone::named("Europe/Berlin").value();
  grid.zone_name = "Europe/Berlin";
  grid.people.push_back({"grace@contoso.example", slots(".##~~Xw."), ""});
  grid.people.push_back({"nobody@b.example", slots("????????"), "unknown: recipient_unknown"});
  return grid;
}

constexpr std::string_view kLegend =
    ". free  ~ tentative  # busy  X out of office  w working elsewhere  ? unknown\n";

TEST(Grid, APlainPicture) {
  EXPECT_EQ(draw(small(), 100, false),
            "2031-05-06 Europe/Berlin\n"
            "                      08  10\n"
            "grace@contoso.example .##~~Xw.\n"
            "nobody@b.example      ????????\n"
            "\n"
            "nobody@b.example is unknown: recipient_unknown\n"
            "\n" +
                std::string(kLegend));
}

TEST(Grid, NoColourUnlessWanted) {
  EXPECT_EQ(draw(small(), 100, false).find('\x1b'), std::string::npos);
  const std::string drawn = draw(small(), 100, true);
  EXPECT_NE(drawn.find("\x1b[0;32m.\x1b[0;31m##\x1b[0;33m~~\x1b[0;35mX\x1b[0;36mw\x1b[0;32m."
                       "\x1b[0m\n"),
            std::string::npos)
      << drawn;
}

TEST(Grid, BreaksAtMidnightOfTheZone) {
  Grid grid = small();
  grid.start = utc("2031-05-06T20:00:00");  // 22:00 in Berlin
  const std::string drawn = draw(grid, 100, false);
  EXPECT_TRUE(
      drawn.starts_with("2031-05-06 Europe/Berlin\n"
                        "                      22\n"
                        "grace@contoso.example .##~\n"
                        "nobody@b.example      ????\n"
                        "\n"
                        "2031-05-07 Europe/Berlin\n"
                        "                      00\n"
                        "grace@contoso.example ~Xw.\n"
                        "nobody@b.example      ????\n"))
      << drawn;
}

TEST(Grid, BreaksAtTheWidth) {
  Grid grid = small();
  const std::string drawn = draw(grid, kWidthMin, false);
  EXPECT_EQ(draw(grid, 1, false), drawn) << "a narrower terminal is not served";
  grid.people[0].slots = slots("..................~");  // 19 slots; 18 fit beside 22 columns
  EXPECT_NE(draw(grid, kWidthMin, false).find("grace@contoso.example ..................\n"),
            std::string::npos);
  EXPECT_NE(draw(grid, kWidthMin, false).find("grace@contoso.example ~\n"), std::string::npos);
}

TEST(Grid, AMissingSlotIsUnknownNotFree) {
  Grid grid = small();
  grid.people[0].slots.resize(6);
  EXPECT_NE(draw(grid, 100, false).find("grace@contoso.example .##~~X??\n"), std::string::npos);
}

TEST(Grid, AnHourOfSummerTimeIsThereTwice) {
  Grid grid = small();
  grid.start = utc("2031-10-25T23:30:00");  // 01:30; at 03:00 it is 02:00 again
  grid.people.resize(1);
  EXPECT_NE(draw(grid, 100, false)
                .find("2031-10-26 Europe/Berlin\n"
                      "                       02  03\n"),
            std::string::npos)
      << draw(grid, 100, false);
}

TEST(Grid, NothingFromOutsideControlsTheTerminal) {
  Grid grid = small();
  grid.people[0].name = "a\x1b[2J\r\n\x7f\xc2\x9b\xc3\xa4";
  grid.people[0].note = "x\x1b]0;title\x07";
  const std::string drawn = draw(grid, 100, false);
  EXPECT_EQ(drawn.find('\x1b'), std::string::npos);
  EXPECT_EQ(drawn.find('\x07'), std::string::npos);
  EXPECT_NE(drawn.find("a?[2J????\xc3\xa4 "), std::string::npos) << drawn;
}

TEST(Grid, LongNamesAreCut) {
  EXPECT_EQ(printable(std::string(32, 'a'), 32), std::string(32, 'a'));
  EXPECT_EQ(printable(std::string(33, 'a'), 32), std::string(32, 'a') + "...");
  EXPECT_EQ(printable("\xc3\xa4\xc3\xa4", 2), "\xc3\xa4\xc3\xa4");
  EXPECT_EQ(printable("\xc3\xa4\xc3\xa4", 1), "\xc3\xa4...");
}

constexpr std::string_view kAnswer =
    R"({"window":{"start":"2031-05-06T08:00:00+02:00"},)"
    R"("zone":"Europe/Berlin","interval_minutes":30,)"
    R"("people":[{"person":"a@b.example","result":"known","view":["free","busy"]},)"
    R"({"person":"c@d.example","result":"unknown","reason":{"code":"no_access","text":"Why."},)"
    R"("view":["unknown","brand_new"]}]})";

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(kAnswer);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(GridAnswer, IsRead) {
  const auto grid = read_answer(kAnswer);
  ASSERT_TRUE(grid.has_value()) << grid.error().detail();
  EXPECT_EQ(grid->start, utc("2031-05-06T06:00:00"));
  ASSERT_EQ(grid->people.size(), 2u);
  EXPECT_EQ(grid->people[0].slots, slots(".#"));
  EXPECT_EQ(grid->people[0].note, "");
  EXPECT_EQ(grid->people[1].slots, slots("??")) << "a word that is not known is not free";
  EXPECT_EQ(grid->people[1].note, "unknown: no_access: Why.");
  EXPECT_FALSE(everybody_is_known(*grid));
}

TEST(GridAnswer, WhoIsKnown) {
  Grid grid = small();
  EXPECT_FALSE(everybody_is_known(grid));
  grid.people.pop_back();
  EXPECT_TRUE(everybody_is_known(grid));
  grid.people[0].slots[0] = FreeBusyStatus::no_data;
  EXPECT_FALSE(everybody_is_known(grid));
  EXPECT_FALSE(everybody_is_known(
      read_answer(replaced("\"known\",\"view\"", "\"partly_unknown\",\"view\"")).value()));
}

TEST(GridAnswer, WhatIsNoAnswer) {
  for (const auto& text :
       {std::string("<html>"), std::string("[]"), std::string("{}"), replaced("\"zone\"", "\"z\""),
        replaced("Europe/Berlin", "Mars"), replaced("+02:00", ""), replaced(":30,", ":4,"),
        replaced(":30,", ":\"30\","), replaced("\"people\":[", "\"people\":7,\"x\":["),
        replaced("\"view\":[", "\"v\":["), replaced("\"result\":\"known\"", "\"result\":1"),
        replaced("2031-05-06T08", "soon")}) {
    const auto grid = read_answer(text);
    ASSERT_FALSE(grid.has_value()) << text;
    EXPECT_EQ(grid.error().kind(), model::ErrorKind::peer_broken) << text;
  }
}

}  // namespace
}  // namespace fb::freebusyctl
