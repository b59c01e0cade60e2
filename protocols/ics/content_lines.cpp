// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/ics/content_lines.hpp"

namespace fb::ics {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

model::Error broken_at(std::size_t line, std::string_view what) {
  return model::Error::of(model::ErrorKind::peer_broken,
                          "line " + std::to_string(line) + ": " + std::string(what));
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string_view ContentLine::value() const {
  bool quoted = false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '"') quoted = !quoted;
    if (rest[i] == ':' && !quoted) return rest.substr(i + 1);
  }
  return {};
}

ContentLines::ContentLines(std::string_view text) : left_(text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (left_.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    left_.remove_prefix(kByteOrderMark.size());
  }
}

std::string_view ContentLines::take_physical_line() {
  const std::size_t end = left_.find('\n');
  std::string_view line = left_.substr(0, end);
  left_.remove_prefix(end == std::string_view::npos ? left_.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

model::Result<const ContentLine*> ContentLines::next() {
  std::size_t at = number_;
  std::string_view first;
  while (is_blank(first) && !left_.empty()) {
    first = take_physical_line();
    ++at;
  }
  if (is_blank(first)) return static_cast<const ContentLine*>(nullptr);
  line_.number = at;
  line_.text = first;
  while (!left_.empty() && (left_.front() == ' ' || left_.front() == '\t')) {
    line_.text += take_physical_line().substr(1);
    ++at;
  }
  number_ = at;
  if (line_.text.find('\0') != std::string::npos) {
    return broken_at(line_.number, "a NUL byte in the text");
  }
  std::size_t end = 0;
  while (end < line_.text.size() && is_name_character(line_.text[end])) ++end;
  line_.name = upper(std::string_view(line_.text).substr(0, end));
  line_.rest = std::string_view(line_.text).substr(end);
  if (end == 0 || line_.rest.empty() || (line_.rest.front() != ':' && line_.rest.front() != ';')) {
    return broken_at(line_.number, "this is not a content line of the form name:value");
  }
  return static_cast<const ContentLine*>(&line_);
}

}  // namespace fb::ics
