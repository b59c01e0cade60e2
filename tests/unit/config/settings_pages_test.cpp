// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The committed pages are what the schema says now. With FB_UPDATE_PAGES=1 in the environment the
// test writes them first.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "config/load.hpp"
#include "tests/unit/config/temp_folder.hpp"

namespace fb::config {
namespace {

void expect_current(const std::string& path, const std::string& text) {
  const std::string file = std::string(FB_SOURCE_DIR) + "/" + path;
  if (std::getenv("FB_UPDATE_PAGES") != nullptr) std::ofstream(file, std::ios::binary) << text;
  std::ifstream in(file, std::ios::binary);
  const std::string committed((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(committed, text) << path << " is old: run config_unit with FB_UPDATE_PAGES=1";
}

TEST(SettingsPages, ReferenceIsCurrent) {
  expect_current("docs/reference/settings.md", settings_reference_page());
}

TEST(SettingsPages, ExampleIsCurrent) {
  expect_current("packaging/freebusyd.example.toml", settings_example());
}

class ExampleFolder {
 public:
  ExampleFolder() {
    for (const auto* name : {"federation.toml", "gateway.crt", "gateway.key", "admins.toml"})
      folder_.write(name, "");
  }
  Loaded<Settings> load(std::string_view text) const {
    return load_settings(folder_.write("freebusyd.toml", text));
  }

 private:
  TempFolder folder_;
};

std::string all_of(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems) out += problem.str() + "\n";
  return out;
}

TEST(SettingsPages, ExampleLoadsAsItIs) {
  const auto loaded = ExampleFolder().load(settings_example());
  ASSERT_TRUE(loaded.value) << all_of(loaded.problems);
  EXPECT_EQ(loaded.value->gateway.id, "gateway-1");
  EXPECT_EQ(loaded.value->listener.port, Settings().listener.port);
}

TEST(SettingsPages, ExampleLoadsWithEverySettingSwitchedOn) {
  std::istringstream in(settings_example());
  std::string text;
  std::size_t switched_on = 0;
  for (std::string line; std::getline(in, line);) {
    // A setting stands right behind its '#', a sentence behind a space.
    if (line.size() > 1 && line[0] == '#' && line[1] != ' ') {
      line.erase(0, 1);
      ++switched_on;
    }
    text += line + "\n";
  }
  EXPECT_GT(switched_on, 35u);
  const auto loaded = ExampleFolder().load(text);
  ASSERT_TRUE(loaded.value) << all_of(loaded.problems);
  const Settings& now = *loaded.value;
  const Settings defaults;
  EXPECT_EQ(now.listener.request_timeout, defaults.listener.request_timeout);
  EXPECT_EQ(now.listener.body_bytes_max, defaults.listener.body_bytes_max);
  EXPECT_EQ(now.authentication.failure_window, defaults.authentication.failure_window);
  EXPECT_EQ(now.cache.bytes_max, defaults.cache.bytes_max);
  EXPECT_EQ(now.log.file, "");
  EXPECT_EQ(now.log.level, defaults.log.level);
  EXPECT_EQ(now.net.hosts.size(), 1u);
  EXPECT_EQ(now.net.allow_private.size(), 2u);
}

TEST(SettingsPages, TheSettingsInForceLoadAgain) {
  const ExampleFolder folder;
  std::string text = settings_example();
  text += "[net.hosts]\n\"mail.contoso.example\" = \"192.0.2.1:443\"\n";
  const auto first = folder.load(text);
  ASSERT_TRUE(first.value) << all_of(first.problems);
  Settings settings = *first.value;
  settings.net.user_agent = "a \"quoted\\ agent";
  settings.net.allow_private = {"10.0.0.0/8", "fd00::/8"};
  settings.cache.fresh = std::chrono::seconds(7);

  const std::string dump = effective_settings(settings);
  EXPECT_NE(dump.find("fresh = \"7s\"\n"), std::string::npos) << dump;
  EXPECT_NE(dump.find("# private_key_file is set\n"), std::string::npos);
  EXPECT_EQ(dump.find("gateway.key"), std::string::npos) << "the place of a secret is told";
  const std::string key = "private_key_file = \"gateway.key\"\n";
  std::string again = dump;
  again.replace(again.find("# private_key_file is set\n"), 26, key);
  const auto second = folder.load(again);
  ASSERT_TRUE(second.value) << all_of(second.problems) << again;
  EXPECT_EQ(effective_settings(*second.value), dump);
}

}  // namespace
}  // namespace fb::config
