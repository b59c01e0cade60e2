// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Rows of text, drawn for people or written as CSV (RFC 4180). On a terminal a table has lines of
// box characters and is cut to the width; elsewhere it is plain and whole.
//
// What comes from a gateway is shown, not obeyed: control characters never reach the terminal.
#pragma once

#include <string>
#include <vector>

#include "tools/freebusyctl/terminal.hpp"

namespace fb::freebusyctl {

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // as long as columns
};

// A narrower column would say nothing.
inline constexpr std::size_t kColumnWidthMin = 6;

std::string draw(const Table& table, const Terminal& terminal);
std::string csv_of(const Table& table);
// The first column stays in any case.
Table without_empty_columns(const Table& table);

// Text from outside, whole but harmless.
std::string harmless(std::string_view text);
// In a colour (an SGR number) where the terminal has colours.
std::string coloured(std::string_view text, std::string_view colour, const Terminal& terminal);

}  // namespace fb::freebusyctl
