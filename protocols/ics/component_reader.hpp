// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One component of a calendar (an event, a free/busy list, half of a time zone), read by libical
// line by line, so that a line that it cannot read is known by its number.
#pragma once

#include <libical/ical.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/ics/written_calendar.hpp"

namespace fb::ics {

class ComponentReader {
 public:
  explicit ComponentReader(std::string_view name);
  ~ComponentReader();
  ComponentReader(const ComponentReader&) = delete;
  ComponentReader& operator=(const ComponentReader&) = delete;

  // False where libical could not read the line as it stands.
  bool add(std::string_view line);
  // The whole component; the reader is used up.
  icalcomponent* finish();

 private:
  icalparser* parser_;
  std::string name_;
  icalcomponent* component_ = nullptr;
};

// What a property of a date or time says; none where the date does not exist.
std::optional<WrittenTime> written_time(icalproperty* property, const icaltimetype& time);
std::optional<WrittenPeriod> written_period(icalproperty* property,
                                            const icaldatetimeperiodtype& value);
// None where it is negative or absurdly long.
std::optional<WrittenDuration> written_duration(const icaldurationtype& value);

}  // namespace fb::ics
