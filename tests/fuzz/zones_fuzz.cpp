// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Zones in each form in which they come: names, a SerializableTimeZone, a TimeZoneDefinition, a
// customTimeZone, and rules made of the bytes themselves, which reach further than XML that a
// fuzzer has to guess. What is taken converts both ways and says the same when it is written again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <pugixml.hpp>

#include "protocols/ews/time_zones.hpp"
#include "protocols/graph/working_hours.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/xml.hpp"

namespace {

using namespace fb;
using model::UtcTime;

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr UtcTime kBegin = std::chrono::sys_days{std::chrono::December / 20 / 2030};
constexpr UtcTime kEnd = std::chrono::sys_days{std::chrono::January / 1 / 2033};

// How far apart the zone's offsets are. Real ones cross a date line at most; a made-up definition
// can jump further, and then its wall times and its yearly form are any.
std::chrono::seconds check_stretches(const wire::Zone& zone) {
  int changes = 0;
  auto least = std::chrono::seconds::max();
  auto most = std::chrono::seconds::min();
  for (UtcTime at = kBegin; at < kEnd;) {
    const UtcTime next = zone.next_change(at, kEnd);
    require(next > at && next <= kEnd);
    const auto offset = zone.offset_at(at);
    require(offset >= -std::chrono::hours(49) && offset <= std::chrono::hours(49));
    require(zone.offset_at(next - std::chrono::seconds(1)) == offset);
    require(zone.to_local(at).time_since_epoch() == at.time_since_epoch() + offset);
    require(++changes < 1000);
    least = std::min(least, offset);
    most = std::max(most, offset);
    at = next;
  }
  return most - least;
}

void check(const wire::Zone& zone) {
  if (check_stretches(zone) > std::chrono::hours(24)) return;
  // An hour that comes twice is the first of the two; otherwise it is the same instant.
  for (UtcTime at = kBegin + std::chrono::days(2); at < kEnd - std::chrono::days(2);
       at += std::chrono::minutes(3001)) {
    const UtcTime back = zone.to_utc(zone.to_local(at));
    require(back <= at && zone.to_local(back) == zone.to_local(at));
  }
  require(wire::Zone::annual(zone.annual_in(2031)).has_value());
}

void check(const model::AnnualZone& annual) {
  const auto zone = wire::Zone::annual(annual);
  if (!zone) return;
  check(*zone);
  // One switch without the other, or in month 0, is none for every reader, and none is written.
  if (annual.standard.has_value() != annual.daylight.has_value()) return;
  if (annual.standard && (annual.standard->month == 0 || annual.daylight->month == 0)) return;
  std::string xml = "<TimeZone>";
  ews::append_annual_zone(annual, xml);
  const auto written = wire::XmlDocument::parse(xml + "</TimeZone>");
  require(written.has_value());
  const auto read = ews::read_annual_zone(written->root());
  require(read.has_value());
  const auto again = wire::Zone::annual(*read);
  require(again.has_value());
  for (UtcTime at = kBegin; at < kEnd; at += std::chrono::hours(397))
    require(again->offset_at(at) == zone->offset_at(at));
}

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  int next(int below) {
    if (at_ >= bytes_.size()) return 0;
    const int low = static_cast<unsigned char>(bytes_[at_++]);
    const int high = at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_++]) : 0;
    return (low + 256 * high) % below;
  }
  bool left() const { return at_ < bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

model::ZoneSwitch switch_of(Bytes& bytes) {
  model::ZoneSwitch change;
  change.bias_minutes = bytes.next(3000) - 1500;
  change.time_of_day = std::chrono::seconds(bytes.next(65535) * 2 - 10);
  change.month = bytes.next(15) - 1;
  change.day_order = bytes.next(34) - 1;
  change.day = static_cast<model::SwitchDay>(bytes.next(10));
  if (bytes.next(4) == 0) change.year = 2029 + bytes.next(6);
  return change;
}

void check_rules(std::string_view text) {
  Bytes bytes(text);
  model::AnnualZone annual{bytes.next(3000) - 1500, {}, {}};
  if (bytes.next(8) != 0) annual.standard = switch_of(bytes);
  if (bytes.next(8) != 0) annual.daylight = switch_of(bytes);
  check(annual);
}

void check_definition(std::string_view text) {
  Bytes bytes(text);
  const auto id = [&bytes] { return std::string(1, static_cast<char>('a' + bytes.next(4))); };
  wire::ZoneDefinition definition;
  for (int i = bytes.next(5); i > 0; --i)
    definition.periods.push_back({id(), bytes.next(3000) - 1500});
  for (int i = bytes.next(4); i > 0; --i) {
    wire::ZoneDefinition::Group group{id(), {}, bytes.next(3) == 0 ? id() : std::string()};
    for (int j = bytes.next(4); j > 0; --j) {
      const auto day = static_cast<model::SwitchDay>(bytes.next(10));
      group.yearly.push_back({id(), std::chrono::seconds(bytes.next(65535) * 2 - 10),
                              bytes.next(15) - 1, bytes.next(34) - 1, bytes.next(7) - 1, day});
    }
    definition.groups.push_back(std::move(group));
  }
  for (int i = 0; i < 6 && bytes.left(); ++i) {
    wire::ZoneDefinition::Start start{bytes.next(3) != 0, id(), {}};
    if (i != 0)
      start.from = wire::LocalTime(
          (kBegin + std::chrono::hours(bytes.next(20000) - 2000)).time_since_epoch());
    definition.starts.push_back(std::move(start));
  }
  if (const auto zone = wire::Zone::defined(definition)) check(*zone);
}

void check_xml(std::string_view text) {
  const auto document = wire::XmlDocument::parse(text);
  if (!document) return;
  if (const auto annual = ews::read_annual_zone(document->root())) check(*annual);
  if (const auto definition = ews::read_zone_definition(document->root())) {
    if (const auto zone = wire::Zone::defined(*definition)) check(*zone);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto named = wire::Zone::named(text)) check(*named);
  check_xml(text);
  check_rules(text);
  check_definition(text);
  if (const auto json = wire::parse_json(text)) {
    if (const auto hours = graph::read_working_hours(*json, 2031)) check(hours->zone);
  }
  return 0;
}
