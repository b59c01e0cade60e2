// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/commands.hpp"

#include <gtest/gtest.h>

#include <set>

#include "config/cloud_catalogue.hpp"
#include "config/load.hpp"
#include "tools/freebusyctl/routes.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

TEST(CtlCommands, EachHasANameASummaryAndOptionsThatDiffer) {
  std::set<std::string> words;
  for (const Command& command : commands()) {
    EXPECT_TRUE(words.insert(command.words).second) << command.words;
    EXPECT_EQ(command.summary.empty(), !command.refused_why.empty()) << command.words;
    std::set<std::string_view> names;
    for (const Option& option : command.options) {
      EXPECT_TRUE(names.insert(option.name).second) << command.words << " " << option.name;
      EXPECT_FALSE(option.help.empty()) << command.words << " " << option.name;
      EXPECT_FALSE(option.help.ends_with('.')) << option.help;
      EXPECT_EQ(option.value == Value::choice, !option.choices.empty()) << option.name;
      EXPECT_EQ(option.value == Value::number, option.max > option.min) << option.name;
    }
    if (!command.asks_admin || !command.refused_why.empty()) continue;
    EXPECT_FALSE(command.routes.empty()) << command.words;
    for (const Option& option : connection()) {
      EXPECT_TRUE(names.insert(option.name).second) << command.words << " " << option.name;
    }
  }
  EXPECT_GT(words.size(), 60u);
}

TEST(CtlCommands, EveryNounHasTheVerbs) {
  std::set<std::string> words;
  for (const Command& command : commands()) words.insert(command.words);
  for (const Noun& noun : nouns()) {
    for (const std::string_view verb : {" list", " show", " add", " set", " remove"}) {
      EXPECT_TRUE(words.contains(std::string(noun.name) + std::string(verb))) << noun.name << verb;
    }
    std::set<std::string_view> keys;
    for (const Option& option : noun.parameters) {
      EXPECT_TRUE(keys.insert(option.key).second) << noun.name << " " << option.key;
      EXPECT_FALSE(option.key.empty()) << noun.name << " " << option.name;
    }
    for (const std::string_view identity : noun.identity) {
      EXPECT_TRUE(std::any_of(noun.parameters.begin(), noun.parameters.end(),
                              [&](const Option& option) { return option.name == identity; }))
          << noun.name << " " << identity;
    }
  }
}

TEST(CtlCommands, EveryRouteIsAskedBySomeCommand) {
  std::set<Route> asked;
  for (const Command& command : commands())
    asked.insert(command.routes.begin(), command.routes.end());
  for (const RouteForm& form : routes()) {
    EXPECT_TRUE(asked.contains(form.route)) << form.method << " " << form.path;
  }
  EXPECT_EQ(asked.size(), routes().size());
}

// The names of clouds are written down in the tables as well, for completion.
TEST(CtlCommands, CloudsAreThoseOfTheCatalogue) {
  std::set<std::string> known;
  for (const auto& cloud : config::built_in_cloud_catalogue().clouds) known.insert(cloud.name);
  std::size_t found = 0;
  for (const Command& command : commands()) {
    for (const Option& option : command.options) {
      if (option.name != "cloud" && option.name != "CLOUD") continue;
      ++found;
      const auto choices = split(option.choices, ' ');
      EXPECT_EQ(std::set<std::string>(choices.begin(), choices.end()), known) << command.words;
    }
  }
  EXPECT_GE(found, 5u);
}

}  // namespace
}  // namespace fb::freebusyctl
