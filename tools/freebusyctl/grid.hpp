// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An answer of the plain endpoint as a picture of letters: a line per person, a column per slot,
// cut into parts at midnight and at the width of the terminal.
//
// What comes from a gateway is shown, not obeyed: control characters never reach the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/free_busy.hpp"
#include "protocols/wire/zones.hpp"

namespace fb::freebusyctl {

struct GridPerson {
  std::string name;
  std::vector<model::FreeBusyStatus> slots;
  std::string note;  // a line below the picture; empty where there is nothing to say
};

struct Grid {
  model::UtcTime start;
  std::chrono::minutes slot{30};
  wire::Zone zone = wire::Zone::utc();
  std::string zone_name;
  std::vector<GridPerson> people;
};

inline constexpr std::size_t kWidthDefault = 100;
inline constexpr std::size_t kWidthMin = 40;
inline constexpr std::size_t kNameWidthMax = 32;

// Reads the JSON of the plain endpoint. peer_broken where it is another thing.
model::Result<Grid> read_answer(std::string_view json);

// True where nobody is unknown, not even in part.
bool everybody_is_known(const Grid& grid);

std::string draw(const Grid& grid, std::size_t width, bool in_colour);

// Text from outside for a terminal: control characters become '?', long text ends in "...".
std::string printable(std::string_view text, std::size_t characters_max);

}  // namespace fb::freebusyctl
