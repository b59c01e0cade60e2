// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/settings_schema.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace fb::config {
namespace {

// A field without a row could not be set. The names in the brackets are as many as the fields, or
// this does not compile.
TEST(SettingsSchema, HasARowForEachField) {
  std::map<std::string_view, std::size_t> rows;
  std::set<std::pair<std::string_view, std::string_view>> keys;
  std::set<const void*> fields;
  Settings settings;
  for (const SettingRow& row : settings_schema()) {
    ++rows[row.table];
    EXPECT_TRUE(keys.emplace(row.table, row.key).second) << row.key;
    const void* field = std::visit(
        [&](auto access) { return static_cast<const void*>(&access(settings)); }, row.access);
    EXPECT_TRUE(fields.insert(field).second) << row.key << " is bound to the field of another key";
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d] = settings.gateway;
    EXPECT_EQ(rows["gateway"], 4u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = settings.listener;
    EXPECT_EQ(rows["listener"], 14u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d] = settings.redirector;
    EXPECT_EQ(rows["redirector"], 4u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] =
        settings.authentication;
    EXPECT_EQ(rows["authentication"], 15u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e] = settings.cache;
    EXPECT_EQ(rows["cache"], 5u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = settings.net;
    EXPECT_EQ(rows["net"], 12u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = settings.discovery;
    EXPECT_EQ(rows["discovery"], 3u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c] = settings.log;
    EXPECT_EQ(rows["log"], 3u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d] = settings.registry;
    EXPECT_EQ(rows["registry"], 4u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e] = settings.admin;
    EXPECT_EQ(rows["admin"], 5u);
  }
  {
    [[maybe_unused]] const auto& [a, b, c, d, e, f, g, h, i, j] = settings;
    EXPECT_EQ(rows.size(), 10u);
  }
}

// Which kinds fit which type, and whether the default lies within the bounds.
class DefaultFits {
 public:
  explicit DefaultFits(const SettingRow& row) : row_(row) {}

  bool operator()(bool& (*)(Settings&)) { return row_.kind == SettingKind::flag; }
  bool operator()(std::uint16_t& (*access)(Settings&)) {
    return row_.kind == SettingKind::count && within(access(settings_)) && row_.most <= 0xffff;
  }
  bool operator()(std::uint32_t& (*access)(Settings&)) {
    return (row_.kind == SettingKind::count || row_.kind == SettingKind::size) &&
           within(access(settings_)) && row_.most <= 0xffffffff;
  }
  bool operator()(std::uint64_t& (*access)(Settings&)) {
    return row_.kind == SettingKind::size && within(static_cast<std::int64_t>(access(settings_)));
  }
  bool operator()(std::chrono::seconds& (*access)(Settings&)) {
    return row_.kind == SettingKind::duration && within(access(settings_).count() * 1000);
  }
  bool operator()(std::chrono::milliseconds& (*access)(Settings&)) {
    return row_.kind == SettingKind::duration && within(access(settings_).count());
  }
  bool operator()(std::string& (*access)(Settings&)) {
    switch (row_.kind) {
      case SettingKind::choice:
        return std::find(row_.choices.begin(), row_.choices.end(), access(settings_)) !=
               row_.choices.end();
      case SettingKind::token:
        return within(static_cast<std::int64_t>(access(settings_).size()));
      case SettingKind::gateway_id:
      case SettingKind::ip_address:
      case SettingKind::https_origin:
      case SettingKind::file:
      case SettingKind::file_to_write:
        return true;
      default:
        return false;
    }
  }
  bool operator()(std::map<std::string, std::string>& (*)(Settings&)) {
    return row_.kind == SettingKind::hosts && row_.most > 0;
  }
  bool operator()(std::vector<std::string>& (*)(Settings&)) {
    const bool is_list = row_.kind == SettingKind::prefixes ||
                         row_.kind == SettingKind::endpoints ||
                         row_.kind == SettingKind::host_names;
    return is_list && row_.most > 0;
  }

 private:
  bool within(std::int64_t value) const { return value >= row_.least && value <= row_.most; }

  const SettingRow& row_;
  Settings settings_;
};

TEST(SettingsSchema, KindsFitTypesAndDefaultsFitBounds) {
  for (const SettingRow& row : settings_schema()) {
    EXPECT_TRUE(std::visit(DefaultFits(row), row.access)) << row.table << "." << row.key;
    EXPECT_TRUE(row.sentence.ends_with('.')) << row.key;
    EXPECT_FALSE(row.required && row.example.empty()) << row.key;
  }
}

}  // namespace
}  // namespace fb::config
