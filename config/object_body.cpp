// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/object_body.hpp"

#include <sstream>

#include "config/federation_objects.hpp"
#include "config/syntax.hpp"
#include "config/toml_document.hpp"
#include "config/toml_writer.hpp"

namespace fb::config {
namespace {

// A password where only its hash or the name of a file belongs would be refused, and it is hidden
// all the same: it may be on its way to the sentence that refuses it.
bool is_secret(std::string_view key) {
  if (key.ends_with("_file")) return false;
  const std::string name = ascii_lower(key);
  return name.find("password") != name.npos || name.find("secret") != name.npos;
}

void redact(toml::node& node) {
  if (toml::table* table = node.as_table()) {
    for (auto&& [key, value] : *table) {
      if (is_secret(key.str())) {
        table->insert_or_assign(key, kRedacted);
      } else {
        redact(value);
      }
    }
  } else if (toml::array* list = node.as_array()) {
    for (toml::node& entry : *list) redact(entry);
  }
}

model::Result<toml::table> redacted_body(std::string_view body) {
  auto table = parse_body(body);
  if (table) redact(*table);
  return table;
}

}  // namespace

model::Result<toml::table> parse_body(std::string_view body) {
  if (body.size() > kObjectBodyBytesMax) {
    return mistake("it is longer than " + std::to_string(kObjectBodyBytesMax) + " bytes");
  }
  ProblemList problems{std::string()};
  auto table = parse_toml_part(body, {}, problems);
  if (table) return *std::move(table);
  const Problem problem = std::move(problems).take().front();
  return mistake("line " + std::to_string(problem.line) + ": " + problem.sentence);
}

std::string print_body(const toml::table& table) {
  std::string out;
  append_toml(table, {}, out);
  return out;
}

model::Result<std::string> canonical_body(std::string_view body) {
  const auto table = parse_body(body);
  if (!table) return table.error();
  return print_body(*table);
}

std::string redacted(std::string_view body) {
  const auto table = redacted_body(body);
  return table ? print_body(*table) : std::string();
}

std::string json_of_body(std::string_view body) {
  const auto table = redacted_body(body);
  if (!table) return "{}";
  std::ostringstream out;
  constexpr auto kFlags = toml::format_flags::quote_dates_and_times |
                          toml::format_flags::quote_infinities_and_nans |
                          toml::format_flags::allow_unicode_strings;
  out << toml::json_formatter(*table, kFlags);
  return std::move(out).str();
}

}  // namespace fb::config
