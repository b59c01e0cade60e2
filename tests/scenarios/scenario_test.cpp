// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/scenarios/scenario.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace fb::scenarios {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(FB_SOURCE_DIR) / "tests" / "scenarios";

std::vector<std::filesystem::path> scenario_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".scn") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class ScenarioTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ScenarioTest, Holds) { EXPECT_EQ(run(GetParam()).failure, ""); }

TEST_P(ScenarioTest, NobodyBecomesFreeWhenAnyReplyIsCutOff) {
  const std::size_t replies = run(GetParam()).replies;
  for (std::size_t i = 0; i < replies; ++i)
    EXPECT_EQ(run(GetParam(), i).failure, "") << "with reply " << i << " cut";
}

INSTANTIATE_TEST_SUITE_P(Files, ScenarioTest, testing::ValuesIn(scenario_files()),
                         [](const auto& parameter) { return parameter.param.stem().string(); });

// A runner that takes everything would make every scenario worthless.
TEST(ScenarioRunner, SaysWhereSomethingDoesNotHold) {
  struct Row {
    std::string text;
    std::string failure;
  };
  const std::string asked =
      "ask grace@contoso.example 08:00-18:00\nrequest https://graph.example/v1.0/\n";
  const Row rows[] = {
      {"dance\n", ":1: "},
      {"ask grace@contoso.example 08:00-18:00\nquiet\n", ":2: "},
      {asked + "reply graph grace@contoso.example busy 09:00-10:00\nanswer grace@contoso.example "
               "free\n",
       ":4: "},
      {asked + "answer grace@contoso.example free\n", "still open"},
      {asked + "reply 500\nanswer grace@contoso.example free\n", "error peer_broken"},
      {asked + "reply graph grace@contoso.example free\nrequest https://graph.example/\n",
       "no such request"},
      {"ask ghost@contoso.example 08:00-18:00\nanswer ghost@contoso.example error "
       "recipient_unknown rule other\n",
       "resolve.unknown_mailbox"},
  };
  for (const Row& row : rows) {
    const auto file = std::filesystem::path(testing::TempDir()) / "wrong.scn";
    std::ofstream(file) << row.text;
    EXPECT_NE(run(file).failure.find(row.failure), std::string::npos)
        << row.text << run(file).failure;
    std::filesystem::remove(file);
  }
}

}  // namespace
}  // namespace fb::scenarios
