// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the log says of a reload, whoever carries it out.
#pragma once

#include <cstdint>
#include <string_view>

#include "config/problem.hpp"
#include "gateway/ops/log.hpp"

namespace fb::app {

inline void log_reload(ops::Log& log, std::uint64_t generation) {
  log.event(ops::Level::info, "reloaded", {{"generation", static_cast<std::int64_t>(generation)}});
}

inline void log_refused_reload(ops::Log& log, std::string_view problem) {
  log.event(ops::Level::error, "reload_refused", {{"problem", problem}});
}

inline void log_refused_reload(ops::Log& log, const config::Problems& problems) {
  for (const config::Problem& problem : problems) log_refused_reload(log, problem.str());
}

}  // namespace fb::app
