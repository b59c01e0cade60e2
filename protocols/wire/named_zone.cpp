// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Zones by name: the system's tzdata through the date library, Windows names through ICU.
#include <date/tz.h>
#include <unicode/timezone.h>
#include <unicode/ures.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>

#include "protocols/wire/zone_rules.hpp"

namespace fb::wire {
namespace {

using model::Result;
using model::UtcTime;
using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

constexpr std::size_t kNameBytesMax = 128;

// The last year whose changes tzdata spells out one by one. Later ones follow the rule of that
// year, which the date library does not read.
constexpr int kTableYearLast = 2037;
// Rules that a zone follows to the end of the table have settled by then.
constexpr int kSettledYear = 2030;

UtcTime new_year(int of_year) { return sys_days{year{of_year} / 1 / 1}; }

std::vector<ZoneStretch> table_of(const date::time_zone& zone) {
  std::vector<ZoneStretch> table;
  ZoneStretch stretch;
  UtcTime at = new_year(1800);
  while (stretch.end == UtcTime::max() && table.size() < 10'000) {
    const date::sys_info info = zone.get_info(at);
    if (!table.empty()) stretch.begin = info.begin;
    stretch.offset = info.offset;
    const bool is_last = info.end > new_year(kZoneYearMax);
    table.push_back({stretch.begin, is_last ? UtcTime::max() : UtcTime(info.end), info.offset});
    if (is_last) break;
    at = info.end;
  }
  return table;
}

// The wall time of the change that begins stretch `i`, by the clock before it.
LocalTime wall_of_change(const std::vector<ZoneStretch>& table, std::size_t i) {
  return LocalTime{table[i].begin.time_since_epoch() + table[i - 1].offset};
}

bool happens_in_every_settled_year(const CycleSwitch& rule, const std::vector<ZoneStretch>& table) {
  for (int in_year = kSettledYear; in_year <= kTableYearLast; ++in_year) {
    const LocalTime wall = rule.date.in(in_year) + rule.time_of_day;
    bool found = false;
    for (std::size_t i = table.size() - 1; i > 0 && table[i].begin >= new_year(in_year - 1); --i) {
      found |= table[i].offset == rule.offset_after && wall_of_change(table, i) == wall;
    }
    if (!found) return false;
  }
  return true;
}

// The yearly rule behind the change that begins stretch `i`. tzdata's rules are an nth weekday of a
// month plus a time that may be days away from it ("the Friday before the last Sunday").
CycleSwitch rule_of_change(const std::vector<ZoneStretch>& table, std::size_t i) {
  const LocalTime wall = wall_of_change(table, i);
  const auto midnight = std::chrono::floor<days>(wall);
  CycleSwitch fallback;
  for (int days_after = 0; days_after < 7; ++days_after) {
    const auto anchor = midnight - days(days_after);
    const std::chrono::year_month_day date{anchor};
    const auto day = static_cast<unsigned>(date.day());
    CycleSwitch rule;
    rule.date.month = static_cast<int>(static_cast<unsigned>(date.month()));
    rule.date.day = static_cast<model::SwitchDay>(std::chrono::weekday{anchor}.c_encoding());
    rule.time_of_day = wall - LocalTime(anchor);
    rule.offset_after = table[i].offset;
    for (const int order : {5, static_cast<int>((day + 6) / 7)}) {
      rule.date.day_order = order;
      if (happens_in_every_settled_year(rule, table)) return rule;
    }
    if (days_after == 0) fallback = rule;
  }
  return fallback;
}

// What goes on after the table, or nothing where the zone has stopped changing.
SwitchCycle rules_after(const std::vector<ZoneStretch>& table) {
  std::vector<CycleSwitch> rules;
  for (std::size_t i = table.size() - 1; i > 0 && table[i].begin >= new_year(kTableYearLast); --i) {
    if (table[i].begin < new_year(kTableYearLast + 1)) rules.push_back(rule_of_change(table, i));
  }
  if (rules.size() < 2 || table.back().begin >= new_year(kTableYearLast + 1)) {
    return SwitchCycle(table.back().offset);
  }
  return SwitchCycle(std::move(rules));
}

class TableRules final : public Zone::Rules {
 public:
  TableRules(std::string windows_name, std::string iana_name, std::vector<ZoneStretch> table)
      : Rules(std::move(windows_name), std::move(iana_name)),
        table_(std::move(table)),
        after_(rules_after(table_)) {}

  ZoneStretch at(UtcTime at) const override {
    if (at >= table_.back().begin) {
      ZoneStretch stretch = after_.at(at);
      stretch.begin = std::max(stretch.begin, table_.back().begin);
      return stretch;
    }
    return *std::upper_bound(
        table_.begin(), table_.end(), at,
        [](UtcTime wanted, const ZoneStretch& stretch) { return wanted < stretch.end; });
  }

 private:
  std::vector<ZoneStretch> table_;
  SwitchCycle after_;
};

std::optional<std::vector<ZoneStretch>> find_table(const std::string& iana_name) {
  // tzdata's "localtime" is this machine's own zone: nobody can have meant that.
  if (iana_name == "localtime") return std::nullopt;
  try {
    return table_of(*date::locate_zone(iana_name));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

// tzdata also comes in a form that leaves all regular changes to a rule, which the date library
// ignores: summer time would be silently missing.
bool tables_are_spelled_out() {
  static const bool spelled_out = [] {
    const auto table = find_table("Europe/Berlin");
    return table && table->back().begin >= new_year(kTableYearLast);
  }();
  return spelled_out;
}

// ICU 72 knows the zones of 2022. Since then Chihuahua and Almaty left the time that these Windows
// zones keep, and CLDR gave them another default.
struct Moved {
  std::string_view windows_name;
  std::string_view iana_name;
};
constexpr Moved kMoved[] = {
    {"Central Asia Standard Time", "Asia/Bishkek"},
    {"Mountain Standard Time (Mexico)", "America/Mazatlan"},
};

std::string utf8(const UChar* text, int32_t length) {
  std::string out;
  icu::UnicodeString(text, length).toUTF8String(out);
  return out;
}

std::vector<NamedZone> read_windows_zones() {
  UErrorCode status = U_ZERO_ERROR;
  icu::LocalUResourceBundlePointer data(ures_openDirect(nullptr, "windowsZones", &status));
  icu::LocalUResourceBundlePointer names(
      ures_getByKey(data.getAlias(), "mapTimezones", nullptr, &status));
  std::vector<NamedZone> zones;
  while (U_SUCCESS(status) && ures_hasNext(names.getAlias())) {
    icu::LocalUResourceBundlePointer row(ures_getNextResource(names.getAlias(), nullptr, &status));
    int32_t length = 0;
    const UChar* default_zone = ures_getStringByKey(row.getAlias(), "001", &length, &status);
    if (U_FAILURE(status)) break;
    zones.push_back({ures_getKey(row.getAlias()), utf8(default_zone, length)});
  }
  if (U_FAILURE(status) || zones.empty()) {
    throw std::runtime_error("ICU has no table of Windows time zones");
  }
  for (const Moved& moved : kMoved) {
    for (NamedZone& zone : zones) {
      if (zone.windows_name == moved.windows_name) zone.iana_name = moved.iana_name;
    }
  }
  return zones;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&lower](char x, char y) { return lower(x) == lower(y); });
}

const NamedZone* find_windows_zone(std::string_view name) {
  const auto& zones = windows_zones();
  const auto found = std::find_if(zones.begin(), zones.end(), [name](const NamedZone& zone) {
    return equal_ignoring_case(zone.windows_name, name);
  });
  return found == zones.end() ? nullptr : &*found;
}

bool keep_the_same_time(const std::vector<ZoneStretch>& a, const std::vector<ZoneStretch>& b) {
  const TableRules zone_a({}, {}, a);
  const TableRules zone_b({}, {}, b);
  UtcTime at = new_year(kSettledYear);
  while (at < new_year(kTableYearLast)) {
    const ZoneStretch stretch_a = zone_a.at(at);
    const ZoneStretch stretch_b = zone_b.at(at);
    if (stretch_a.offset != stretch_b.offset) return false;
    at = std::min(stretch_a.end, stretch_b.end);
  }
  return true;
}

// The Windows name of an IANA zone as ICU gives it, unless tzdata knows better: no name is better
// than one that means another time.
std::string windows_name_of(const std::string& iana_name, const std::vector<ZoneStretch>& table) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString id;
  icu::TimeZone::getWindowsID(icu::UnicodeString::fromUTF8(iana_name), id, status);
  if (U_FAILURE(status) || id.isEmpty()) return {};
  std::string name;
  id.toUTF8String(name);
  const NamedZone* zone = find_windows_zone(name);
  if (!zone) return {};
  const auto its_table = find_table(zone->iana_name);
  return its_table && keep_the_same_time(table, *its_table) ? name : std::string();
}

std::shared_ptr<const Zone::Rules> load(std::string_view name) {
  if (const NamedZone* zone = find_windows_zone(name)) {
    auto table = find_table(zone->iana_name);
    if (!table) return nullptr;
    return std::make_shared<const TableRules>(zone->windows_name, zone->iana_name,
                                              std::move(*table));
  }
  const std::string iana_name(name);
  auto table = find_table(iana_name);
  if (!table) return nullptr;
  std::string windows_name = windows_name_of(iana_name, *table);
  return std::make_shared<const TableRules>(std::move(windows_name), iana_name, std::move(*table));
}

// Zones that were found, kept for ever: there are at most as many as tzdata and Windows have names.
class LoadedZones {
 public:
  std::shared_ptr<const Zone::Rules> get(std::string_view name) {
    const std::string key = key_of(name);
    {
      const std::lock_guard lock(mutex_);
      const auto found = zones_.find(key);
      if (found != zones_.end()) return found->second;
    }
    auto rules = load(key);
    if (!rules) return nullptr;
    const std::lock_guard lock(mutex_);
    return zones_.try_emplace(key, std::move(rules)).first->second;
  }

 private:
  static std::string key_of(std::string_view name) {
    const NamedZone* zone = find_windows_zone(name);
    return zone ? zone->windows_name : std::string(name);
  }

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Zone::Rules>> zones_;
};

}  // namespace

const std::vector<NamedZone>& windows_zones() {
  static const std::vector<NamedZone> zones = read_windows_zones();
  return zones;
}

Result<Zone> Zone::named(std::string_view name) {
  if (name == "UTC") return utc();
  if (name.empty() || name.size() > kNameBytesMax) return bad_zone("the zone has no usable name");
  if (!tables_are_spelled_out()) {
    return model::Error::of(model::ErrorKind::internal,
                            "the system's time zone data is missing or leaves out regular changes");
  }
  static LoadedZones loaded;
  if (auto rules = loaded.get(name)) return Zone(std::move(rules));
  return bad_zone("the zone name is known neither to Windows nor to the system's tzdata");
}

}  // namespace fb::wire
