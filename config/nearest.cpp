// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace fb::config {
namespace {

// A name longer than this is not a slip of the pen.
constexpr std::size_t kNameBytesMax = 64;

// A shorter one begins too many names.
constexpr std::size_t kBeginningBytesMin = 4;

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '-' || c == '_') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

// The optimal string alignment distance, with three rows.
std::size_t slips(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_up(b.size() + 1);
  std::vector<std::size_t> up(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) up[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool equal = a[i - 1] == b[j - 1];
      row[j] = std::min({up[j] + 1, row[j - 1] + 1, up[j - 1] + (equal ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_up[j - 2] + 1);
      }
    }
    two_up.swap(up);
    up.swap(row);
  }
  return up[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view written, std::span<const std::string_view> known) {
  if (written.empty() || written.size() > kNameBytesMax) return {};
  const std::string wanted = folded(written);
  std::string_view best;
  std::size_t best_slips = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (const std::string_view name : known) {
    const std::size_t count = slips(wanted, folded(name));
    if (count < best_slips) {
      best = name;
      best_slips = count;
    }
  }
  if (!best.empty() || wanted.size() < kBeginningBytesMin) return best;
  const auto begins = std::find_if(known.begin(), known.end(), [&](std::string_view name) {
    return folded(name).starts_with(wanted);
  });
  return begins == known.end() ? std::string_view{} : *begins;
}

}  // namespace fb::config
