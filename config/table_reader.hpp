// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Takes the values out of one TOML table and writes down what is wrong with them. Every method
// names a key; the destructor reports the keys that nobody named, with the nearest known one. So a
// key is spelled once, where it is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/toml_document.hpp"

namespace fb::config {

// No single text in a configuration file is longer.
inline constexpr std::size_t kTextBytesMax = 4096;

struct PlacedText {
  std::string_view text;
  Place place;
};

class TableReader {
 public:
  // `title` names the table in sentences: "[[tenant.source]]". It, the table and the list must
  // outlive the reader.
  TableReader(const toml::table& table, std::string_view title, ProblemList& problems);
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;
  ~TableReader();

  // True, and reported, where a text is needed and a bare number is written.
  bool lacks_unit(std::string_view key, std::string_view example);

  // Nothing where the key is absent, or where it is wrong, which is then reported. The sentences of
  // these never repeat the value; those of `parsed` and `required` do.
  std::optional<std::string_view> text(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  // A list of texts; more than `count_max` are refused with the count.
  std::vector<PlacedText> texts(std::string_view key, std::size_t count_max);
  // An array of tables, "[[key]]"; more than `count_max` are refused with the count.
  std::vector<const toml::table*> tables(std::string_view key, std::size_t count_max);
  const toml::table* table(std::string_view key);
  const toml::node* node(std::string_view key);

  // The same, and an absent key is a problem.
  std::optional<std::string_view> required_text(std::string_view key);

  // A text that `parse`, which returns a model::Result, understands.
  template <class Parse>
  auto parsed(std::string_view key, Parse parse) {
    return understood(key, text(key), parse);
  }
  template <class Parse>
  auto required(std::string_view key, Parse parse) {
    return understood(key, required_text(key), parse);
  }

  bool has(std::string_view key) const { return table_.contains(key); }
  bool has_empty_list(std::string_view key) const;
  Place place() const { return place_; }
  // The place of the key's value; the table's place where the key is absent.
  Place place_of_value(std::string_view key) const;
  void problem(std::string_view key, std::string_view rest_of_sentence);
  void missing(std::string_view key, std::string_view why = {});
  // Names a key that belongs to the schema but has no place here, and says so if it is present.
  void refuse(std::string_view key, std::string_view why);

  std::string_view title() const { return title_; }
  ProblemList& problems() { return problems_; }

 private:
  template <class Parse>
  auto understood(std::string_view key, std::optional<std::string_view> text, Parse parse) {
    using Value = typename decltype(parse(std::string_view{}))::value_type;
    std::optional<Value> value;
    if (!text) return value;
    auto result = parse(*text);
    if (result.has_value()) {
      value.emplace(*std::move(result));
    } else {
      problem(key, "is " + in_quotes(*text) + ": " + result.error().detail());
    }
    return value;
  }

  std::optional<std::string_view> checked_text(std::string_view key, const toml::node& node);

  const toml::table& table_;
  std::string_view title_;
  Place place_;
  ProblemList& problems_;
  std::vector<std::string_view> asked_;
};

}  // namespace fb::config
