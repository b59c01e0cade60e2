// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Zones given as a bias with two switches a year.
#include <cstdlib>

#include "protocols/wire/zone_rules.hpp"

namespace fb::wire {
namespace {

using model::AnnualZone;
using model::ZoneSwitch;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kBiasMinutesMax = 24 * 60;

bool is_bias(int minutes_west) {
  return minutes_west >= -kBiasMinutesMax && minutes_west <= kBiasMinutesMax;
}

SwitchDate date_of(const ZoneSwitch& change) {
  SwitchDate date;
  date.month = change.month;
  date.day = change.day;
  (change.year ? date.day_of_month : date.day_order) = change.day_order;
  return date;
}

bool is_date_in_year(const ZoneSwitch& change) {
  if (*change.year < kZoneYearMin || *change.year > kZoneYearMax) return false;
  const auto last = (std::chrono::year{*change.year} / change.month / std::chrono::last).day();
  return change.day_order <= static_cast<int>(static_cast<unsigned>(last));
}

// Month 0 says that there is no switch, whatever else stands beside it.
bool is_valid(const ZoneSwitch& change, int zone_bias) {
  if (!is_bias(change.bias_minutes) || !is_bias(zone_bias + change.bias_minutes)) return false;
  if (change.month == 0) return true;
  if (!date_of(change).is_valid() || !switch_time(change.time_of_day)) return false;
  return !change.year || is_date_in_year(change);
}

bool same_moment(const ZoneSwitch& a, const ZoneSwitch& b) {
  return a.month == b.month && a.day_order == b.day_order && a.day == b.day && a.year == b.year &&
         a.time_of_day == b.time_of_day;
}

bool has_daylight_saving(const AnnualZone& zone) {
  return zone.standard && zone.daylight && zone.standard->month != 0 && zone.daylight->month != 0 &&
         zone.standard->bias_minutes != zone.daylight->bias_minutes &&
         !same_moment(*zone.standard, *zone.daylight);
}

CycleSwitch cycle_switch(const ZoneSwitch& change, int zone_bias) {
  return {.date = date_of(change),
          .time_of_day = *switch_time(change.time_of_day),
          .offset_after = minutes(-(zone_bias + change.bias_minutes)),
          .year = change.year};
}

class AnnualRules final : public Zone::Rules {
 public:
  AnnualRules(AnnualZone form, SwitchCycle cycle)
      : Rules({}, {}), form_(std::move(form)), cycle_(std::move(cycle)) {}
  ZoneStretch at(model::UtcTime at) const override { return cycle_.at(at); }
  std::optional<AnnualZone> yearly_form() const override { return form_; }

 private:
  AnnualZone form_;
  SwitchCycle cycle_;
};

}  // namespace

model::Result<Zone> Zone::annual(const AnnualZone& zone) {
  if (!is_bias(zone.bias_minutes)) return bad_zone("the bias of the zone is beyond 24 hours");
  for (const auto* change : {&zone.standard, &zone.daylight}) {
    if (*change && !is_valid(**change, zone.bias_minutes)) {
      return bad_zone("a switch of the zone has a bias, month, day or time that is out of range");
    }
  }
  if (has_daylight_saving(zone)) {
    SwitchCycle cycle({cycle_switch(*zone.standard, zone.bias_minutes),
                       cycle_switch(*zone.daylight, zone.bias_minutes)});
    return Zone(std::make_shared<const AnnualRules>(zone, std::move(cycle)));
  }
  AnnualZone fixed;
  fixed.bias_minutes = zone.bias_minutes + (zone.standard ? zone.standard->bias_minutes : 0);
  const SwitchCycle cycle(seconds(minutes(-fixed.bias_minutes)));
  return Zone(std::make_shared<const AnnualRules>(fixed, cycle));
}

}  // namespace fb::wire
