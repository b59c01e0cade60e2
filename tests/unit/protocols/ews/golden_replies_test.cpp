// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What we send, byte for byte. What a client makes of these bytes is in golden_answers_test.cpp and
// golden_requests_test.cpp; that the schemas allow them, in schema_test.cpp.
#include <pugixml.hpp>
#include <set>

#include "protocols/ews/time_zones.hpp"
#include "protocols/wire/xml.hpp"
#include "tests/unit/protocols/ews/golden_replies.hpp"

namespace fb::ews {
namespace {

void expect_bytes(std::string_view folder, const std::map<std::string, std::string>& said,
                  const std::set<std::string>& elsewhere = {}) {
  std::set<std::string> kept;
  for (const test::GoldenPair& pair : test::golden_pairs(folder)) {
    const std::string name = std::filesystem::path(pair.name).stem().string();
    if (elsewhere.count(name) != 0) continue;
    kept.insert(name);
    const auto found = said.find(name);
    if (found == said.end()) {
      ADD_FAILURE() << "nothing says " << pair.name;
    } else {
      EXPECT_EQ(found->second + "\n", pair.message) << pair.name;
    }
  }
  for (const auto& [name, bytes] : said) EXPECT_EQ(kept.count(name), 1U) << name << ": " << bytes;
}

TEST(GoldenReplies, AreSaidToTheByte) {
  // encode_availability_test.cpp says that one.
  expect_bytes("ews/replies", golden_replies(), {"detailed_merged"});
}

TEST(GoldenReplies, QuestionsAreAskedToTheByte) {
  expect_bytes("ews/questions", golden_questions());
}

TEST(GoldenReplies, ZonesAreAnsweredToTheByte) {
  expect_bytes("ews/zone_answers", golden_zone_answers());
}

// One line per zone: its id and its minutes east of Greenwich on 15 January and 15 July of 2031.
std::string zones_in(const std::string& answer) {
  const auto document = wire::XmlDocument::parse(answer);
  if (!document) return "no XML";
  auto node = wire::child(document->root(), "Body");
  for (const char* name : {"GetServerTimeZonesResponse", "ResponseMessages",
                           "GetServerTimeZonesResponseMessage", "TimeZoneDefinitions"})
    node = wire::child(node, name);
  std::string out;
  for (auto zone = wire::first_element(node); zone; zone = wire::next_element(zone)) {
    out += zone.attribute("Id").value();
    const bool has_rules = static_cast<bool>(wire::child(zone, "Periods"));
    const auto read = wire::Zone::defined(read_zone_definition(zone).value());
    for (const char* day : {"2031-01-15T00:00:00Z", "2031-07-15T00:00:00Z"}) {
      if (has_rules) out += " " + std::to_string(read.value().offset_at(utc(day)).count() / 60);
    }
    out += "\n";
  }
  return out.empty() ? "none\n" : out;
}

TEST(GoldenReplies, ZonesMeanWhatTheyAre) {
  for (const test::GoldenPair& pair : test::golden_pairs("ews/zone_answers"))
    EXPECT_EQ(zones_in(pair.message), pair.without({})) << pair.name;
}

}  // namespace
}  // namespace fb::ews
