// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Zones given as a TimeZoneDefinition: a list of eras, each with one offset or a yearly cycle.
#include <algorithm>

#include "protocols/wire/zone_rules.hpp"

namespace fb::wire {
namespace {

using model::Result;
using std::chrono::minutes;
using std::chrono::seconds;

// Windows' longest definitions have about a hundred eras.
constexpr std::size_t kPartsMax = 500;
constexpr std::size_t kYearlyMax = 16;

struct Era {
  model::UtcTime begin = model::UtcTime::min();
  SwitchCycle cycle;
};

class DefinedRules final : public Zone::Rules {
 public:
  DefinedRules(std::string windows_name, std::vector<Era> eras)
      : Rules(std::move(windows_name), {}), eras_(std::move(eras)) {}

  ZoneStretch at(model::UtcTime at) const override {
    const auto after =
        std::upper_bound(eras_.begin(), eras_.end(), at,
                         [](model::UtcTime wanted, const Era& era) { return wanted < era.begin; });
    const Era& era = *(after - 1);
    ZoneStretch stretch = era.cycle.at(at);
    stretch.begin = std::max(stretch.begin, era.begin);
    if (after != eras_.end()) stretch.end = std::min(stretch.end, after->begin);
    return stretch;
  }

 private:
  std::vector<Era> eras_;  // the first begins with time itself
};

template <class Part>
const Part* find(const std::vector<Part>& parts, const std::string& id) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&id](const Part& part) { return part.id == id; });
  return found == parts.end() ? nullptr : &*found;
}

template <class Part>
bool ids_are_unique(const std::vector<Part>& parts) {
  return std::all_of(parts.begin(), parts.end(),
                     [&parts](const Part& part) { return find(parts, part.id) == &part; });
}

Result<SwitchCycle> cycle_of_period(const ZoneDefinition& definition, const std::string& id) {
  const auto* period = find(definition.periods, id);
  if (!period) return bad_zone("the zone definition names a period that it does not have");
  return SwitchCycle(seconds(minutes(-period->bias_minutes)));
}

Result<SwitchCycle> cycle_of_group(const ZoneDefinition& definition,
                                   const ZoneDefinition::Group& group) {
  if (group.yearly.empty()) return cycle_of_period(definition, group.only_period);
  if (group.yearly.size() > kYearlyMax) {
    return bad_zone("the zone definition has too many switches in a year");
  }
  std::vector<CycleSwitch> switches;
  for (const auto& transition : group.yearly) {
    const auto* period = find(definition.periods, transition.to_period);
    if (!period) return bad_zone("the zone definition names a period that it does not have");
    const SwitchDate date{.month = transition.month,
                          .day_of_month = transition.day_of_month,
                          .day_order = transition.day_order,
                          .day = transition.day};
    const auto time_of_day = switch_time(transition.time_of_day);
    if (!date.is_valid() || !time_of_day) {
      return bad_zone("a switch of the zone definition has a date or time that is out of range");
    }
    switches.push_back({date, *time_of_day, minutes(-period->bias_minutes), {}});
  }
  return SwitchCycle(std::move(switches));
}

Result<SwitchCycle> cycle_of(const ZoneDefinition& definition, const ZoneDefinition::Start& start) {
  if (!start.to_group) return cycle_of_period(definition, start.to);
  const auto* group = find(definition.groups, start.to);
  if (!group) return bad_zone("the zone definition names a group that it does not have");
  return cycle_of_group(definition, *group);
}

// A definition that does not say when its only group or period applies means "always".
std::vector<ZoneDefinition::Start> starts_of(const ZoneDefinition& definition) {
  if (!definition.starts.empty()) return definition.starts;
  if (definition.groups.size() == 1) return {{true, definition.groups.front().id, {}}};
  if (definition.groups.empty() && definition.periods.size() == 1) {
    return {{false, definition.periods.front().id, {}}};
  }
  return {};
}

Result<std::vector<Era>> eras_of(const ZoneDefinition& definition) {
  std::vector<ZoneDefinition::Start> starts = starts_of(definition);
  if (starts.empty()) return bad_zone("the zone definition does not say when its groups apply");
  std::stable_sort(starts.begin(), starts.end(), [](const auto& a, const auto& b) {
    return a.from.value_or(LocalTime::min()) < b.from.value_or(LocalTime::min());
  });
  std::vector<Era> eras;
  for (const auto& start : starts) {
    auto cycle = cycle_of(definition, start);
    if (!cycle) return cycle.error();
    Era era;
    era.cycle = std::move(*cycle);
    if (!eras.empty()) {
      if (!start.from) return bad_zone("the zone definition has two beginnings");
      const DefinedRules before({}, {{.cycle = eras.back().cycle}});
      era.begin = std::max(to_utc(before, *start.from), eras.back().begin);
    }
    eras.push_back(std::move(era));
  }
  return eras;
}

bool is_known_windows_name(const std::string& name) {
  const auto& zones = windows_zones();
  return std::any_of(zones.begin(), zones.end(),
                     [&name](const NamedZone& zone) { return zone.windows_name == name; });
}

}  // namespace

Result<Zone> Zone::defined(const ZoneDefinition& definition) {
  if (definition.periods.empty()) {
    if (!definition.groups.empty() || !definition.starts.empty()) {
      return bad_zone("the zone definition has no periods");
    }
    return named(definition.id);
  }
  if (definition.periods.size() > kPartsMax || definition.groups.size() > kPartsMax ||
      definition.starts.size() > kPartsMax) {
    return bad_zone("the zone definition has too many parts");
  }
  if (!ids_are_unique(definition.periods) || !ids_are_unique(definition.groups)) {
    return bad_zone("the zone definition uses an id twice");
  }
  for (const auto& period : definition.periods) {
    if (std::chrono::abs(minutes(period.bias_minutes)) > kZoneOffsetMax) {
      return bad_zone("the bias of a period is beyond 24 hours");
    }
  }
  auto eras = eras_of(definition);
  if (!eras) return eras.error();
  std::string name = is_known_windows_name(definition.id) ? definition.id : std::string();
  return Zone(std::make_shared<const DefinedRules>(std::move(name), std::move(*eras)));
}

}  // namespace fb::wire
