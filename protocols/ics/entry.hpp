// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A calendar entry that is ready to be asked: its zone is known, its overrides are applied, and a
// count of occurrences has become a last one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "protocols/ics/file_zones.hpp"
#include "protocols/model/free_busy.hpp"

namespace fb::ics {

// An occurrence that is left out: by its instant, or by the day that it begins on.
struct Exclusions {
  std::vector<model::UtcTime> instants;
  std::vector<std::chrono::local_days> days;

  void add(const WrittenTime& time, bool entry_is_all_day, model::UtcTime instant);
  void sort();
  bool cover(wire::LocalTime wall, model::UtcTime instant) const;
};

class Entry {
 public:
  static model::Result<Entry> make(const WrittenEvent& event, FileZones& zones, WorkBudget& budget);

  bool is_shown() const { return status_.has_value(); }
  bool recurs() const { return !rules_.empty() || !extra_.empty(); }
  bool is_all_day() const { return all_day_; }
  const std::string& uid() const { return uid_; }
  Exclusions& exclusions() { return exclusions_; }

  // Calls `take` with every occurrence that touches the window, until it returns false. False
  // where the budget did not suffice.
  bool for_each_block(const model::TimeWindow& window, WorkBudget& budget,
                      const std::function<bool(model::BusyBlock)>& take) const;

 private:
  struct Rule {
    RecurrenceRule rule;
    std::optional<model::UtcTime> until;
  };
  struct Extra {
    wire::LocalTime wall;
    model::UtcTime begin;
    std::optional<model::UtcTime> end;  // none: as long as the others
  };

  Entry(const WrittenEvent& event, wire::Zone zone);
  model::Status set_length(const WrittenEvent& event, FileZones& zones, WorkBudget& budget);
  model::Status add_rules(const std::vector<RecurrenceRule>& rules, std::size_t line,
                          WorkBudget& budget, std::vector<Rule>& out) const;
  model::Status add_extras(const WrittenEvent& event, FileZones& zones, WorkBudget& budget);
  model::UtcTime end_of(wire::LocalTime wall, model::UtcTime begin) const;
  bool collect(const std::vector<Rule>& rules, const model::TimeWindow& window, WorkBudget& budget,
               std::vector<Extra>& out) const;
  model::BusyBlock block(model::UtcTime begin, model::UtcTime end) const;

  std::string uid_;
  wire::Zone zone_;
  bool all_day_;
  wire::LocalTime start_;
  model::UtcTime begin_;
  WrittenDuration length_;
  std::vector<Rule> rules_;
  std::vector<Rule> excluded_rules_;
  std::vector<Extra> extra_;
  Exclusions exclusions_;
  std::optional<model::UtcTime> replaces_;
  std::optional<model::FreeBusyStatus> status_;  // none: not shown
  model::BlockDetails details_;
};

}  // namespace fb::ics
