// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/graph/words.hpp"

#include <algorithm>

namespace fb::graph {
namespace {

using model::FreeBusyStatus;

// Indexed by status.
constexpr std::array<std::string_view, model::kFreeBusyStatusCount> kStatusWords{
    "free", "tentative", "busy", "oof", "workingElsewhere", "unknown"};
constexpr std::string_view kDigits = "01234";  // likewise, without no_data

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view status_word(FreeBusyStatus status) {
  return kStatusWords[static_cast<std::size_t>(status)];
}

FreeBusyStatus status_of_word(std::string_view word) {
  for (std::size_t i = 0; i < kStatusWords.size(); ++i) {
    if (equal_without_case(kStatusWords[i], word)) return static_cast<FreeBusyStatus>(i);
  }
  return FreeBusyStatus::no_data;
}

FreeBusyStatus status_of_digit(char digit) {
  const std::size_t found = kDigits.find(digit);
  return found == std::string_view::npos ? FreeBusyStatus::no_data
                                         : static_cast<FreeBusyStatus>(found);
}

std::optional<char> digit_of_status(FreeBusyStatus status) {
  if (status == FreeBusyStatus::no_data) return std::nullopt;
  return kDigits[static_cast<std::size_t>(status)];
}

std::optional<unsigned> day_of_word(std::string_view word) {
  for (unsigned i = 0; i < kDayWords.size(); ++i) {
    if (equal_without_case(kDayWords[i], word)) return i;
  }
  return std::nullopt;
}

}  // namespace fb::graph
