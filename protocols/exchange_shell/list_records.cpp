// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What Format-List prints: "Name   : value", long values wrapped and indented to the value's
// column, lists as {a, b}, one record after another with empty lines between.
#include <algorithm>

#include "protocols/exchange_shell/record_readers.hpp"
#include "protocols/exchange_shell/records.hpp"

namespace fb::exchange_shell {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct PropertyLine {
  std::string_view name;
  std::string_view value;
  std::size_t value_column;
};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-' || c == '@' || c == '$';
}

bool read_property(std::string_view line, PropertyLine& to) {
  const auto end = std::find_if_not(line.begin(), line.end(), is_name_character);
  const auto name_size = static_cast<std::size_t>(end - line.begin());
  const std::size_t colon = line.find_first_not_of(' ', name_size);
  if (name_size == 0 || colon == line.npos || line[colon] != ':') return false;
  // "C:\>" is no property.
  if (colon + 1 < line.size() && line[colon + 1] != ' ') return false;
  to.name = line.substr(0, name_size);
  to.value = colon + 2 <= line.size() ? line.substr(colon + 2) : std::string_view();
  to.value_column = colon + 2;
  return true;
}

bool is_prompt(std::string_view line) {
  return line.starts_with("[PS]") || line.starts_with("PS ") || line.starts_with(">>");
}

// "{a, b}" in pieces; a value that is no list is one piece.
std::vector<std::string> pieces_of(std::string_view value, bool& cut_off) {
  std::vector<std::string> pieces;
  value = trimmed(value);
  cut_off = false;
  if (value.empty() || value == "{}") return pieces;
  if (!value.starts_with('{') || !value.ends_with('}')) {
    pieces.emplace_back(value);
    return pieces;
  }
  value = value.substr(1, value.size() - 2);
  if (value.ends_with("...") || value.ends_with(kEllipsis)) {
    cut_off = true;
    return pieces;
  }
  while (true) {
    const std::size_t comma = std::min(value.find(", "), value.size());
    const std::string_view piece = trimmed(value.substr(0, comma));
    if (!piece.empty()) pieces.emplace_back(piece);
    if (comma == value.size()) return pieces;
    value.remove_prefix(comma + 2);
  }
}

class ListReader {
 public:
  explicit ListReader(std::string_view text) : text_(text) {
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t size = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, size);
      if (line.ends_with('\r')) line.remove_suffix(1);
      widest_ = std::max(widest_, line.size());
      rest.remove_prefix(std::min(size + 1, rest.size()));
    }
  }

  model::Result<std::vector<Record>> read() {
    while (!text_.empty()) {
      if (auto read = read_line(); !read) return read.error();
    }
    if (auto ended = end_record(); !ended) return ended.error();
    if (records_.empty()) {
      return malformed(1, "no property is here: use Format-List, Export-Csv or ConvertTo-Json");
    }
    return std::move(records_);
  }

 private:
  model::Status read_line() {
    const std::size_t size = std::min(text_.find('\n'), text_.size());
    std::string_view line = text_.substr(0, size);
    text_.remove_prefix(std::min(size + 1, text_.size()));
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trimmed(line).empty()) return end_record();
    PropertyLine property;
    const bool continues = name_.empty() ? false : line.find_first_not_of(' ') >= column_;
    if (!continues && read_property(line, property)) return begin_property(property, line.size());
    if (continues) return continue_value(line);
    if (is_prompt(line)) return end_record();
    return malformed(line_,
                     "this is neither a property nor the rest of one: use Format-List with "
                     "nothing else in the text, or ConvertTo-Json -Depth 4");
  }

  model::Status begin_property(const PropertyLine& property, std::size_t line_size) {
    if (auto ended = end_property(); !ended) return ended;
    // A property that comes again begins the next record, where the empty line got lost.
    if (record_.values.contains(lower_case(property.name))) {
      if (auto ended = end_record(); !ended) return ended;
    }
    if (record_.line == 0) record_.line = line_;
    name_ = property.name;
    value_ = property.value;
    column_ = property.value_column;
    last_size_ = line_size;
    return {};
  }

  // A line is broken at a space where one is near, else where it is full.
  model::Status continue_value(std::string_view line) {
    const std::string_view rest = line.substr(column_);
    const bool at_space = value_.ends_with(',') || last_size_ < widest_;
    if (at_space && !value_.ends_with(' ')) value_ += ' ';
    value_ += rest;
    last_size_ = line.size();
    if (value_.size() <= kValueBytesMax) return {};
    return malformed(line_,
                     "the value is longer than " + std::to_string(kValueBytesMax) + " bytes");
  }

  model::Status end_property() {
    if (name_.empty()) return {};
    if (value_.size() > kValueBytesMax) {
      return malformed(line_,
                       "the value is longer than " + std::to_string(kValueBytesMax) + " bytes");
    }
    bool cut_off = false;
    if (!put(record_, name_, pieces_of(value_, cut_off))) {
      return malformed(line_, "a record has at most " + std::to_string(kPropertiesMax) +
                                  " properties with " + std::to_string(kListEntriesMax) +
                                  " values each");
    }
    if (cut_off) record_.cut_off.insert(lower_case(name_));
    name_.clear();
    return {};
  }

  model::Status end_record() {
    if (auto ended = end_property(); !ended) return ended;
    if (record_.line == 0) return {};
    if (records_.size() == kRecordsMax) {
      return malformed(line_, "there are more than " + std::to_string(kRecordsMax) + " records");
    }
    records_.push_back(std::move(record_));
    record_ = Record{};
    return {};
  }

  std::string_view text_;
  std::size_t widest_ = 0;
  std::size_t line_ = 0;
  std::vector<Record> records_;
  Record record_;
  std::string name_;  // of the property that is being read; empty: none
  std::string value_;
  std::size_t column_ = 0;
  std::size_t last_size_ = 0;
};

}  // namespace

model::Result<std::vector<Record>> records_of_list(std::string_view text) {
  return ListReader(text).read();
}

}  // namespace fb::exchange_shell
