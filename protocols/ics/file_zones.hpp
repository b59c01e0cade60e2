// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The zones that a calendar's times are written in: the file's own VTIMEZONE first, then a zone
// that the system knows by that name.
#pragma once

#include <map>
#include <string>

#include "protocols/ics/written_calendar.hpp"

namespace fb::ics {

class FileZones {
 public:
  // `owner` is the zone of dates and floating times.
  FileZones(const std::map<std::string, WrittenZone>& written, const wire::Zone& owner)
      : written_(written), owner_(owner) {}

  // peer_broken where the time's zone is known to nobody, or is written in a way that makes no
  // sense; `line` is where the time stands.
  model::Result<wire::Zone> zone_of(const WrittenTime& time, std::size_t line, WorkBudget& budget);

 private:
  model::Result<wire::Zone> find(const std::string& id, std::size_t line, WorkBudget& budget);

  const std::map<std::string, WrittenZone>& written_;
  wire::Zone owner_;
  std::map<std::string, wire::Zone> found_;
};

}  // namespace fb::ics
