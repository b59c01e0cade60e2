// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Golden pairs: a message as it goes over the wire, and beside it NAME.means with what the model
// must say of it, in the words below. The first line of a message is a note that says where its
// shape comes from; it is not part of the message.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/availability.hpp"
#include "protocols/wire/iso8601.hpp"

namespace fb::test {

inline std::filesystem::path golden_path(std::string_view name) {
  return std::filesystem::path(FB_SOURCE_DIR) / "tests/golden" / name;
}

inline std::string whole_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline std::string_view note_mark(const std::filesystem::path& path) {
  if (path.extension() == ".xml" || path.extension() == ".html") return "<!-- ";
  if (path.extension() == ".json") return "// ";
  return "# ";
}

// The message without its note.
inline std::string golden_message(const std::filesystem::path& path) {
  const std::string whole = whole_file(path);
  EXPECT_TRUE(whole.starts_with(note_mark(path))) << path << " does not say where it comes from";
  const std::size_t line = whole.find('\n');
  return line == std::string::npos ? std::string() : whole.substr(line + 1);
}

struct GoldenPair {
  std::string name;
  std::string message;
  std::vector<std::string> means;  // lines

  // The rest of the first line that begins with `word`; such lines say how the message is read,
  // and are no part of what it means.
  std::string setting(std::string_view word, std::string_view otherwise = {}) const {
    for (const std::string& line : means) {
      if (line.starts_with(std::string(word) + " ")) return line.substr(word.size() + 1);
    }
    return std::string(otherwise);
  }
  std::string without(std::initializer_list<std::string_view> settings) const {
    std::string out;
    for (const std::string& line : means) {
      const bool is_setting = std::any_of(settings.begin(), settings.end(), [&](auto word) {
        return line.starts_with(std::string(word) + " ");
      });
      if (!is_setting) out += line + "\n";
    }
    return out;
  }
};

// All pairs of a folder of tests/golden, by name.
inline std::vector<GoldenPair> golden_pairs(std::string_view folder) {
  std::vector<GoldenPair> pairs;
  for (const auto& entry : std::filesystem::directory_iterator(golden_path(folder))) {
    if (entry.path().extension() == ".means") continue;
    GoldenPair pair{entry.path().filename().string(), golden_message(entry.path()), {}};
    std::ifstream means(std::filesystem::path(entry.path()).replace_extension(".means"));
    EXPECT_TRUE(means.good()) << entry.path() << " has no .means beside it";
    for (std::string line; std::getline(means, line);) pair.means.push_back(line);
    pairs.push_back(std::move(pair));
  }
  std::sort(pairs.begin(), pairs.end(), [](auto& a, auto& b) { return a.name < b.name; });
  return pairs;
}

inline std::string shown(model::UtcTime at) {
  std::string out;
  wire::append_utc_time(at, out);
  return out;
}

// "peer_throttled after 30 s, says "busy""
inline std::string shown(const model::Error& error) {
  std::string out(model::facts(error.kind()).name);
  if (error.retry_after_s() != 0) out += " after " + std::to_string(error.retry_after_s()) + " s";
  if (!error.peer_text().empty()) out += ", says \"" + error.peer_text() + "\"";
  return out;
}

inline std::string shown(const model::BusyBlock& block) {
  std::string out =
      shown(block.begin) + " " + shown(block.end) + " " + std::string(model::name(block.status));
  if (!block.details) return out;
  const model::BlockDetails& details = *block.details;
  out += " \"" + details.subject + "\" \"" + details.location + "\"";
  if (!details.id.empty()) out += " id " + details.id;
  if (details.is_meeting) out += " meeting";
  if (details.is_recurring) out += " recurring";
  if (details.is_exception) out += " exception";
  if (details.is_reminder_set) out += " reminder";
  if (details.is_private) out += " private";
  return out;
}

// "standard 0 at 03:00:00 on 10/5/0": month, day order, kind of day; a year where there is one.
inline std::string shown(std::string_view word, const model::ZoneSwitch& change) {
  const auto two = [](std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::int64_t seconds = change.time_of_day.count();
  std::string out = " " + std::string(word) + " " + std::to_string(change.bias_minutes) + " at " +
                    two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60) +
                    " on " + std::to_string(change.month) + "/" + std::to_string(change.day_order) +
                    "/" + std::to_string(static_cast<int>(change.day));
  if (change.year) out += "/" + std::to_string(*change.year);
  return out;
}

inline std::string shown(const model::AnnualZone& zone) {
  std::string out = "bias " + std::to_string(zone.bias_minutes);
  if (zone.standard) out += shown("standard", *zone.standard);
  if (zone.daylight) out += shown("daylight", *zone.daylight);
  return out;
}

inline std::string shown(const model::Availability& availability) {
  std::string out(model::name(availability.level));
  if (availability.precision == model::Precision::slots) out += " in slots";
  out += "\n";
  for (const model::BusyBlock& block : availability.blocks) out += "  " + shown(block) + "\n";
  if (!availability.working_hours) return out;
  for (const model::WorkingPeriod& period : availability.working_hours->periods) {
    out += "  works ";
    for (unsigned day = 0; day < 7; ++day)
      out += (period.days & 1U << day) != 0 ? "SMTWTFS"[day] : '-';
    out += " " + std::to_string(period.start_minutes) + "-" + std::to_string(period.end_minutes) +
           "\n";
  }
  return out + "  where " + shown(availability.working_hours->zone) + "\n";
}

// One entry per mailbox, or one error for all.
inline std::string shown(
    const model::Result<std::vector<model::Result<model::Availability>>>& answer) {
  if (!answer) return "all: " + shown(answer.error()) + "\n";
  std::string out;
  for (const auto& entry : *answer)
    out += entry ? "entry: " + shown(*entry) : "entry: " + shown(entry.error()) + "\n";
  return out;
}

}  // namespace fb::test
