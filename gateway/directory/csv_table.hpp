// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A CSV text as RFC 4180 has it: commas, quotes doubled within quotes, line breaks within quotes,
// CR LF or LF at the end of a record. A byte order mark and the "#TYPE" line that Windows
// PowerShell writes above the header are passed over. Nothing is repaired: a text with a mistake is
// refused with the line of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/registry/outcome.hpp"

namespace fb::directory {

inline constexpr std::size_t kCsvBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kCsvColumnsMax = 256;
inline constexpr std::size_t kCsvRowsMax = 410'000;
// A group with all its members.
inline constexpr std::size_t kCsvFieldBytesMax = 4 * 1024 * 1024;

struct CsvRow {
  std::size_t line;  // where it begins, from 1
  std::vector<std::string> fields;
};

struct CsvTable {
  std::vector<std::string> header;
  std::vector<CsvRow> rows;  // each with as many fields as the header

  // By name without regard to case.
  std::optional<std::size_t> column(std::string_view name) const;
};

// Refused: mistake, with a sentence that names the line.
registry::Outcome<CsvTable> parse_csv(std::string_view text);

}  // namespace fb::directory
