// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/table.hpp"

#include <algorithm>
#include <limits>

#include "tools/freebusyctl/grid.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

// One line of a box: where it begins, where columns meet, where it ends.
struct Edge {
  std::string_view begin;
  std::string_view meet;
  std::string_view end;
};
constexpr std::string_view kLine = "\xe2\x94\x80";
constexpr std::string_view kWall = "\xe2\x94\x82";
constexpr Edge kTop{"\xe2\x94\x8c", "\xe2\x94\xac", "\xe2\x94\x90"};
constexpr Edge kMiddle{"\xe2\x94\x9c", "\xe2\x94\xbc", "\xe2\x94\xa4"};
constexpr Edge kBottom{"\xe2\x94\x94", "\xe2\x94\xb4", "\xe2\x94\x98"};
constexpr std::string_view kBold = "1";
constexpr std::size_t kPlainGap = 2;

using Widths = std::vector<std::size_t>;

Widths natural_widths(const Table& table) {
  Widths widths;
  for (const std::string& column : table.columns) widths.push_back(columns_of(column));
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(harmless(row[i])));
    }
  }
  return widths;
}

// Takes from the widest until it fits, or until nothing is left to take; from the first column,
// which says what a row is about, only where the others have no more to give.
void shrink(Widths& widths, std::size_t columns) {
  std::size_t total = 1;  // the first wall
  for (const std::size_t width : widths) total += width + 3;
  for (const std::size_t first : {std::size_t{1}, std::size_t{0}}) {
    while (total > columns && first < widths.size()) {
      const auto begin = widths.begin() + static_cast<std::ptrdiff_t>(first);
      const auto widest = std::max_element(begin, widths.end());
      if (*widest <= kColumnWidthMin) break;
      --*widest;
      --total;
    }
  }
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out = cut(text, width);
  const std::size_t taken = columns_of(out);
  if (taken < width) out.append(width - taken, ' ');
  return out;
}

std::string edge(const Edge& kind, const Widths& widths) {
  std::string line(kind.begin);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) line += kind.meet;
    for (std::size_t n = 0; n < widths[i] + 2; ++n) line += kLine;
  }
  return line + std::string(kind.end) + '\n';
}

std::string boxed(const std::vector<std::string>& cells, const Widths& widths,
                  std::string_view colour, const Terminal& terminal) {
  std::string line(kWall);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const std::string cell = padded(harmless(cells[i]), widths[i]);
    line += ' ' + (colour.empty() ? cell : coloured(cell, colour, terminal)) + ' ';
    line += kWall;
  }
  return line + '\n';
}

std::string plain(const std::vector<std::string>& cells, const Widths& widths) {
  std::string line;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    line += padded(harmless(cells[i]), widths[i] + kPlainGap);
  }
  while (line.ends_with(' ')) line.pop_back();
  return line + '\n';
}

std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string record(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    line += field(cells[i]);
  }
  return line + "\r\n";
}

}  // namespace

std::string draw(const Table& table, const Terminal& terminal) {
  Widths widths = natural_widths(table);
  std::string out;
  if (!terminal.is_terminal) {
    out += plain(table.columns, widths);
    for (const auto& row : table.rows) out += plain(row, widths);
    return out;
  }
  shrink(widths, terminal.columns);
  out += edge(kTop, widths) + boxed(table.columns, widths, kBold, terminal);
  out += edge(kMiddle, widths);
  for (const auto& row : table.rows) out += boxed(row, widths, "", terminal);
  return out + edge(kBottom, widths);
}

Table without_empty_columns(const Table& table) {
  Table left{{}, std::vector<std::vector<std::string>>(table.rows.size())};
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool empty = std::all_of(table.rows.begin(), table.rows.end(),
                                   [&](const auto& row) { return row[i].empty(); });
    if (empty && i > 0) continue;
    left.columns.push_back(table.columns[i]);
    for (std::size_t n = 0; n < table.rows.size(); ++n) left.rows[n].push_back(table.rows[n][i]);
  }
  return left;
}

std::string csv_of(const Table& table) {
  std::string out = record(table.columns);
  for (const auto& row : table.rows) out += record(row);
  return out;
}

std::string harmless(std::string_view text) {
  return printable(text, std::numeric_limits<std::size_t>::max());
}

std::string coloured(std::string_view text, std::string_view colour, const Terminal& terminal) {
  if (!terminal.in_colour) return std::string(text);
  return "\x1b[" + std::string(colour) + 'm' + std::string(text) + "\x1b[0m";
}

}  // namespace fb::freebusyctl
