// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Mistakes in configuration files, as values. A loader lists all that it finds; it never stops at
// the first, and it never repairs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fb::config {

// More mistakes than this are counted, not listed.
inline constexpr std::size_t kProblemsMax = 1000;

// One mistake in a file, for people: what is wrong, where, and what to do.
struct Problem {
  std::string file;
  std::size_t line = 0;    // from 1; 0 where the problem has no place in the text
  std::size_t column = 0;  // from 1
  std::string sentence;

  std::string str() const;  // "freebusyd.toml:12:5: ..."
  bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

}  // namespace fb::config
