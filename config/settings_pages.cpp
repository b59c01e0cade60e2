// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The reference page and the commented example, written from the rows of the schema.
#include "config/load.hpp"
#include "config/settings_schema.hpp"
#include "config/syntax.hpp"

namespace fb::config {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kColumnsMax = 100;

// A basic string of TOML.
std::string in_toml_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// A value as it would be written in the file.
class ValueText {
 public:
  ValueText(const SettingRow& row, const Settings& settings) : row_(row), settings_(settings) {}

  std::string text() {
    return std::visit([this](auto access) { return print(access(settings_)); }, row_.access);
  }

 private:
  std::string print(bool value) { return value ? "true" : "false"; }
  std::string print(std::uint16_t value) { return std::to_string(value); }
  std::string print(std::uint32_t value) {
    return row_.kind == SettingKind::size ? in_toml_quotes(print_size(value))
                                          : std::to_string(value);
  }
  std::string print(std::uint64_t value) { return in_toml_quotes(print_size(value)); }
  std::string print(milliseconds value) { return in_toml_quotes(print_duration(value)); }
  std::string print(const std::string& value) { return in_toml_quotes(value); }
  std::string print(const std::map<std::string, std::string>& values) {
    std::string out;
    for (const auto& [name, value] : values) {
      out += (out.empty() ? " " : ", ") + in_toml_quotes(name) + " = " + in_toml_quotes(value);
    }
    return out.empty() ? "{}" : "{" + out + " }";
  }
  std::string print(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) {
      out += (out.empty() ? "" : ", ") + in_toml_quotes(value);
    }
    return "[" + out + "]";
  }

  const SettingRow& row_;
  Settings settings_;  // the accessors take what can be changed
};

std::string default_text(const SettingRow& row) { return ValueText(row, Settings{}).text(); }

std::string range(const std::string& least, const std::string& most) {
  return least + " to " + most;
}

std::string allowed(const SettingRow& row) {
  const auto size = [](std::int64_t bytes) {
    return print_size(static_cast<std::uint64_t>(bytes));
  };
  switch (row.kind) {
    case SettingKind::flag:
      return "true or false";
    case SettingKind::count:
      return range(std::to_string(row.least), std::to_string(row.most));
    case SettingKind::size:
      return "size, " + range(size(row.least), size(row.most));
    case SettingKind::duration:
      return "duration, " +
             range(print_duration(milliseconds(row.least)), print_duration(milliseconds(row.most)));
    case SettingKind::choice: {
      std::string out;
      for (const std::string_view choice : row.choices) {
        out += (out.empty() ? "" : ", ") + std::string(choice);
      }
      return out;
    }
    case SettingKind::token:
      return range(std::to_string(row.least), std::to_string(row.most)) + " ASCII characters";
    case SettingKind::gateway_id:
      return "letters, digits, dots, hyphens and underscores, at most 64";
    case SettingKind::ip_address:
      return "IP address";
    case SettingKind::https_origin:
      return "https://host[:port]";
    case SettingKind::file:
      return "readable file";
    case SettingKind::file_to_write:
      return "file in a folder that exists";
    case SettingKind::hosts:
      return "table of name or \"name:port\" = \"address:port\", at most " +
             std::to_string(row.most);
    case SettingKind::prefixes:
      return "list of address ranges, at most " + std::to_string(row.most);
    case SettingKind::host_names:
      return "list of host names, at most " + std::to_string(row.most);
    case SettingKind::endpoints:
      return "list of \"address:port\", at most " + std::to_string(row.most);
  }
  return {};
}

// Lines of "# words", none longer than the page is wide.
std::string commented(std::string_view sentence) {
  std::string out = "#";
  std::size_t column = 1;
  while (!sentence.empty()) {
    const std::string_view word = sentence.substr(0, sentence.find(' '));
    if (column + 1 + word.size() > kColumnsMax) {
      out += "\n#";
      column = 1;
    }
    out += " " + std::string(word);
    column += 1 + word.size();
    sentence.remove_prefix(std::min(sentence.size(), word.size() + 1));
  }
  return out + "\n";
}

constexpr std::string_view kPageHead =
    R"(# Settings

The file `freebusyd.toml`. It begins with `version = 1`. This page is written from the program's own
table of settings; a test compares the two.

- A duration is a text with a unit: `"250ms"`, `"5s"`, `"10m"`, `"4h"`, `"7d"`. A size likewise:
  `"512B"`, `"64KiB"`, `"256MiB"`, `"2GiB"`.
- A relative path is relative to the settings file. An empty path means that there is no file.
- An unknown key is a mistake. All mistakes are listed at once, each with line and column.
- "Taken over by" says what makes a changed value count: a `reload` or a `restart`.
)";

constexpr std::string_view kExampleHead =
    R"(# Settings of freebusyd. What is commented out shows the default, or an example.
# The reference of all settings is docs/reference/settings.md.
version = 1
)";

}  // namespace

std::string settings_reference_page() {
  std::string out(kPageHead);
  std::string_view table;
  for (const SettingRow& row : settings_schema()) {
    if (row.table != table) {
      table = row.table;
      out += "\n## [" + std::string(table) + "]\n\n";
      out += "| key | value | default | taken over by | meaning |\n|---|---|---|---|---|\n";
    }
    const std::string value = row.required ? "required" : "`" + default_text(row) + "`";
    out += "| `" + std::string(row.key) + "` | " + allowed(row) + " | " + value + " | " +
           (row.reloadable ? "reload" : "restart") + " | " + std::string(row.sentence) +
           (row.secret ? " The file is a secret: it is never named in messages." : "") + " |\n";
  }
  return out;
}

std::string settings_example() {
  std::string out(kExampleHead);
  std::string_view table;
  for (const SettingRow& row : settings_schema()) {
    if (row.table != table) {
      table = row.table;
      out += "\n[" + std::string(table) + "]\n";
    }
    out += commented(row.sentence);
    const std::string value = row.example.empty() ? default_text(row) : std::string(row.example);
    out += (row.required ? "" : "#") + std::string(row.key) + " = " + value + "\n";
  }
  return out;
}

std::string effective_settings(const Settings& settings) {
  std::string out = "version = 1\n";
  std::string_view table;
  for (const SettingRow& row : settings_schema()) {
    if (row.table != table) {
      table = row.table;
      out += "\n[" + std::string(table) + "]\n";
    }
    const std::string value = ValueText(row, settings).text();
    const bool is_default = !row.required && value == default_text(row);
    if (row.secret) {
      out += "# " + std::string(row.key) + (value == "\"\"" ? " is not set\n" : " is set\n");
    } else {
      out += std::string(row.key) + " = " + value + (is_default ? "  # the default\n" : "\n");
    }
  }
  return out;
}

}  // namespace fb::config
