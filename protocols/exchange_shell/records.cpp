// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/exchange_shell/records.hpp"

#include <algorithm>

#include "protocols/exchange_shell/record_readers.hpp"
#include "protocols/exchange_shell/unicode_text.hpp"

namespace fb::exchange_shell {
namespace {

RecordKind kind_of(const Record& record) {
  const auto has = [&](std::string_view property) {
    return record.values.contains(std::string(property));
  };
  if (has("capability")) return RecordKind::partner_policy;
  if (has("forestname")) return RecordKind::address_space;
  if (has("freebusyaccesslevel") || (has("domainnames") && has("targetapplicationuri"))) {
    return RecordKind::organization_relationship;
  }
  if (has("externalemailaddress")) return RecordKind::recipient;
  if (has("allowedtenantids") || has("orgwideaccount")) return RecordKind::availability_config;
  return RecordKind::unknown;
}

// A line of dashes below the names: each value in such a table is cut to its column.
bool is_table_form(std::string_view text) {
  for (int line = 0; line < 4 && !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view now = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (now.size() >= 2 && now.find_first_not_of("- ") == now.npos) return true;
  }
  return false;
}

bool is_csv_form(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  if (line.starts_with("#TYPE") || line.starts_with('"')) return true;
  return line.find(':') == line.npos && line.find_first_of(",;") != line.npos;
}

model::Result<std::vector<Record>> read_form(std::string_view text) {
  if (text.starts_with('{') || text.starts_with('[')) {
    // "[PS] C:\>" is a prompt above a list.
    if (!text.starts_with("[PS]")) return records_of_json(text);
  }
  if (is_csv_form(text)) return records_of_csv(text);
  if (is_table_form(text)) {
    return malformed(0,
                     "this is a table, in which values are cut off: use Format-List, or "
                     "ConvertTo-Json -Depth 4");
  }
  return records_of_list(text);
}

}  // namespace

std::string_view name(RecordKind kind) {
  switch (kind) {
    case RecordKind::address_space:
      return "address space";
    case RecordKind::availability_config:
      return "availability config";
    case RecordKind::organization_relationship:
      return "organization relationship";
    case RecordKind::recipient:
      return "recipient";
    case RecordKind::partner_policy:
      return "partner policy";
    case RecordKind::unknown:
      break;
  }
  return "unknown";
}

std::string_view Record::text(std::string_view property) const {
  const auto& all = list(property);
  return all.empty() ? std::string_view() : std::string_view(all.front());
}

const std::vector<std::string>& Record::list(std::string_view property) const {
  static const std::vector<std::string> kNone;
  const auto found = values.find(std::string(property));
  return found == values.end() ? kNone : found->second;
}

model::Error malformed(std::size_t line, std::string sentence) {
  const std::string where = line == 0 ? "" : "line " + std::to_string(line) + ": ";
  return model::Error::of(model::ErrorKind::malformed_request, where + std::move(sentence),
                          "exchange_import.unreadable");
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool is_type_name(std::string_view text) {
  const bool begins = text.starts_with("System.") || text.starts_with("Microsoft.Exchange.") ||
                      text.starts_with("@{");
  return begins && text.find('@', 1) == text.npos;
}

bool put(Record& record, std::string_view property, std::vector<std::string> values) {
  if (record.values.size() >= kPropertiesMax || values.size() > kListEntriesMax) return false;
  std::string key = lower_case(property);
  if (std::any_of(values.begin(), values.end(), is_type_name)) {
    record.cut_off.insert(key);
    values.clear();
  }
  record.values.insert_or_assign(std::move(key), std::move(values));
  return true;
}

model::Result<std::vector<Record>> read_records(std::string_view bytes) {
  if (bytes.size() > kExportBytesMax) {
    return malformed(0, "the export is longer than " + std::to_string(kExportBytesMax) + " bytes");
  }
  const auto text = as_utf8(bytes);
  if (!text) return text.error();
  const std::string_view body = trimmed(*text);
  if (body.empty()) return malformed(0, "there is nothing to read");
  // Empty lines above it are skipped, and places are those of the whole text.
  const auto skipped = static_cast<std::size_t>(body.data() - text->data());
  auto records = read_form(std::string_view(*text).substr(skipped));
  if (!records) return records.error();
  const auto lines_above = static_cast<std::size_t>(std::count(text->data(), body.data(), '\n'));
  for (Record& record : *records) {
    record.kind = kind_of(record);
    if (record.line != 0) record.line += lines_above;
  }
  return records;
}

}  // namespace fb::exchange_shell
