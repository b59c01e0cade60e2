// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/words.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace fb::freebusyctl {
namespace {

constexpr std::string_view kEllipsis = "\xe2\x80\xa6";  // U+2026

// The columns of the letter at `at`, which moves behind it.
std::size_t take_letter(std::string_view text, std::size_t& at) {
  UChar32 letter = 0;
  auto index = static_cast<std::int32_t>(at);
  const auto length = static_cast<std::int32_t>(text.size());
  U8_NEXT(text.data(), index, length, letter);
  at = static_cast<std::size_t>(index);
  if (letter < 0) return 1;
  const auto type = u_charType(letter);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(letter, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string in_words(std::string_view choices) {
  const std::vector<std::string> words = split(choices, ' ');
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

std::string_view value_word(const Option& option) {
  switch (option.value) {
    case Value::none:
      return "";
    case Value::boolean:
      return "BOOLEAN";
    case Value::list:
      return "LIST";
    case Value::choice:
      return "CHOICE";
    case Value::number:
      return "NUMBER";
    case Value::file:
      return "FILE";
    case Value::url:
      return "URL";
    case Value::text:
      break;
  }
  if (option.name == "admin") return "WHERE";
  return option.name == "set" ? "KEY=VALUE" : "TEXT";
}

bool is_socket_path(std::string_view where) {
  return where.find('/') != std::string_view::npos && where.find("://") == std::string_view::npos;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) columns += take_letter(text, at);
  return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t taken = 0;
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    taken += take_letter(text, at);
    if (taken > columns - 1) break;
    end = at;
  }
  return std::string(text.substr(0, end)) + std::string(kEllipsis);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  for (const std::string& word : split(text, ' ')) {
    if (word.empty()) continue;
    if (!line.empty() && columns_of(line) + 1 + columns_of(word) > columns) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace fb::freebusyctl
