// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What peers answer in a scenario, written as text here: no codec of the gateway makes the bytes
// that a codec of the gateway reads.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "protocols/model/time_window.hpp"

namespace fb::scenarios {

struct Block {
  std::string status;  // "busy", "tentative", "oof", "elsewhere", "unknown"
  model::UtcTime begin;
  model::UtcTime end;
};

struct CalendarReply {
  std::string address;
  std::string error;  // the peer's code; then there are no blocks
  std::vector<Block> blocks;
};

std::string graph_reply(const std::vector<CalendarReply>& calendars);
std::string autodiscover_reply(const std::string& ews_url);
std::string ews_reply(const std::vector<CalendarReply>& calendars);

}  // namespace fb::scenarios
