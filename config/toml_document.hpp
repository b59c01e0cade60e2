// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A TOML text with a list of what is wrong with it. Sentences are collected with their places and
// handed out in the order of the text.
//
// Beware: the words of the TOML reader can quote the text, and the text can be a password without
// its quotes. So only keys and single characters are quoted from it.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/problem.hpp"

namespace fb::config {

// Where something stands. Texts that were read together have a name each, which lives as long as
// what was read; a text that was read alone has none.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  const std::string* text_name = nullptr;
};

Place place_of(const toml::node& node);
Place place_of(const toml::key& key);

class ProblemList {
 public:
  explicit ProblemList(std::string file) : file_(std::move(file)) {}

  void add(Place place, std::string sentence);
  bool empty() const { return found_ == 0; }
  // Sorted by text and place, at most kProblemsMax and then one that counts the rest.
  Problems take() &&;

 private:
  std::string file_;
  Problems problems_;
  std::size_t found_ = 0;
};

// Reads and parses; checks `version = 1`. Nothing where the file or its syntax is unreadable.
std::optional<toml::table> read_toml_file(const std::filesystem::path& file, std::size_t bytes_max,
                                          ProblemList& problems);
std::optional<toml::table> parse_toml(std::string_view text, ProblemList& problems);
// A part of a file, without a version. `name` stands in the places of what was read.
std::optional<toml::table> parse_toml_part(std::string_view text, const std::string& name,
                                           ProblemList& problems);

// A value for people: in quotes, at most 60 bytes, no control characters.
std::string in_quotes(std::string_view text);

}  // namespace fb::config
