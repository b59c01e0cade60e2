// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/grid.hpp"

#include <algorithm>
#include <array>

#include "protocols/wire/iso8601.hpp"

namespace fb::freebusyctl {
namespace {

using model::FreeBusyStatus;

struct Look {
  char sign;
  std::string_view word;
  std::string_view colour;  // an SGR sequence's number
};
// Indexed by status.
constexpr std::array<Look, model::kFreeBusyStatusCount> kLooks{{
    {'.', "free", "32"},
    {'~', "tentative", "33"},
    {'#', "busy", "31"},
    {'X', "out of office", "35"},
    {'w', "working elsewhere", "36"},
    {'?', "unknown", "7"},
}};
const Look& look(FreeBusyStatus status) { return kLooks[static_cast<std::size_t>(status)]; }

constexpr std::size_t kHourLabelColumns = 3;  // two digits and a space
constexpr std::size_t kDateBytes = 10;        // 2031-05-06
constexpr std::size_t kNoteCharactersMax = 300;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

void append_padded(std::string_view text, std::size_t columns, std::string& out) {
  out += text;
  const std::size_t taken = characters(text);
  if (taken < columns) out.append(columns - taken, ' ');
}

void append_line(std::string line, std::string& out) {
  while (line.ends_with(' ')) line.pop_back();
  out += line + '\n';
}

class Drawing {
 public:
  Drawing(const Grid& grid, std::size_t width, bool in_colour)
      : grid_(grid), in_colour_(in_colour) {
    for (const GridPerson& person : grid.people) {
      name_columns_ = std::max(name_columns_, characters(printable(person.name, kNameWidthMax)));
      slots_ = std::max(slots_, person.slots.size());
    }
    width = std::max(width, kWidthMin);
    slots_per_line_ = std::max<std::size_t>(width - std::min(width - 1, name_columns_ + 1), 1);
  }

  std::string all() {
    for (std::size_t first = 0; first < slots_;) {
      const std::size_t end = end_of_part(first);
      if (first > 0) out_ += '\n';
      part(first, end);
      first = end;
    }
    notes();
    legend();
    return std::move(out_);
  }

 private:
  wire::LocalTime local(std::size_t slot) const {
    return grid_.zone.to_local(grid_.start + grid_.slot * static_cast<std::int64_t>(slot));
  }
  auto day(std::size_t slot) const { return std::chrono::floor<std::chrono::days>(local(slot)); }

  std::size_t end_of_part(std::size_t first) const {
    std::size_t end = first + 1;
    while (end < slots_ && end - first < slots_per_line_ && day(end) == day(first)) ++end;
    return end;
  }

  void part(std::size_t first, std::size_t end) {
    header(first, end);
    for (const GridPerson& person : grid_.people) {
      std::string line;
      append_padded(printable(person.name, kNameWidthMax), name_columns_ + 1, line);
      FreeBusyStatus shown = FreeBusyStatus::free;
      bool open = false;
      for (std::size_t slot = first; slot < end; ++slot) {
        const FreeBusyStatus status =
            slot < person.slots.size() ? person.slots[slot] : FreeBusyStatus::no_data;
        if (in_colour_ && (!open || status != shown)) {
          line += "\x1b[0;" + std::string(look(status).colour) + 'm';
          open = true;
          shown = status;
        }
        line += look(status).sign;
      }
      if (open) line += "\x1b[0m";
      append_line(std::move(line), out_);
    }
  }

  void header(std::size_t first, std::size_t end) {
    std::string date;
    wire::append_wall_time(local(first), date);
    append_line(date.substr(0, kDateBytes) + ' ' + printable(grid_.zone_name, kNameWidthMax), out_);
    std::string line(name_columns_ + 1, ' ');
    const std::size_t begin = line.size();
    for (std::size_t slot = first; slot < end; ++slot) {
      const std::size_t column = begin + slot - first;
      const auto of_day = local(slot) - day(slot);
      if (line.size() > column || of_day % std::chrono::hours(1) != std::chrono::seconds(0)) {
        continue;
      }
      line.resize(column, ' ');
      const auto hour = std::chrono::duration_cast<std::chrono::hours>(of_day).count();
      line += static_cast<char>('0' + hour / 10);
      line += static_cast<char>('0' + hour % 10);
      line.resize(column + kHourLabelColumns, ' ');
    }
    append_line(std::move(line), out_);
  }

  void notes() {
    for (const GridPerson& person : grid_.people) {
      if (person.note.empty()) continue;
      out_ += '\n' + printable(person.name, kNameWidthMax) + " is " +
              printable(person.note, kNoteCharactersMax) + '\n';
    }
  }

  void legend() {
    out_ += '\n';
    for (const Look& entry : kLooks) {
      if (&entry != &kLooks.front()) out_ += "  ";
      out_ += entry.sign;
      out_ += ' ';
      out_ += entry.word;
    }
    out_ += "\n";
  }

  const Grid& grid_;
  const bool in_colour_;
  std::size_t name_columns_ = 0;
  std::size_t slots_ = 0;
  std::size_t slots_per_line_ = 1;
  std::string out_;
};

}  // namespace

bool everybody_is_known(const Grid& grid) {
  return std::all_of(grid.people.begin(), grid.people.end(), [](const GridPerson& person) {
    return person.note.empty() && std::find(person.slots.begin(), person.slots.end(),
                                            FreeBusyStatus::no_data) == person.slots.end();
  });
}

std::string draw(const Grid& grid, std::size_t width, bool in_colour) {
  return Drawing(grid, width, in_colour).all();
}

std::string printable(std::string_view text, std::size_t characters_max) {
  std::string out;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool continues = (byte & 0xc0) == 0x80;
    // U+0080 to U+009F are control characters too; in UTF-8 they begin with this byte.
    const bool second_set =
        byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (!continues && ++shown > characters_max) return out + "...";
    if (second_set) {
      out += '?';
      ++i;
    } else {
      out += byte < 0x20 || byte == 0x7f ? '?' : text[i];
    }
  }
  return out;
}

}  // namespace fb::freebusyctl
