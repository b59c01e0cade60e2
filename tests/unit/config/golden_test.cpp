// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Whole files with many mistakes under tests/golden/config. Beside each a.toml stands a.problems
// with exactly what is to be told.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "config/load.hpp"

namespace fb::config {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

std::string listing(Problems problems) {
  std::string out;
  for (Problem& problem : problems) {
    problem.file = std::filesystem::path(problem.file).filename().string();
    out += problem.str() + "\n";
  }
  return out;
}

std::set<std::filesystem::path> files_in(std::string_view folder) {
  std::set<std::filesystem::path> files;
  const auto all = std::filesystem::path(FB_SOURCE_DIR) / "tests/golden/config" / folder;
  for (const auto& entry : std::filesystem::directory_iterator(all)) {
    if (entry.path().extension() == ".toml") files.insert(entry.path());
  }
  EXPECT_FALSE(files.empty()) << folder;
  return files;
}

template <class Load>
void expect_problems(std::string_view folder, Load load) {
  for (std::filesystem::path file : files_in(folder)) {
    const auto loaded = load(file);
    EXPECT_FALSE(loaded.value) << file;
    const std::string told = listing(loaded.problems);
    EXPECT_EQ(told, text_of(file.replace_extension(".problems"))) << file;
  }
}

TEST(GoldenConfig, SettingsWithMistakes) {
  expect_problems("settings", [](const auto& file) { return load_settings(file); });
}

TEST(GoldenConfig, FederationsWithMistakes) {
  expect_problems("federation", [](const auto& file) {
    return load_federation(file, built_in_cloud_catalogue());
  });
}

TEST(GoldenConfig, CloudCataloguesWithMistakes) {
  expect_problems("clouds", [](const auto& file) { return load_cloud_catalogue(file); });
}

}  // namespace
}  // namespace fb::config
