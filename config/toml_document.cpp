// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/toml_document.hpp"

#include <algorithm>
#include <tuple>

#include "config/text_file.hpp"

namespace fb::config {
namespace {

constexpr std::size_t kQuotedBytesMax = 60;
constexpr std::int64_t kVersion = 1;

Place place_at(const toml::source_region& source) {
  return Place{static_cast<std::uint32_t>(source.begin.line),
               static_cast<std::uint32_t>(source.begin.column), source.path.get()};
}

// Quoted runs of more than one character (two bytes for an escape) are left out, except in the two
// sentences that quote keys.
std::string without_values(std::string_view sentence) {
  const bool names_keys = sentence.find("cannot redefine") != std::string_view::npos ||
                          sentence.find("cannot insert") != std::string_view::npos;
  if (names_keys) return std::string(sentence);
  std::string out;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('\'');
    const std::size_t close = open == std::string_view::npos ? open : sentence.find('\'', open + 2);
    if (close == std::string_view::npos) return out + std::string(sentence);
    const std::string_view inside = sentence.substr(open + 1, close - open - 1);
    out += sentence.substr(0, open);
    out += inside.size() <= 2 ? "'" + std::string(inside) + "'" : "a value";
    sentence.remove_prefix(close + 1);
  }
  return out;
}

void check_version(const toml::table& table, ProblemList& problems) {
  const toml::node* version = table.get("version");
  if (version == nullptr) {
    problems.add(Place{1, 1}, "\"version\" is missing: begin the file with version = 1");
    return;
  }
  if (version->value_exact<std::int64_t>() != kVersion) {
    problems.add(place_of(*version),
                 "this program reads version 1 of this file: write version = 1");
  }
}

}  // namespace

Place place_of(const toml::node& node) { return place_at(node.source()); }
Place place_of(const toml::key& key) { return place_at(key.source()); }

void ProblemList::add(Place place, std::string sentence) {
  if (++found_ > kProblemsMax) return;
  problems_.push_back(Problem{place.text_name == nullptr ? file_ : *place.text_name, place.line,
                              place.column, std::move(sentence)});
}

Problems ProblemList::take() && {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  if (found_ > kProblemsMax) {
    problems_.push_back(Problem{file_, 0, 0,
                                "and " + std::to_string(found_ - kProblemsMax) +
                                    " more mistakes: correct "
                                    "those above first"});
  }
  return std::move(problems_);
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, kQuotedBytesMax)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  // A cut inside a UTF-8 sequence would leave half a character behind.
  if (text.size() > kQuotedBytesMax) {
    while (out.size() > 1 && (static_cast<unsigned char>(out.back()) & 0x80) != 0) out.pop_back();
    out += "...";
  }
  return out + "\"";
}

std::optional<toml::table> parse_toml(std::string_view text, ProblemList& problems) {
  auto table = parse_toml_part(text, {}, problems);
  if (table) check_version(*table, problems);
  return table;
}

std::optional<toml::table> parse_toml_part(std::string_view text, const std::string& name,
                                           ProblemList& problems) {
  toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    const std::string_view words = parsed.error().description();
    const bool bare = words.find("could not determine value type") != std::string_view::npos;
    problems.add(place_at(parsed.error().source()),
                 "this is not TOML: " + (bare ? "put the text in quotes" : without_values(words)));
    return std::nullopt;
  }
  return std::move(parsed).table();
}

std::optional<toml::table> read_toml_file(const std::filesystem::path& file, std::size_t bytes_max,
                                          ProblemList& problems) {
  TextFile read = read_text_file(file, bytes_max);
  if (!read.trouble.empty()) {
    problems.add(Place{}, "the file " + read.trouble);
    return std::nullopt;
  }
  return parse_toml(read.text, problems);
}

}  // namespace fb::config
