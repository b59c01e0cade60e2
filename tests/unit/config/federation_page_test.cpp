// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The page about the federation file is true: its examples load and it names every key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/unit/config/credential_sample.hpp"
#include "tests/unit/config/sharing_sample.hpp"

namespace fb::config {
namespace {

std::string page() {
  std::ifstream in(std::string(FB_SOURCE_DIR) + "/docs/reference/federation.md", std::ios::binary);
  EXPECT_TRUE(in);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

std::vector<std::string> toml_blocks(const std::string& text) {
  constexpr std::string_view kOpen = "```toml\n";
  std::vector<std::string> blocks;
  for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) {
    at += kOpen.size();
    blocks.push_back(text.substr(at, text.find("```", at) - at));
  }
  return blocks;
}

TEST(FederationPage, ExamplesLoad) {
  const std::vector<std::string> blocks = toml_blocks(page());
  ASSERT_EQ(blocks.size(), 2u);
  const TempFolder folder;
  folder.write("contoso-app.crt", "");
  folder.write("contoso-app.key", "");
  folder.write("svc-freebusy.password", "correct horse\n");
  folder.write("svc-exchange.hash", std::string(kYescrypt) + "\n");
  const auto clouds = load_cloud_catalogue(folder.write("clouds.toml", blocks[1]));
  ASSERT_TRUE(clouds.value) << listing(clouds.problems);
  const auto loaded = load_federation(folder.write("federation.toml", blocks[0]), *clouds.value);
  ASSERT_TRUE(loaded.value) << listing(loaded.problems);
  EXPECT_EQ(loaded.value->tenants.size(), 1u);
  EXPECT_EQ(loaded.value->partners.size(), 1u);
}

// The samples of the loader's tests use every key.
TEST(FederationPage, NamesEveryKeyAndTable) {
  const std::string text = page();
  std::istringstream sample{std::string(kFederation) + std::string(kCredentials) +
                            std::string(kSharing)};
  std::size_t found = 0;
  for (std::string line; std::getline(sample, line);) {
    std::string name;
    if (line.starts_with('[')) {
      name = line;
    } else if (const std::size_t equals = line.find(" = "); equals != std::string::npos) {
      name = "`" + line.substr(0, equals) + "`";
      if (line.starts_with("version")) name = "`version = 1`";
    }
    if (name.empty()) continue;
    ++found;
    EXPECT_THAT(text, testing::HasSubstr(name));
  }
  EXPECT_GT(found, 220u);
}

}  // namespace
}  // namespace fb::config
