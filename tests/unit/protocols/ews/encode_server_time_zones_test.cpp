// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <map>
#include <pugixml.hpp>

#include "protocols/ews/time_zones.hpp"
#include "protocols/wire/xml.hpp"
#include "tests/unit/protocols/ews/reply_support.hpp"

namespace fb::ews {
namespace {

std::string zones(std::vector<std::string> ids, bool full = true) {
  std::string out;
  encode_server_time_zones({full, std::move(ids)}, out);
  return out;
}

pugi::xml_node definitions_of(const wire::XmlDocument& document) {
  const auto body = wire::child(document.root(), "Body");
  const auto messages =
      wire::child(wire::child(body, "GetServerTimeZonesResponse"), "ResponseMessages");
  return wire::child(wire::child(messages, "GetServerTimeZonesResponseMessage"),
                     "TimeZoneDefinitions");
}

TEST(EncodeServerTimeZones, UnknownNamesAreLeftOut) {
  const std::string out = zones({"W. Europe Standard Time", "Nowhere <Time>", "UTC"});
  EXPECT_EQ(count_of(out, "<t:TimeZoneDefinition "), 2U);
  EXPECT_EQ(count_of(out, "Nowhere"), 0U);
  EXPECT_EQ(count_of(zones({"Nowhere"}), "<m:TimeZoneDefinitions></m:TimeZoneDefinitions>"), 1U);
}

TEST(EncodeServerTimeZones, NamesAloneWhereTheFullDataIsNotWanted) {
  EXPECT_EQ(count_of(zones({"UTC"}, false), "<t:TimeZoneDefinition Id=\"UTC\" Name=\"UTC\"/>"), 1U);
  EXPECT_EQ(count_of(zones({}, false), "<t:TimeZoneDefinition "), wire::windows_zones().size());
  EXPECT_EQ(count_of(zones({}, false), "<t:Period"), 0U);
}

TEST(EncodeServerTimeZones, AllMeansEveryWindowsZone) {
  const std::string out = zones({});
  EXPECT_GT(wire::windows_zones().size(), 100U);
  EXPECT_EQ(count_of(out, "<t:TimeZoneDefinition "), wire::windows_zones().size());
}

// The definition, read back by the decoder, has the offsets of the zone that it came from.
TEST(EncodeServerTimeZones, DefinitionsHaveTheOffsetsOfTheirZones) {
  const auto document = wire::XmlDocument::parse(zones({})).value();
  std::size_t probes = 0;
  std::map<std::string, std::size_t> wrong;
  for (auto node = wire::first_element(definitions_of(document)); node;
       node = wire::next_element(node)) {
    const std::string id = node.attribute("Id").value();
    const auto read = wire::Zone::defined(read_zone_definition(node).value());
    ASSERT_TRUE(read.has_value()) << id << ": " << read.error().detail();
    const wire::Zone zone = zone_named(id);
    for (auto at = utc("2010-01-02T00:00:00Z"); at < utc("2037-12-30T00:00:00Z");
         at += std::chrono::hours(61)) {
      ++probes;
      if (read->offset_at(at) != zone.offset_at(at)) ++wrong[id];
    }
  }
  EXPECT_GT(probes, 400'000U);
  // Their summer time pauses for Ramadan in some years; two switches cannot say that.
  for (const char* id :
       {"Morocco Standard Time", "Egypt Standard Time", "West Bank Standard Time"}) {
    EXPECT_LT(wrong[id], probes / wire::windows_zones().size() / 20) << id;
    wrong.erase(id);
  }
  for (const auto& [id, count] : wrong) EXPECT_EQ(count, 0U) << id;
}

TEST(EncodeServerTimeZones, GroupsAreWhatClientsExpect) {
  const auto document = wire::XmlDocument::parse(zones({})).value();
  for (auto node = wire::first_element(definitions_of(document)); node;
       node = wire::next_element(node)) {
    const auto groups = wire::child(node, "TransitionsGroups");
    std::string before;
    for (auto group = wire::first_element(groups); group; group = wire::next_element(group)) {
      const std::string id = group.attribute("Id").value();
      EXPECT_LT(before, id);
      before = id;
      const auto count = std::distance(group.children().begin(), group.children().end());
      EXPECT_TRUE(count == 1 || count == 2);
    }
    const auto starts = wire::child(node, "Transitions");
    EXPECT_EQ(wire::local_name(wire::first_element(starts)), "Transition");
  }
}

}  // namespace
}  // namespace fb::ews
