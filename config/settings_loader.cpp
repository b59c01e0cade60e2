// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>

#include "config/load.hpp"
#include "config/nearest.hpp"
#include "config/settings_schema.hpp"
#include "config/syntax.hpp"
#include "config/table_reader.hpp"
#include "config/text_file.hpp"

namespace fb::config {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kSettingsBytesMax = 1024 * 1024;

// Reads the value of one row. An overload for each type that a setting can have.
class RowReader {
 public:
  RowReader(const SettingRow& row, TableReader& reader, const std::filesystem::path& folder)
      : row_(row), reader_(reader), folder_(folder) {}

  void read(bool& to) {
    if (const auto flag = reader_.flag(row_.key)) to = *flag;
  }

  void read(std::uint16_t& to) { read_count(to); }
  void read(std::uint32_t& to) { row_.kind == SettingKind::size ? read_size(to) : read_count(to); }
  void read(std::uint64_t& to) { read_size(to); }

  void read(milliseconds& to) {
    if (const auto duration = read_duration(to)) to = *duration;
  }

  void read(seconds& to) {
    const auto duration = read_duration(to);
    if (!duration) return;
    if (*duration % seconds(1) != milliseconds(0)) {
      reader_.problem(row_.key, "must be a whole number of seconds");
      return;
    }
    to = std::chrono::duration_cast<seconds>(*duration);
  }

  void read(std::string& to) {
    const auto text = row_.required ? reader_.required_text(row_.key) : reader_.text(row_.key);
    if (text) read_text(*text, to);
  }

  void read(std::map<std::string, std::string>& to) {
    const toml::table* table = reader_.table(row_.key);
    if (table == nullptr) return;
    if (!within(static_cast<std::int64_t>(table->size()), std::to_string(row_.most), "entries")) {
      return;
    }
    TableReader hosts(*table, "[net.hosts]", reader_.problems());
    for (const auto& [key, value] : *table) {
      const auto endpoint = hosts.parsed(key.str(), parse_endpoint);
      const auto host = parse_host_and_port(key.str());
      if (!host) {
        reader_.problems().add(place_of(key), in_quotes(key.str()) + ": " + host.error().detail());
      } else if (endpoint && !to.emplace(*host, *endpoint).second) {
        reader_.problems().add(
            place_of(key), in_quotes(key.str()) + " stands here twice, in upper and lower case");
      }
    }
  }

  model::Result<std::string> parse_entry(std::string_view text) const {
    if (row_.kind == SettingKind::host_names) return parse_host_name(text);
    if (row_.kind == SettingKind::endpoints) return parse_endpoint(text);
    return parse_address_prefix(text);
  }

  void read(std::vector<std::string>& to) {
    for (const auto& [text, place] : reader_.texts(row_.key, static_cast<std::size_t>(row_.most))) {
      const auto entry = parse_entry(text);
      if (entry) {
        to.push_back(*entry);
      } else {
        reader_.problems().add(place, "\"" + std::string(row_.key) + "\" has " + in_quotes(text) +
                                          ": " + entry.error().detail());
      }
    }
  }

 private:
  bool within(std::int64_t value, std::string_view most, std::string_view unit) {
    if (value <= row_.most) return true;
    reader_.problem(row_.key, "has " + std::to_string(value) + " " + std::string(unit) +
                                  ", and at most " + std::string(most) + " are allowed");
    return false;
  }

  bool in_bounds(std::int64_t value, const std::string& least, const std::string& most) {
    if (value >= row_.least && value <= row_.most) return true;
    reader_.problem(row_.key, "must lie between " + least + " and " + most);
    return false;
  }

  template <class T>
  void read_count(T& to) {
    const auto value = reader_.integer(row_.key);
    if (value && in_bounds(*value, std::to_string(row_.least), std::to_string(row_.most))) {
      to = static_cast<T>(*value);
    }
  }

  template <class T>
  void read_size(T& to) {
    if (reader_.lacks_unit(row_.key, print_size(to))) return;
    const auto size = reader_.parsed(row_.key, parse_size);
    if (size && in_bounds(static_cast<std::int64_t>(*size),
                          print_size(static_cast<std::uint64_t>(row_.least)),
                          print_size(static_cast<std::uint64_t>(row_.most)))) {
      to = static_cast<T>(*size);
    }
  }

  std::optional<milliseconds> read_duration(milliseconds current) {
    if (reader_.lacks_unit(row_.key, print_duration(current))) return std::nullopt;
    const auto duration = reader_.parsed(row_.key, parse_duration);
    if (!duration || !in_bounds(duration->count(), print_duration(milliseconds(row_.least)),
                                print_duration(milliseconds(row_.most)))) {
      return std::nullopt;
    }
    return duration;
  }

  void read_text(std::string_view text, std::string& to) {
    switch (row_.kind) {
      case SettingKind::choice:
        return read_choice(text, to);
      case SettingKind::token:
        return read_token(text, to);
      case SettingKind::gateway_id:
        return take(parse_gateway_id(text), text, to);
      case SettingKind::ip_address:
        if (text.empty() && to.empty()) return;  // a listener that is off by itself
        return take(parse_ip_address(text), text, to);
      case SettingKind::https_origin:
        if (!text.empty()) take(parse_https_origin(text), text, to);
        return;
      case SettingKind::file:
        return take_path(text, to, trouble_with_file(folder_ / text));
      case SettingKind::file_to_write:
        return take_path(text, to, trouble_with_directory((folder_ / text).parent_path()));
      case SettingKind::flag:
      case SettingKind::count:
      case SettingKind::size:
      case SettingKind::duration:
      case SettingKind::hosts:
      case SettingKind::prefixes:
      case SettingKind::endpoints:
      case SettingKind::host_names:
        return;  // never a text: settings_schema_test holds this
    }
  }

  void take(const model::Result<std::string>& result, std::string_view text, std::string& to) {
    if (result) {
      to = *result;
    } else {
      reader_.problem(row_.key, "is " + in_quotes(text) + ": " + result.error().detail());
    }
  }

  // An empty path means that there is no such file.
  void take_path(std::string_view text, std::string& to, const std::string& trouble) {
    if (text.empty()) return;
    if (trouble.empty()) {
      to = (folder_ / text).lexically_normal().string();
      return;
    }
    const std::string what = row_.kind == SettingKind::file ? "the file" : "the folder of the file";
    reader_.problem(row_.key, "names " + (row_.secret ? "a file" : in_quotes(text)) + ": " + what +
                                  " " + trouble);
  }

  void read_choice(std::string_view text, std::string& to) {
    if (std::find(row_.choices.begin(), row_.choices.end(), text) != row_.choices.end()) {
      to = text;
      return;
    }
    std::string sentence = "is " + in_quotes(text) + ", and must be one of";
    for (const std::string_view choice : row_.choices) sentence += " " + std::string(choice);
    reader_.problem(row_.key, sentence);
  }

  void read_token(std::string_view text, std::string& to) {
    const auto size = static_cast<std::int64_t>(text.size());
    const bool printable =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (!printable || size < row_.least || size > row_.most) {
      reader_.problem(row_.key, "must have " + std::to_string(row_.least) + " to " +
                                    std::to_string(row_.most) + " printable ASCII characters");
      return;
    }
    to = text;
  }

  const SettingRow& row_;
  TableReader& reader_;
  const std::filesystem::path& folder_;
};

// Mistakes that no single row can show.
void check_together(const AuthenticationSettings& settings, TableReader& authentication) {
  const bool somebody = settings.basic || settings.bearer || settings.protected_tokens ||
                        settings.ws_security || settings.negotiate || settings.client_certificates;
  if (!somebody) {
    authentication.problem("bearer", "and all other ways are false: nobody could sign in");
  }
  if (settings.negotiate && settings.keytab_file.empty()) {
    authentication.problem("negotiate",
                           "is true without keytab_file, which has the gateway's keys");
  }
}

void check_redirector(const Settings& settings, TableReader& redirector) {
  if (settings.redirector.enabled && settings.listener.public_url.empty()) {
    redirector.problem("enabled", "is true without listener.public_url, which is its target");
  }
}

void read_table(std::string_view name, const toml::table* table,
                const std::filesystem::path& folder, ProblemList& problems, Settings& settings) {
  static const toml::table kAbsent;
  const std::string title = "[" + std::string(name) + "]";
  TableReader reader(table == nullptr ? kAbsent : *table, title, problems);
  for (const SettingRow& row : settings_schema()) {
    if (row.table != name) continue;
    RowReader row_reader(row, reader, folder);
    std::visit([&](auto access) { row_reader.read(access(settings)); }, row.access);
  }
  if (name == "authentication") check_together(settings.authentication, reader);
  if (name == "redirector") check_redirector(settings, reader);
}

}  // namespace

Loaded<Settings> load_settings(const std::filesystem::path& file) {
  ProblemList problems(file.string());
  Loaded<Settings> loaded;
  Settings settings;
  if (const auto root = read_toml_file(file, kSettingsBytesMax, problems)) {
    TableReader reader(*root, "the file", problems);
    reader.node("version");
    std::string_view last;
    for (const SettingRow& row : settings_schema()) {
      if (row.table == last) continue;
      last = row.table;
      read_table(last, reader.table(last), std::filesystem::absolute(file).parent_path(), problems,
                 settings);
    }
  }
  if (problems.empty()) loaded.value = std::move(settings);
  loaded.problems = std::move(problems).take();
  return loaded;
}

}  // namespace fb::config
