// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A CSV text. A table that was taken, written again with every field quoted, is the same table.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gateway/directory/csv_table.hpp"

namespace {

void append_record(const std::vector<std::string>& fields, std::string& out) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out += i == 0 ? "\"" : ",\"";
    for (const char c : fields[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  out += "\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto table = fb::directory::parse_csv(text);
  if (!table) {
    if (table.error().sentence.empty()) std::abort();
    return 0;
  }
  std::string written;
  append_record(table->header, written);
  for (const auto& row : table->rows) {
    if (row.fields.size() != table->header.size() || row.line < 2) std::abort();
    append_record(row.fields, written);
  }
  const auto again = fb::directory::parse_csv(written);
  if (!again || again->header != table->header) std::abort();
  if (again->rows.size() != table->rows.size()) std::abort();
  for (std::size_t i = 0; i < again->rows.size(); ++i) {
    if (again->rows[i].fields != table->rows[i].fields) std::abort();
  }
  return 0;
}
