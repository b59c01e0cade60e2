// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/zones.hpp"

#include <algorithm>

#include "protocols/wire/zone_rules.hpp"

namespace fb::wire {
namespace {

using std::chrono::seconds;

constexpr model::UtcTime kFirstInstant =
    std::chrono::sys_days{std::chrono::year{kZoneYearMin} / 1 / 1};
constexpr model::UtcTime kLastInstant =
    std::chrono::sys_days{std::chrono::year{kZoneYearMax} / 12 / 31};

ZoneStretch stretch_at(const Zone::Rules& rules, model::UtcTime at) {
  return rules.at(std::clamp(at, kFirstInstant, kLastInstant));
}

class UtcRules final : public Zone::Rules {
 public:
  UtcRules() : Rules("UTC", "Etc/UTC") {}
  ZoneStretch at(model::UtcTime) const override { return {}; }
  std::optional<model::AnnualZone> yearly_form() const override { return model::AnnualZone{}; }
};

class TabulatedRules final : public Zone::Rules {
 public:
  explicit TabulatedRules(std::vector<ZoneStretch> table)
      : Rules({}, {}), table_(std::move(table)) {}

  ZoneStretch at(model::UtcTime at) const override {
    const auto holding = std::upper_bound(
        table_.begin(), table_.end(), at,
        [](model::UtcTime wanted, const ZoneStretch& stretch) { return wanted < stretch.end; });
    return holding == table_.end() ? table_.back() : *holding;
  }

 private:
  std::vector<ZoneStretch> table_;
};

}  // namespace

model::Error bad_zone(std::string detail) {
  return model::Error::of(model::ErrorKind::time_zone_invalid, std::move(detail));
}

std::optional<seconds> switch_time(seconds time_of_day) {
  constexpr seconds kDay = std::chrono::hours(24);
  if (time_of_day < seconds(0) || time_of_day > kDay) return std::nullopt;
  return time_of_day == kDay - seconds(1) ? kDay : time_of_day;
}

model::UtcTime to_utc(const Zone::Rules& rules, LocalTime wall) {
  const model::UtcTime as_if_utc{wall.time_since_epoch()};
  if (as_if_utc <= kFirstInstant || as_if_utc >= kLastInstant) {
    return as_if_utc - stretch_at(rules, as_if_utc).offset;
  }
  // Start where no offset can have reached the wall time yet, and take the first stretch that
  // shows it. Where one has passed it and the next begins after it, it fell into a gap; but a
  // switch soon after may go back and show it all the same.
  std::optional<model::UtcTime> after_gap;
  ZoneStretch stretch = stretch_at(rules, as_if_utc - kZoneOffsetMax);
  while (true) {
    const model::UtcTime candidate = as_if_utc - stretch.offset;
    if (candidate >= stretch.begin && candidate < stretch.end) return candidate;
    const bool last =
        stretch.end == model::UtcTime::max() || stretch.begin > as_if_utc + kZoneOffsetMax;
    if (after_gap && last) return *after_gap;
    const ZoneStretch next = rules.at(stretch.end);
    const bool passed = candidate >= stretch.end;
    if (passed && as_if_utc - next.offset < next.begin && !after_gap) after_gap = candidate;
    stretch = next;
  }
}

Zone::Zone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

Zone Zone::utc() {
  static const auto rules = std::make_shared<const UtcRules>();
  return Zone(rules);
}

model::Result<Zone> Zone::tabulated(seconds first, const std::vector<OffsetChange>& changes) {
  if (changes.size() > kChangesMax) return bad_zone("the zone has too many changes");
  std::vector<ZoneStretch> table{{.offset = first}};
  for (const OffsetChange& change : changes) {
    if (change.at < table.back().begin) return bad_zone("the zone's changes are out of order");
    table.back().end = change.at;
    table.push_back({.begin = change.at, .offset = change.offset});
  }
  for (const ZoneStretch& stretch : table) {
    if (std::chrono::abs(stretch.offset) > kZoneOffsetMax) {
      return bad_zone("an offset of the zone is beyond 24 hours");
    }
  }
  return Zone(std::make_shared<const TabulatedRules>(std::move(table)));
}

model::UtcTime Zone::to_utc(LocalTime wall) const { return wire::to_utc(*rules_, wall); }

LocalTime Zone::to_local(model::UtcTime at) const {
  return LocalTime{at.time_since_epoch() + offset_at(at)};
}

seconds Zone::offset_at(model::UtcTime at) const { return stretch_at(*rules_, at).offset; }

model::UtcTime Zone::next_change(model::UtcTime at, model::UtcTime limit) const {
  ZoneStretch stretch = stretch_at(*rules_, at);
  const seconds offset = stretch.offset;
  while (stretch.end < limit && stretch.end < kLastInstant) {
    stretch = rules_->at(stretch.end);
    if (stretch.offset != offset) return stretch.begin;
  }
  return limit;
}

model::AnnualZone Zone::annual_in(int year) const {
  if (auto form = rules_->yearly_form()) return *form;
  return fit_annual(*this, std::clamp(year, kZoneYearMin + 1, kZoneYearMax - 1));
}

const std::string& Zone::windows_name() const { return rules_->windows_name(); }

const std::string& Zone::iana_name() const { return rules_->iana_name(); }

}  // namespace fb::wire
