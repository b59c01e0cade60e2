// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The inside of wire::Zone: a zone is something that can say, for any instant, which offset holds
// and from when until when. Everything else (both conversions, the next change, the yearly form) is
// worked out from that. Not for use outside protocols/wire.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocols/wire/zones.hpp"

namespace fb::wire {

// One offset, in force on [begin, end). Neighbours may have the same offset.
struct ZoneStretch {
  model::UtcTime begin = model::UtcTime::min();
  model::UtcTime end = model::UtcTime::max();
  std::chrono::seconds offset{0};  // local = UTC + offset
};

class Zone::Rules {
 public:
  Rules(std::string windows_name, std::string iana_name)
      : windows_name_(std::move(windows_name)), iana_name_(std::move(iana_name)) {}
  virtual ~Rules() = default;
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;

  virtual ZoneStretch at(model::UtcTime at) const = 0;
  // The yearly form where the zone was made from one; else it is fitted to the year.
  virtual std::optional<model::AnnualZone> yearly_form() const { return std::nullopt; }

  const std::string& windows_name() const { return windows_name_; }
  const std::string& iana_name() const { return iana_name_; }

 private:
  std::string windows_name_;
  std::string iana_name_;
};

// The day of a switch within a year. Exactly one form is used: the nth day of a kind, or a day of
// the month (the last one where the month is shorter).
struct SwitchDate {
  int month = 1;
  int day_of_month = 0;
  int day_order = 0;  // 1-5, 5 = last
  model::SwitchDay day = model::SwitchDay::sunday;

  bool is_valid() const;
  LocalTime in(int year) const;  // local midnight
};

// What is left of a switch when the offset before it is taken from its neighbour.
struct CycleSwitch {
  SwitchDate date;
  std::chrono::seconds time_of_day{0};  // may reach beyond the day
  std::chrono::seconds offset_after{0};
  std::optional<int> year;  // happens once instead of every year
};

// A cycle of switches that repeats every year.
class SwitchCycle {
 public:
  SwitchCycle() = default;
  explicit SwitchCycle(std::chrono::seconds fixed_offset) : fixed_offset_(fixed_offset) {}
  explicit SwitchCycle(std::vector<CycleSwitch> switches) : switches_(std::move(switches)) {}

  ZoneStretch at(model::UtcTime at) const;
  // Every switch around the year as stretches, in order; covers at least the whole year.
  std::vector<ZoneStretch> around(int year) const;

 private:
  std::chrono::seconds fixed_offset_{0};
  std::vector<CycleSwitch> switches_;
};

inline constexpr std::chrono::seconds kZoneOffsetMax = std::chrono::hours(24);
// Rules are evaluated within these years; times outside take the offset at the edge.
inline constexpr int kZoneYearMin = 1;
inline constexpr int kZoneYearMax = 9999;

// The time of day of a switch, or none where it is out of range. 23:59:59 means the end of the day:
// Windows writes midnight as 23:59:59.999, and the fraction does not survive.
std::optional<std::chrono::seconds> switch_time(std::chrono::seconds time_of_day);

// The yearly form that is right for most of the year; see annual_fit.cpp.
model::AnnualZone fit_annual(const Zone& zone, int year);

model::UtcTime to_utc(const Zone::Rules& rules, LocalTime wall);

model::Error bad_zone(std::string detail);

}  // namespace fb::wire
