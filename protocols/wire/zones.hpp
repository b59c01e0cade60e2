// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Between wall time and UTC. A Zone is made from what a message carries (a Windows or IANA name, a
// bias with yearly switches, a full TimeZoneDefinition) and converts both ways.
//
// Named zones take their offsets from the system's tzdata through the date library; ICU only maps
// Windows names to IANA names and back (its own zone data is years old on Debian 12). Zones given
// as rules are computed here.
//
// Wall times that do not exist (spring) move forward by the length of the gap; wall times that
// exist twice (autumn) are the first of the two. That is what Windows and the EWS clients do.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"
#include "protocols/model/time_window.hpp"
#include "protocols/model/zone.hpp"

namespace fb::wire {

using LocalTime = std::chrono::local_seconds;

// A t:TimeZoneDefinition: periods, groups of yearly transitions, and when each group begins to
// apply.
struct ZoneDefinition {
  struct Period {
    std::string id;
    int bias_minutes = 0;  // UTC = local + bias
  };
  struct YearlyTransition {
    std::string to_period;
    std::chrono::seconds time_of_day{0};
    int month = 1;
    // Either a day of the month, or the nth (1-5, 5 = last) day of the given kind.
    int day_of_month = 0;
    int day_order = 0;
    model::SwitchDay day = model::SwitchDay::sunday;
  };
  struct Group {
    std::string id;
    std::vector<YearlyTransition> yearly;
    std::string only_period;  // where the group has a plain transition to one period
  };
  struct Start {
    bool to_group = true;
    std::string to;
    std::optional<LocalTime> from;  // none: from the beginning of time
  };
  std::string id;  // often a Windows zone name; alone, it is the whole definition
  std::vector<Period> periods;
  std::vector<Group> groups;
  std::vector<Start> starts;
};

// An offset in force from an instant on.
struct OffsetChange {
  model::UtcTime at;
  std::chrono::seconds offset;  // local = UTC + offset
};

class Zone {
 public:
  static Zone utc();
  // time_zone_invalid where a month, day order or time is out of range, or a bias is beyond +-24 h.
  // Identical switches and equal biases mean "no daylight saving".
  static model::Result<Zone> annual(const model::AnnualZone& zone);
  // A Windows name ("W. Europe Standard Time") or an IANA name ("Europe/Berlin"); "UTC" is both.
  static model::Result<Zone> named(std::string_view name);
  // With periods: the definition itself. Without: the id as a name.
  static model::Result<Zone> defined(const ZoneDefinition& definition);
  // A zone that somebody has worked out already: `first` holds until the first of the changes,
  // which are in order. At most kChangesMax of them.
  static model::Result<Zone> tabulated(std::chrono::seconds first,
                                       const std::vector<OffsetChange>& changes);
  static constexpr std::size_t kChangesMax = 10'000;

  model::UtcTime to_utc(LocalTime wall) const;
  LocalTime to_local(model::UtcTime at) const;
  std::chrono::seconds offset_at(model::UtcTime at) const;  // local = UTC + offset

  // The first instant after `at` with another offset, or `limit`. Lets an encoder compute one
  // offset per stretch.
  model::UtcTime next_change(model::UtcTime at, model::UtcTime limit) const;

  // The zone as a bias and yearly switches that are right for the given year.
  model::AnnualZone annual_in(int year) const;

  // "W. Europe Standard Time"; empty where the zone has no name.
  const std::string& windows_name() const;
  const std::string& iana_name() const;

  class Rules;  // the kinds of zone; an implementation detail

 private:
  explicit Zone(std::shared_ptr<const Rules> rules);
  std::shared_ptr<const Rules> rules_;
};

// All Windows zone names that ICU knows, with their default IANA zone; for GetServerTimeZones.
struct NamedZone {
  std::string windows_name;
  std::string iana_name;
};
const std::vector<NamedZone>& windows_zones();

}  // namespace fb::wire
