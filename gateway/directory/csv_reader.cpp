// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/csv_reader.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "config/text_file.hpp"
#include "gateway/directory/csv_table.hpp"
#include "gateway/directory/recipient_rules.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::directory {
namespace asio = boost::asio;
namespace {

using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;

// The columns by their places; the name in a header may also be the second one.
struct Columns {
  std::optional<std::size_t> type, name, primary, proxies, external, hidden, members, source, id;

  explicit Columns(const CsvTable& table)
      : type(either(table, "RecipientTypeDetails", "Type")),
        name(either(table, "DisplayName", "Name")),
        primary(table.column("PrimarySmtpAddress")),
        proxies(table.column("EmailAddresses")),
        external(table.column("ExternalEmailAddress")),
        hidden(table.column("HiddenFromAddressListsEnabled")),
        members(table.column("Members")),
        source(table.column("CalendarSource")),
        id(either(table, "Guid", "Id")) {}

 private:
  static std::optional<std::size_t> either(const CsvTable& table, std::string_view first,
                                           std::string_view second) {
    const auto found = table.column(first);
    return found ? found : table.column(second);
  }
};

std::string field(const CsvRow& row, std::optional<std::size_t> column) {
  return column ? row.fields[*column] : std::string();
}

// Addresses of one field, parted by ";" or white space: Exchange joins them in either way.
std::vector<std::string> list(const std::string& text) {
  constexpr std::string_view kBetween = "; \t\r\n";
  std::vector<std::string> parts;
  std::size_t begin = text.find_first_not_of(kBetween);
  while (begin != std::string::npos) {
    const std::size_t end = text.find_first_of(kBetween, begin);
    parts.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kBetween, end);
  }
  return parts;
}

Refused mistake(std::string sentence) { return {RefusedKind::mistake, std::move(sentence), {}}; }

Outcome<bool> flag(const CsvRow& row, std::optional<std::size_t> column) {
  const std::string text = field(row, column);
  if (model::equal_without_case(text, "True")) return true;
  if (text.empty() || model::equal_without_case(text, "False")) return false;
  return mistake("line " + std::to_string(row.line) +
                 ": HiddenFromAddressListsEnabled is neither True nor False");
}

Outcome<DirectoryEntry> entry_of(const CsvRow& row, const Columns& columns) {
  DirectoryEntry entry;
  entry.place = "line " + std::to_string(row.line);
  const std::string type = field(row, columns.type);
  if (!type.empty()) entry.kind = kind_named(type);
  entry.name = field(row, columns.name);
  entry.mail = field(row, columns.primary);
  entry.proxy_addresses = list(field(row, columns.proxies));
  entry.external_address = field(row, columns.external);
  entry.members = list(field(row, columns.members));
  entry.calendar_source = field(row, columns.source);
  const auto hidden = flag(row, columns.hidden);
  if (!hidden) return hidden.error();
  entry.hidden = *hidden;
  entry.id = field(row, columns.id);
  // Without ids a row is known by what leads to it, so a new address is another recipient.
  if (entry.id.empty()) {
    entry.id = type + " " + (entry.external_address.empty() ? entry.mail : entry.external_address);
  }
  return entry;
}

void read_file(const ReadRequest& request, std::optional<Outcome<Reading>>& outcome) {
  const std::string& file = request.source->file;
  config::TextFile content = config::read_text_file(file, kCsvBytesMax);
  if (!content.trouble.empty()) {
    outcome.emplace(mistake(file + " " + content.trouble));
    return;
  }
  Outcome<Reading> reading = read_csv(content.text, *request.tenant, *request.source);
  if (!reading) reading = mistake(file + ": " + reading.error().sentence);
  outcome.emplace(std::move(reading));
}

}  // namespace

Outcome<Reading> read_csv(std::string_view text, const config::Tenant& tenant,
                          const config::DirectorySource& source) {
  const auto table = parse_csv(text);
  if (!table) return table.error();
  const Columns columns(*table);
  if (!columns.type) return mistake("line 1: there is no column RecipientTypeDetails");
  if (!columns.primary && !columns.external) {
    return mistake("line 1: there is no column PrimarySmtpAddress or ExternalEmailAddress");
  }
  RecipientRules rules(tenant, source, true);
  for (const CsvRow& row : table->rows) {
    auto entry = entry_of(row, columns);
    if (!entry) return entry.error();
    if (entry->kind == EntryKind::other) {
      rules.skip(*entry, "its type is none that has free/busy");
    } else {
      rules.take(*std::move(entry));
    }
  }
  return rules.finish();
}

asio::awaitable<Outcome<Reading>> CsvReader::read(ReadRequest request) {
  auto outcome = std::make_shared<std::optional<Outcome<Reading>>>();
  std::function<void()> work = [request, outcome] { read_file(request, *outcome); };
  const model::Status ran = co_await files_.run(std::move(work));
  if (!ran) co_return Refused{RefusedKind::busy, "too many files are being read already", {}};
  co_return std::move(**outcome);
}

}  // namespace fb::directory
