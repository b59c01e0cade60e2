// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What Export-Csv writes: names in the first line, everything in quotes, parted by commas, or by
// semicolons where the culture of the writer has it so.
#include <algorithm>

#include "protocols/exchange_shell/record_readers.hpp"
#include "protocols/exchange_shell/records.hpp"

namespace fb::exchange_shell {
namespace {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  model::Result<std::vector<Record>> read() {
    if (text_.starts_with("#TYPE")) skip_line();
    const std::string_view first = text_.substr(0, text_.find('\n'));
    delimiter_ = first.find("\";\"") != first.npos ||
                         (first.find(',') == first.npos && first.find(';') != first.npos)
                     ? ';'
                     : ',';
    auto names = read_row();
    if (!names) return names.error();
    std::vector<Record> records;
    while (!text_.empty()) {
      const std::size_t line = line_;
      auto row = read_row();
      if (!row) return row.error();
      if (row->size() == 1 && trimmed(row->front()).empty()) continue;
      if (row->size() != names->size()) {
        return malformed(line, "the line has " + std::to_string(row->size()) +
                                   " values and the "
                                   "first line has " +
                                   std::to_string(names->size()) + " names");
      }
      if (records.size() == kRecordsMax) {
        return malformed(line, "there are more than " + std::to_string(kRecordsMax) + " records");
      }
      Record& record = records.emplace_back();
      record.line = line;
      for (std::size_t i = 0; i < row->size(); ++i) {
        std::vector<std::string> values;
        if (!(*row)[i].empty()) values.push_back(std::move((*row)[i]));
        if (!put(record, trimmed((*names)[i]), std::move(values))) {
          return malformed(
              line, "a record has at most " + std::to_string(kPropertiesMax) + " properties");
        }
      }
    }
    if (records.empty()) return malformed(line_, "there are names and no values below them");
    return records;
  }

 private:
  void skip_line() {
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    text_.remove_prefix(std::min(end + 1, text_.size()));
    ++line_;
  }

  // One row with its line end.
  model::Result<std::vector<std::string>> read_row() {
    std::vector<std::string> row;
    const std::size_t begin = line_;
    while (true) {
      auto field = read_field();
      if (!field) return field.error();
      if (row.size() == kPropertiesMax) {
        return malformed(begin, "a line has at most " + std::to_string(kPropertiesMax) + " values");
      }
      row.push_back(*std::move(field));
      if (text_.starts_with('\r')) text_.remove_prefix(1);
      if (text_.empty()) return row;
      const char next = text_.front();
      if (next != delimiter_ && next != '\n') {
        return malformed(line_, "behind the closing quotation mark stands something else");
      }
      text_.remove_prefix(1);
      if (next == '\n') {
        ++line_;
        return row;
      }
    }
  }

  model::Result<std::string> read_field() {
    if (!text_.starts_with('"')) {
      const std::string ends{delimiter_, '\n', '\r'};
      const std::size_t size = std::min(text_.find_first_of(ends), text_.size());
      if (size > kValueBytesMax) return too_long();
      std::string value(text_.substr(0, size));
      text_.remove_prefix(size);
      return value;
    }
    const std::size_t begin = line_;
    text_.remove_prefix(1);
    std::string value;
    while (true) {
      const std::size_t quote = text_.find('"');
      if (quote == text_.npos) return malformed(begin, "a quotation mark is not closed");
      value += text_.substr(0, quote);
      line_ += static_cast<std::size_t>(
          std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(quote), '\n'));
      text_.remove_prefix(quote + 1);
      if (value.size() > kValueBytesMax) return too_long();
      if (!text_.starts_with('"')) return value;
      value += '"';
      text_.remove_prefix(1);
    }
  }

  model::Error too_long() const {
    return malformed(line_,
                     "the value is longer than " + std::to_string(kValueBytesMax) + " bytes");
  }

  std::string_view text_;
  char delimiter_ = ',';
  std::size_t line_ = 1;
};

}  // namespace

model::Result<std::vector<Record>> records_of_csv(std::string_view text) {
  return CsvReader(text).read();
}

}  // namespace fb::exchange_shell
