// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_cursor.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/directory/ldap_server.hpp"

namespace fb::directory {
namespace {

constexpr std::string_view kForm = "ldap1";
constexpr char kBetween = '|';

// The part before the next separator, taken away from `text`.
std::string_view take_part(std::string_view& text) {
  const std::size_t end = text.find(kBetween);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_position(std::string_view attribute, std::string_view text) {
  constexpr std::size_t kUsnDigitsMax = 19;
  constexpr std::size_t kTimeDigits = 14;
  if (attribute == "uSNChanged") return text.size() <= kUsnDigitsMax && all_digits(text);
  // 20310506093000Z, or with a fraction: 20310506093000.0Z
  if (attribute != "modifyTimestamp" || !text.ends_with('Z')) return false;
  text.remove_suffix(1);
  const std::string_view fraction = text.substr(std::min(kTimeDigits, text.size()));
  return all_digits(text.substr(0, kTimeDigits)) && text.size() >= kTimeDigits &&
         (fraction.empty() || (fraction.starts_with('.') && all_digits(fraction.substr(1))));
}

bool is_later(std::string_view a, std::string_view b) {
  const auto number = [](std::string_view text) {
    const std::size_t begin = text.find_first_not_of('0');
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
  };
  const bool times = a.ends_with('Z');
  if (times) return a > b;
  const std::string_view x = number(a);
  const std::string_view y = number(b);
  return x.size() != y.size() ? x.size() > y.size() : x > y;
}

std::optional<LdapCursor> LdapCursor::read(std::string_view text) {
  if (take_part(text) != kForm) return std::nullopt;
  LdapCursor out;
  out.attribute = take_part(text);
  out.position = take_part(text);
  const std::string_view count = take_part(text);
  out.server = text;  // the last, since it may hold anything
  const auto number = std::from_chars(count.data(), count.data() + count.size(), out.since_full);
  if (number.ec != std::errc() || number.ptr != count.data() + count.size()) return std::nullopt;
  if (!is_position(out.attribute, out.position)) return std::nullopt;
  return out;
}

std::string LdapCursor::str() const {
  return std::string(kForm) + kBetween + attribute + kBetween + position + kBetween +
         std::to_string(since_full) + kBetween + server;
}

std::string LdapCursor::changed_since() const {
  const std::string same_or_later = "(" + attribute + ">=" + ldap_filter_value(position) + ")";
  if (attribute != "uSNChanged") return same_or_later;
  return "(&" + same_or_later + "(!(" + attribute + "=" + ldap_filter_value(position) + ")))";
}

}  // namespace fb::directory
