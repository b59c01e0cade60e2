// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/table_reader.hpp"

#include <algorithm>

#include "config/nearest.hpp"

namespace fb::config {
namespace {

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::none:
      return "nothing";
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time";
    case toml::node_type::date_time:
      return "a date with a time";
  }
  return "unknown";
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

TableReader::TableReader(const toml::table& table, std::string_view title, ProblemList& problems)
    : table_(table), title_(title), place_(config::place_of(table)), problems_(problems) {
  // The root of a file has no place of its own.
  if (place_.line == 0) place_ = Place{1, 1, place_.text_name};
}

TableReader::~TableReader() {
  for (const auto& [key, value] : table_) {
    const std::string_view name = key.str();
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    std::string sentence = in_quotes(name) + " is not a key of " + std::string(title_);
    const std::string_view meant = nearest(name, asked_);
    sentence += meant.empty() ? ": take it out" : ": did you mean \"" + std::string(meant) + "\"?";
    problems_.add(config::place_of(key), std::move(sentence));
  }
}

Place TableReader::place_of_value(std::string_view key) const {
  const toml::node* value = table_.get(key);
  if (value == nullptr) return place_;
  const Place place = config::place_of(*value);
  // A list that was put together from several texts stands in none of them.
  return place.line == 0 ? place_ : place;
}

bool TableReader::has_empty_list(std::string_view key) const {
  const toml::array* list = table_[key].as_array();
  return list != nullptr && list->empty();
}

void TableReader::problem(std::string_view key, std::string_view rest_of_sentence) {
  problems_.add(place_of_value(key),
                "\"" + std::string(key) + "\" " + std::string(rest_of_sentence));
}

void TableReader::missing(std::string_view key, std::string_view why) {
  std::string sentence = "\"" + std::string(key) + "\" is missing in " + std::string(title_);
  if (!why.empty()) sentence += ": " + std::string(why);
  problems_.add(place_, std::move(sentence));
}

void TableReader::refuse(std::string_view key, std::string_view why) {
  if (node(key) != nullptr) problem(key, why);
}

const toml::node* TableReader::node(std::string_view key) {
  asked_.push_back(key);
  return table_.get(key);
}

std::optional<std::string_view> TableReader::checked_text(std::string_view key,
                                                          const toml::node& value) {
  const toml::value<std::string>* text = value.as_string();
  std::string trouble;
  if (text == nullptr) {
    trouble = "must be a text in quotes, not " + std::string(kind_of(value));
  } else if (text->get().empty()) {
    return std::string_view{};
  } else if (text->get().size() > kTextBytesMax) {
    trouble = "is longer than " + std::to_string(kTextBytesMax) + " bytes";
  } else if (has_control_character(text->get())) {
    trouble = "holds a control character, such as a line break";
  }
  if (trouble.empty()) return std::string_view(text->get());
  problems_.add(config::place_of(value), "\"" + std::string(key) + "\" " + trouble);
  return std::nullopt;
}

std::optional<std::string_view> TableReader::text(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return std::nullopt;
  return checked_text(key, *value);
}

std::optional<std::string_view> TableReader::required_text(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) {
    missing(key);
    return std::nullopt;
  }
  const auto text = checked_text(key, *value);
  if (text && text->empty()) {
    problem(key, "is empty");
    return std::nullopt;
  }
  return text;
}

std::optional<bool> TableReader::flag(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const auto flag = value->value_exact<bool>();
  if (!flag) problem(key, "must be true or false, not " + std::string(kind_of(*value)));
  return flag;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return std::nullopt;
  const auto integer = value->value_exact<std::int64_t>();
  if (!integer) problem(key, "must be a whole number, not " + std::string(kind_of(*value)));
  return integer;
}

bool TableReader::lacks_unit(std::string_view key, std::string_view example) {
  const toml::node* value = node(key);
  if (value == nullptr || !value->is_number()) return false;
  problem(key, "is a bare number: write it in quotes with its unit, such as \"" +
                   std::string(example) + "\"");
  return true;
}

std::vector<PlacedText> TableReader::texts(std::string_view key, std::size_t count_max) {
  const toml::node* value = node(key);
  std::vector<PlacedText> out;
  if (value == nullptr) return out;
  const toml::array* list = value->as_array();
  if (list == nullptr) {
    problem(key, "must be a list of texts, [\"...\"], not " + std::string(kind_of(*value)));
    return out;
  }
  if (list->size() > count_max) {
    problem(key, "has " + std::to_string(list->size()) + " entries, and at most " +
                     std::to_string(count_max) + " are allowed");
    return out;
  }
  out.reserve(list->size());
  for (const toml::node& entry : *list) {
    const auto text = checked_text(key, entry);
    if (!text) continue;
    if (text->empty()) {
      problems_.add(config::place_of(entry), "\"" + std::string(key) + "\" has an empty entry");
      continue;
    }
    out.push_back(PlacedText{*text, config::place_of(entry)});
  }
  return out;
}

std::vector<const toml::table*> TableReader::tables(std::string_view key, std::size_t count_max) {
  const toml::node* value = node(key);
  std::vector<const toml::table*> out;
  if (value == nullptr) return out;
  const toml::array* list = value->as_array();
  if (list == nullptr || !std::all_of(list->begin(), list->end(),
                                      [](const toml::node& entry) { return entry.is_table(); })) {
    problem(key, "must be written as a table in double brackets, not as " +
                     std::string(list == nullptr ? kind_of(*value) : "a list of values"));
    return out;
  }
  if (list->size() > count_max) {
    problem(key, "has " + std::to_string(list->size()) + " entries, and at most " +
                     std::to_string(count_max) + " are allowed");
    return out;
  }
  out.reserve(list->size());
  for (const toml::node& entry : *list) out.push_back(entry.as_table());
  return out;
}

const toml::table* TableReader::table(std::string_view key) {
  const toml::node* value = node(key);
  if (value == nullptr) return nullptr;
  if (!value->is_table()) {
    problem(key, "must be a table in brackets, not " + std::string(kind_of(*value)));
  }
  return value->as_table();
}

}  // namespace fb::config
