// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/schedule.hpp"

#include <boost/json/parse.hpp>

#include "tests/unit/protocols/graph/graph_support.hpp"

namespace fb::graph {
namespace {

using model::DetailLevel;
using model::FreeBusyStatus;
using model::Precision;

model::Result<model::Availability> read(std::string_view entry, int slot_minutes = 60) {
  ZoneNames zones;
  return read_schedule(boost::json::parse(entry), question_for({"a@b.example"}, slot_minutes),
                       zones);
}

std::string item(std::string_view begin, std::string_view end, std::string_view rest) {
  std::string out = R"({"start":{"dateTime":")" + std::string(begin) + R"(","timeZone":"UTC"},)";
  out += R"("end":{"dateTime":")" + std::string(end) + R"(","timeZone":"UTC"})";
  return out + std::string(rest) + "}";
}

std::string with_items(std::string_view items, std::string_view view = "000000000000000000000000") {
  return R"({"availabilityView":")" + std::string(view) + R"(","scheduleItems":[)" +
         std::string(items) + "]}";
}

const std::string kNine =
    item("2031-05-06T09:00:00.0000000", "2031-05-06T10:00:00.0000000", R"(,"status":"busy")");

TEST(GraphSchedule, WhatProvesNothingIsBroken) {
  for (const std::string_view entry : {
           R"({})",
           R"({"scheduleItems":[]})",
           R"({"availabilityView":""})",
           R"({"availabilityView":"","scheduleItems":[]})",
           R"({"availabilityView":null,"scheduleItems":null})",
           R"({"availabilityView":5,"scheduleItems":[]})",
           R"({"availabilityView":"00","scheduleItems":"none"})",
           R"({"availabilityView":"00","scheduleItems":{}})",
           R"([])",
       }) {
    const auto availability = read(entry);
    ASSERT_FALSE(availability.has_value()) << entry;
    EXPECT_EQ(availability.error().kind(), model::ErrorKind::peer_broken) << entry;
  }
}

TEST(GraphSchedule, AnErrorWinsOverEverything) {
  const auto availability =
      read(R"({"availabilityView":"000000000000000000000000","scheduleItems":[],)"
           R"("error":{"responseCode":"5037","message":"m"}})");
  ASSERT_FALSE(availability.has_value());
  EXPECT_EQ(availability.error().kind(), model::ErrorKind::peer_no_access);
  EXPECT_TRUE(read(R"({"availabilityView":"000000000000000000000000","error":null})").has_value());
}

struct ViewRow {
  std::string_view view;
  std::vector<model::BusyBlock> blocks;
};

TEST(GraphSchedule, DigitsAloneGiveSlots) {
  const auto at = [](int hour) { return utc("2031-05-06T08:00:00") + std::chrono::hours(hour); };
  const ViewRow rows[] = {
      {"000000000000000000000000", {}},
      {"000011000000000000000000", {{at(4), at(6), FreeBusyStatus::tentative, {}}}},
      {"234000000000000000000000",
       {{at(0), at(1), FreeBusyStatus::busy, {}},
        {at(1), at(2), FreeBusyStatus::out_of_office, {}},
        {at(2), at(3), FreeBusyStatus::working_elsewhere, {}}}},
      // Shorter than the window: the rest is not known.
      {"00000000000000000000002",
       {{at(22), at(23), FreeBusyStatus::busy, {}}, {at(23), at(24), FreeBusyStatus::no_data, {}}}},
      {"0", {{at(1), at(24), FreeBusyStatus::no_data, {}}}},
      // Longer than the window: the rest is not asked for.
      {"00000000000000000000000022", {}},
      {"0005?00000000000000000 0",
       {{at(3), at(5), FreeBusyStatus::no_data, {}},
        {at(22), at(23), FreeBusyStatus::no_data, {}}}},
  };
  for (const ViewRow& row : rows) {
    SCOPED_TRACE(row.view);
    const auto availability = read(R"({"availabilityView":")" + std::string(row.view) + "\"}");
    ASSERT_TRUE(availability.has_value());
    EXPECT_EQ(availability->blocks, row.blocks);
    EXPECT_EQ(availability->precision, Precision::slots);
    EXPECT_EQ(availability->level, DetailLevel::availability_only);
  }
}

TEST(GraphSchedule, AnEmptyListWithAFreeViewIsExactlyFree) {
  const auto availability = read(with_items(""));
  ASSERT_TRUE(availability.has_value());
  EXPECT_TRUE(availability->blocks.empty());
  EXPECT_EQ(availability->precision, Precision::exact);
}

TEST(GraphSchedule, AnEmptyListWithBusyOrMissingDigitsIsSlots) {
  for (const std::string_view view :
       {"002000000000000000000000", "00", "00000000000000000000000x"}) {
    const auto availability = read(with_items("", view));
    ASSERT_TRUE(availability.has_value()) << view;
    EXPECT_FALSE(availability->blocks.empty()) << view;
    EXPECT_EQ(availability->precision, Precision::slots) << view;
  }
}

TEST(GraphSchedule, ItemsOutsideTheWindowProveNothingOfIt) {
  const std::string outside = item("2031-05-05T09:00:00", "2031-05-05T10:00:00", "");
  EXPECT_FALSE(read(with_items(outside, "")).has_value());
  const auto busy = read(with_items(outside, "200000000000000000000000"));
  ASSERT_TRUE(busy.has_value());
  ASSERT_EQ(busy->blocks.size(), 1u);
  EXPECT_EQ(busy->blocks[0].status, FreeBusyStatus::busy);
}

TEST(GraphSchedule, ItemsWinOverDigits) {
  for (const std::string_view view : {"", "000000000000000000000000", "333333333333333333333333"}) {
    const auto availability = read(with_items(kNine, view));
    ASSERT_TRUE(availability.has_value()) << view;
    ASSERT_EQ(availability->blocks.size(), 1u) << view;
    EXPECT_EQ(
        availability->blocks[0],
        (model::BusyBlock{
            utc("2031-05-06T09:00:00"), utc("2031-05-06T10:00:00"), FreeBusyStatus::busy, {}}));
    EXPECT_EQ(availability->precision, Precision::exact);
  }
}

TEST(GraphSchedule, ItemsAreWholeSortedAndTouchTheWindow) {
  const auto availability = read(
      with_items(item("2031-05-07T07:00:00", "2031-05-09T00:00:00", R"(,"status":"oof")") + "," +
                 item("2031-05-06T08:00:00", "2031-05-06T08:00:00", R"(,"status":"busy")") + "," +
                 item("2031-05-06T07:00:00", "2031-05-06T08:00:00", R"(,"status":"busy")") + "," +
                 item("2031-05-07T08:00:00", "2031-05-07T09:00:00", R"(,"status":"busy")") + "," +
                 item("2031-05-01T00:00:00", "2031-05-06T08:00:01", R"(,"status":"tentative")")));
  ASSERT_TRUE(availability.has_value());
  ASSERT_EQ(availability->blocks.size(), 3u);
  EXPECT_EQ(availability->blocks[0].begin, utc("2031-05-01T00:00:00"));
  EXPECT_EQ(availability->blocks[0].end, utc("2031-05-06T08:00:01"));
  EXPECT_EQ(availability->blocks[1].begin, availability->blocks[1].end);
  EXPECT_EQ(availability->blocks[2].end, utc("2031-05-09T00:00:00"));
}

TEST(GraphSchedule, UnknownStatusIsNoData) {
  for (const std::string_view status : {R"(,"status":"unknown")", R"(,"status":"later")",
                                        R"(,"status":null)", R"(,"status":0)", ""}) {
    const auto availability =
        read(with_items(item("2031-05-06T09:00:00", "2031-05-06T10:00:00", status)));
    ASSERT_TRUE(availability.has_value()) << status;
    EXPECT_EQ(availability->blocks[0].status, FreeBusyStatus::no_data) << status;
  }
}

TEST(GraphSchedule, TimesInAnyZone) {
  struct Row {
    std::string_view time;
    std::string_view zone;
  };
  // All are 09:00 UTC.
  for (const Row& row : {
           Row{"2031-05-06T09:00:00.0000000", R"("UTC")"},
           Row{"2031-05-06T02:00:00.0000000", R"("Pacific Standard Time")"},
           Row{"2031-05-06T11:00:00", R"("Europe/Berlin")"},
           Row{"2031-05-06T11:00:00", R"("W. Europe Standard Time")"},
           Row{"2031-05-06T14:30:00", R"("India Standard Time")"},
           Row{"2031-05-06T09:00:00Z", R"("UTC")"},
           Row{"2031-05-06T09:00:00Z", "null"},
           Row{"2031-05-06T10:00:00+01:00", R"("Pacific Standard Time")"},
       }) {
    const std::string entry = R"({"scheduleItems":[{"Status":"Busy","Start":{"DateTime":")" +
                              std::string(row.time) + R"(","TimeZone":)" + std::string(row.zone) +
                              R"(},"End":{"DateTime":"2031-05-06T12:00:00","TimeZone":"UTC"}}]})";
    const auto availability = read(entry);
    ASSERT_TRUE(availability.has_value()) << row.time << row.zone;
    EXPECT_EQ(availability->blocks[0].begin, utc("2031-05-06T09:00:00")) << row.time << row.zone;
  }
}

TEST(GraphSchedule, AnItemThatCannotBePlacedFailsTheMailbox) {
  const std::string good = R"("start":{"dateTime":"2031-05-06T09:00:00","timeZone":"UTC"})";
  for (const std::string& broken : {
           std::string(R"({"status":"busy"})"),
           "{" + good + "}",
           "{" + good + R"(,"end":null})",
           "{" + good + R"(,"end":"2031-05-06T10:00:00"})",
           "{" + good + R"(,"end":{"dateTime":"2031-05-06T10:00:00"}})",
           "{" + good + R"(,"end":{"dateTime":"2031-05-06T10:00:00","timeZone":"Mars"}})",
           "{" + good + R"(,"end":{"dateTime":"tomorrow","timeZone":"UTC"}})",
           "{" + good + R"(,"end":{"dateTime":"2031-05-06T08:59:59","timeZone":"UTC"}})",
           "{" + good + R"(,"end":{"dateTime":"9000-01-01T00:00:01","timeZone":"UTC"}})",
           item("1600-12-31T23:59:59", "2031-05-06T10:00:00", ""),
           std::string("null"),
           std::string("[]"),
       }) {
    const auto availability = read(with_items(kNine + "," + broken));
    ASSERT_FALSE(availability.has_value()) << broken;
    EXPECT_EQ(availability.error().kind(), model::ErrorKind::peer_broken) << broken;
  }
}

TEST(GraphSchedule, ItemsHaveAnEdge) {
  std::string items = kNine;
  for (std::size_t i = 1; i < kItemsMax; ++i) items += "," + kNine;
  const auto most = read(with_items(items));
  ASSERT_TRUE(most.has_value());
  EXPECT_EQ(most->blocks.size(), kItemsMax);
  const auto more = read(with_items(items + "," + kNine));
  ASSERT_FALSE(more.has_value());
  EXPECT_EQ(more.error().kind(), model::ErrorKind::result_too_big);
}

TEST(GraphSchedule, ZoneNamesHaveAnEdge) {
  ZoneNames zones;
  std::size_t found = 0;
  for (const wire::NamedZone& zone : wire::windows_zones()) {
    if (zones.find(zone.windows_name) != nullptr) ++found;
  }
  EXPECT_EQ(found, ZoneNames::kZonesMax);
  EXPECT_EQ(zones.find("no such zone"), nullptr);
}

TEST(GraphSchedule, DetailsOnlyWhereTheyAreGiven) {
  const auto times_only = read(with_items(
      kNine + "," +
      item("2031-05-06T11:00:00", "2031-05-06T12:00:00", R"(,"status":"busy","isPrivate":true)")));
  ASSERT_TRUE(times_only.has_value());
  EXPECT_EQ(times_only->level, DetailLevel::availability_only);
  EXPECT_FALSE(times_only->blocks[0].details.has_value());
  EXPECT_FALSE(times_only->blocks[1].details.has_value());

  const auto detailed = read(with_items(
      kNine + "," +
      item("2031-05-06T11:00:00", "2031-05-06T12:00:00", R"(,"status":"busy","isPrivate":true)") +
      "," +
      item("2031-05-06T13:00:00", "2031-05-06T14:00:00",
           R"(,"status":"busy","isPrivate":false,"subject":"S","location":"L")")));
  ASSERT_TRUE(detailed.has_value());
  EXPECT_EQ(detailed->level, DetailLevel::limited_details);
  EXPECT_EQ(detailed->blocks[0].details, model::BlockDetails{});
  EXPECT_TRUE(detailed->blocks[1].details->is_private);
  EXPECT_EQ(detailed->blocks[2].details->subject, "S");
  EXPECT_EQ(detailed->blocks[2].details->location, "L");
  EXPECT_FALSE(detailed->blocks[2].details->is_private);
}

TEST(GraphSchedule, ALocationAloneIsADetail) {
  const auto availability = read(with_items(
      item("2031-05-06T09:00:00", "2031-05-06T10:00:00", R"(,"status":"busy","location":"L")")));
  ASSERT_TRUE(availability.has_value());
  EXPECT_EQ(availability->level, DetailLevel::limited_details);
}

TEST(GraphSchedule, WorkingHoursThatCannotBeReadCostNothing) {
  const auto availability =
      read(R"({"availabilityView":"000000000000000000000000","workingHours":{"daysOfWeek":7}})");
  ASSERT_TRUE(availability.has_value());
  EXPECT_FALSE(availability->working_hours.has_value());
}

}  // namespace
}  // namespace fb::graph
