// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/csv_table.hpp"

#include <utility>

#include "gateway/directory/directory_reader.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::directory {
namespace {

using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;

static_assert(kCsvRowsMax == kEntriesMax);

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kTypeLine = "#TYPE";

Refused mistake(std::size_t line, std::string_view what) {
  return {RefusedKind::mistake, "line " + std::to_string(line) + ": " + std::string(what), {}};
}

// One record after the other, with the line that it begins in.
class RecordReader {
 public:
  explicit RecordReader(std::string_view text) : rest_(text) {
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
    if (rest_.starts_with(kTypeLine)) skip_line();
  }

  bool at_end() const { return rest_.empty(); }

  Outcome<CsvRow> record() {
    CsvRow row{line_, {}};
    while (true) {
      if (row.fields.size() == kCsvColumnsMax)
        return mistake(row.line, "there are too many columns");
      std::string field;
      if (const auto read = read_field(field); !read) return read.error();
      row.fields.push_back(std::move(field));
      if (rest_.empty()) return row;
      const char next = rest_.front();
      rest_.remove_prefix(1);
      if (next == ',') continue;
      if (next == '\r') rest_.remove_prefix(1);  // read_field has seen the LF behind it
      ++line_;
      return row;
    }
  }

 private:
  void skip_line() {
    const std::size_t end = rest_.find('\n');
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_;
  }

  bool at_field_end() const {
    return rest_.empty() || rest_.front() == ',' || rest_.front() == '\n' ||
           rest_.starts_with("\r\n");
  }

  // To the comma, the line break or the end of the text.
  Outcome<void> read_field(std::string& field) {
    if (!rest_.empty() && rest_.front() == '"') return read_quoted(field);
    while (!at_field_end()) {
      const char c = rest_.front();
      if (c == '"') return mistake(line_, "a quote stands in the middle of a field");
      if (c == '\r' || c == '\0') return mistake(line_, "there is a control character in a field");
      if (field.size() == kCsvFieldBytesMax) return mistake(line_, "a field is too long");
      field.push_back(c);
      rest_.remove_prefix(1);
    }
    return {};
  }

  Outcome<void> read_quoted(std::string& field) {
    const std::size_t begin = line_;
    rest_.remove_prefix(1);
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') {
        if (rest_.empty() || rest_.front() != '"') {
          if (at_field_end()) return {};
          return mistake(line_, "something follows the quote that ends a field");
        }
        rest_.remove_prefix(1);
      }
      if (c == '\0') return mistake(line_, "there is a control character in a field");
      if (c == '\n') ++line_;
      if (field.size() == kCsvFieldBytesMax) return mistake(begin, "a field is too long");
      field.push_back(c);
    }
    return mistake(begin, "a field begins with a quote and never ends");
  }

  std::string_view rest_;
  std::size_t line_ = 1;
};

bool is_blank(const CsvRow& row) { return row.fields.size() == 1 && row.fields.front().empty(); }

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (model::equal_without_case(header[i], name)) return i;
  }
  return std::nullopt;
}

Outcome<CsvTable> parse_csv(std::string_view text) {
  if (text.size() > kCsvBytesMax) {
    return Refused{
        RefusedKind::mistake, "it has more than " + std::to_string(kCsvBytesMax) + " bytes", {}};
  }
  RecordReader reader(text);
  CsvTable table;
  if (reader.at_end()) return mistake(1, "there is no header");
  auto header = reader.record();
  if (!header) return header.error();
  for (const std::string& name : header->fields) {
    if (table.column(name)) return mistake(header->line, "two columns have the same name");
    table.header.push_back(name);
  }
  while (!reader.at_end()) {
    auto row = reader.record();
    if (!row) return row.error();
    if (is_blank(*row)) continue;
    if (row->fields.size() != table.header.size()) {
      return mistake(row->line, "it has " + std::to_string(row->fields.size()) +
                                    " fields and the header has " +
                                    std::to_string(table.header.size()));
    }
    if (table.rows.size() == kCsvRowsMax) return mistake(row->line, "there are too many rows");
    table.rows.push_back(*std::move(row));
  }
  return table;
}

}  // namespace fb::directory
