// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/exchange_shell/records.hpp"
#include "tests/support/golden.hpp"

namespace fb::exchange_shell {
namespace {

std::string told(const model::Result<std::vector<Record>>& records) {
  if (!records) return "error " + records.error().detail() + "\n";
  std::string out;
  for (const Record& record : *records) {
    out += "record " + std::string(name(record.kind)) + " line " + std::to_string(record.line);
    out += '\n';
    for (const auto& [property, values] : record.values) {
      out += "  " + property + " =";
      for (std::size_t i = 0; i < values.size(); ++i) {
        out += i == 0 ? " " : " | ";
        for (const char c : values[i]) out += c == '\n' ? std::string("\\n") : std::string(1, c);
      }
      out += '\n';
    }
    if (record.cut_off.empty()) continue;
    out += "  cut off:";
    for (const std::string& property : record.cut_off) out += " " + property;
    out += '\n';
  }
  return out;
}

TEST(ExchangeRecords, MeanWhatStandsBesideThem) {
  const auto pairs = test::golden_pairs("exchange_shell/records");
  ASSERT_GE(pairs.size(), 10u);
  for (const auto& pair : pairs) {
    EXPECT_EQ(told(read_records(pair.message)), pair.without({})) << pair.name;
  }
}

// The same text from another system.
TEST(ExchangeRecords, LineEndsDoNotMatter) {
  for (const auto& pair : test::golden_pairs("exchange_shell/records")) {
    if (pair.name.ends_with(".csv")) continue;  // there, line ends can be part of a value
    std::string text;
    for (const char c : pair.message) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    EXPECT_EQ(told(read_records(text)), pair.without({})) << pair.name;
  }
}

}  // namespace
}  // namespace fb::exchange_shell
