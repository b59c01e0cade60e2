// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The calendars of tests/golden/ics against what python3-icalendar and dateutil say of them.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "protocols/ics/ics.hpp"
#include "tests/support/golden.hpp"

namespace fb::ics {
namespace {

namespace json = boost::json;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// "2031-05-06T08:00:00Z"
model::UtcTime time_of(const json::value& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  EXPECT_EQ(std::sscanf(text.as_string().c_str(), "%d-%u-%uT%d:%d:%dZ", &year, &month, &day, &hour,
                        &minute, &second),
            6);
  return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                               static_cast<int>(day)} +
         std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

std::vector<std::string> flags_of(const model::BlockDetails& details) {
  std::vector<std::string> flags;
  if (details.is_meeting) flags.emplace_back("meeting");
  if (details.is_reminder_set) flags.emplace_back("reminder");
  if (details.is_private) flags.emplace_back("private");
  if (details.is_recurring) flags.emplace_back("recurring");
  if (details.is_exception) flags.emplace_back("exception");
  return flags;
}

// One line per block, so that a difference can be read.
std::string row(model::UtcTime begin, model::UtcTime end, std::string_view status,
                std::string_view subject, std::string_view location,
                const std::vector<std::string>& flags) {
  std::ostringstream out;
  out << begin.time_since_epoch().count() << " +" << (end - begin).count() << " " << status << " \""
      << subject << "\" \"" << location << "\"";
  for (const std::string& flag : flags) out << " " << flag;
  return out.str();
}

std::vector<std::string> rows_of(const std::vector<model::BusyBlock>& blocks) {
  std::vector<std::string> rows;
  for (const model::BusyBlock& block : blocks) {
    const model::BlockDetails details = block.details.value_or(model::BlockDetails{});
    rows.push_back(row(block.begin, block.end, name(block.status), details.subject,
                       details.location, flags_of(details)));
  }
  return rows;
}

std::vector<std::string> rows_of(const json::array& blocks) {
  std::vector<std::string> rows;
  for (const json::value& block : blocks) {
    rows.push_back(row(time_of(block.at("begin")), time_of(block.at("end")),
                       block.at("status").as_string(), block.at("subject").as_string(),
                       block.at("location").as_string(),
                       json::value_to<std::vector<std::string>>(block.at("flags"))));
  }
  return rows;
}

TEST(GoldenCalendars, SayWhatOtherProgramsSay) {
  int calendars = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FB_SOURCE_DIR "/tests/golden/ics")) {
    if (entry.path().extension() != ".ics") continue;
    SCOPED_TRACE(entry.path().filename().string());
    ++calendars;
    const json::value said =
        json::parse(bytes_of(std::filesystem::path(entry.path()).replace_extension(".json")));
    const auto owner = wire::Zone::named(said.at("owner_zone").as_string());
    ASSERT_TRUE(owner);
    const auto calendar = Calendar::parse(test::golden_message(entry.path()), *owner);
    ASSERT_TRUE(calendar) << calendar.error().detail();
    const auto window =
        model::TimeWindow::span(time_of(said.at("window").at(0)), time_of(said.at("window").at(1)));
    const auto blocks = calendar->blocks(*window);
    ASSERT_TRUE(blocks) << blocks.error().detail();
    auto ours = rows_of(*blocks);
    auto theirs = rows_of(said.at("blocks").as_array());
    for (std::size_t i = 1; i < blocks->size(); ++i) {
      EXPECT_LE((*blocks)[i - 1].begin, (*blocks)[i].begin);
    }
    std::sort(ours.begin(), ours.end());
    std::sort(theirs.begin(), theirs.end());
    EXPECT_EQ(ours, theirs);
  }
  EXPECT_GE(calendars, 30);
}

}  // namespace
}  // namespace fb::ics
