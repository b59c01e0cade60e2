// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Names on the wire in any case of letters: of headers, hosts, paths, schemes. ASCII alone, and
// whatever the locale says; not for words of people.
#pragma once

#include <algorithm>
#include <string_view>

namespace fb::model {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace fb::model
