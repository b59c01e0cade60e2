// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Finds the bias and the two switches that describe one year of a zone. Two switches can say "one
// offset, another one for a while, the first again" or "one offset, then another". The year is cut
// where its offset changes; among all ways to pick that while, the one that is right for the most
// seconds wins. Nearly always that is every second of the year. Where a year has more changes than
// two switches can say (a summer time that pauses for Ramadan), the short pieces are lost.
#include <map>

#include "protocols/wire/zone_rules.hpp"

namespace fb::wire {
namespace {

using model::AnnualZone;
using model::UtcTime;
using model::ZoneSwitch;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

// More changes in one year than any zone ever had; beyond it, the rest of the year counts as one.
constexpr std::size_t kPiecesMax = 32;

std::vector<ZoneStretch> pieces_of(const Zone& zone, int year) {
  using std::chrono::local_days;
  UtcTime at = zone.to_utc(local_days{std::chrono::year{year} / 1 / 1});
  const UtcTime end = zone.to_utc(local_days{std::chrono::year{year + 1} / 1 / 1});
  std::vector<ZoneStretch> pieces;
  while (at < end) {
    const UtcTime until = pieces.size() + 1 < kPiecesMax ? zone.next_change(at, end) : end;
    pieces.push_back({at, until, zone.offset_at(at)});
    at = until;
  }
  return pieces;
}

struct Held {
  seconds offset{0};
  seconds time{0};
};

// The offset that holds longest in the chosen pieces.
template <class Chosen>
Held longest(const std::vector<ZoneStretch>& pieces, Chosen chosen) {
  std::map<seconds, seconds> time_of;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (chosen(i)) time_of[pieces[i].offset] += pieces[i].end - pieces[i].begin;
  }
  Held best;
  for (const auto& [offset, time] : time_of) {
    if (time > best.time) best = {offset, time};
  }
  return best;
}

struct Fit {
  std::size_t first = 0;  // pieces [first, last) have the inner offset
  std::size_t last = 0;
  seconds outer{0};
  seconds inner{0};
  seconds right{0};
};

Fit best_fit(const std::vector<ZoneStretch>& pieces) {
  const Held all = longest(pieces, [](std::size_t) { return true; });
  Fit best{0, 0, all.offset, all.offset, all.time};
  for (std::size_t last = pieces.size(); last > 1; --last) {
    for (std::size_t first = 1; first < last; ++first) {
      const Held inner = longest(pieces, [=](std::size_t i) { return i >= first && i < last; });
      const Held outer = longest(pieces, [=](std::size_t i) { return i < first || i >= last; });
      if (inner.time + outer.time > best.right) {
        best = {first, last, outer.offset, inner.offset, inner.time + outer.time};
      }
    }
  }
  return best;
}

int whole_minutes(seconds offset) {
  return static_cast<int>(std::chrono::round<minutes>(offset).count());
}

ZoneSwitch yearly_switch(UtcTime at, seconds offset_before) {
  const UtcTime wall = at + offset_before;
  const auto midnight = std::chrono::floor<days>(wall);
  const year_month_day date{midnight};
  const auto day = static_cast<unsigned>(date.day());
  const auto last = (date.year() / date.month() / std::chrono::last).day();
  ZoneSwitch change;
  change.time_of_day = wall - midnight;
  change.month = static_cast<int>(static_cast<unsigned>(date.month()));
  const bool is_last = day + 7 > static_cast<unsigned>(last);
  change.day_order = is_last ? 5 : static_cast<int>((day + 6) / 7);
  change.day = static_cast<model::SwitchDay>(std::chrono::weekday{midnight}.c_encoding());
  return change;
}

ZoneSwitch single_switch(UtcTime at, seconds offset_before) {
  ZoneSwitch change = yearly_switch(at, offset_before);
  const year_month_day date{std::chrono::floor<days>(at + offset_before)};
  change.year = static_cast<int>(date.year());
  change.day_order = static_cast<int>(static_cast<unsigned>(date.day()));
  return change;
}

}  // namespace

AnnualZone fit_annual(const Zone& zone, int year) {
  const std::vector<ZoneStretch> pieces = pieces_of(zone, year);
  const Fit fit = best_fit(pieces);
  const seconds standard_offset = std::min(fit.outer, fit.inner);
  AnnualZone annual;
  annual.bias_minutes = -whole_minutes(standard_offset);
  if (fit.outer == fit.inner) return annual;

  const UtcTime into = pieces[fit.first].begin;
  ZoneSwitch to_inner;
  ZoneSwitch to_outer;
  if (fit.last < pieces.size()) {
    to_inner = yearly_switch(into, fit.outer);
    to_outer = yearly_switch(pieces[fit.last].begin, fit.inner);
  } else {
    // One change only. The other switch lies before the year, so that it says what the year
    // begins with.
    to_inner = single_switch(into, fit.outer);
    to_outer = single_switch(pieces.front().begin - days(2), fit.inner);
  }
  const bool inner_is_daylight = fit.inner > fit.outer;
  annual.daylight = inner_is_daylight ? to_inner : to_outer;
  annual.standard = inner_is_daylight ? to_outer : to_inner;
  const seconds daylight_offset = std::max(fit.outer, fit.inner);
  annual.daylight->bias_minutes = -whole_minutes(daylight_offset) - annual.bias_minutes;
  return annual;
}

}  // namespace fb::wire
