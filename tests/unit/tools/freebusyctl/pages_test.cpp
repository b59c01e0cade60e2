// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The committed pages are what the tables say now. With FB_UPDATE_PAGES=1 in the environment the
// test writes them first.
#include "tools/freebusyctl/pages.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tools/freebusyctl/page_text.hpp"

namespace fb::freebusyctl {
namespace {

// A page is too long to be printed by a failed test.
bool has(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

void expect_current(const std::string& path, const std::string& text) {
  const std::string file = std::string(FB_SOURCE_DIR) + "/" + path;
  if (std::getenv("FB_UPDATE_PAGES") != nullptr) std::ofstream(file, std::ios::binary) << text;
  std::ifstream in(file, std::ios::binary);
  const std::string committed((std::istreambuf_iterator<char>(in)), {});
  EXPECT_TRUE(committed == text) << path
                                 << " is old: run freebusyctl_unit_test with FB_UPDATE_PAGES=1";
}

TEST(CtlPages, AreCurrent) {
  expect_current("packaging/freebusyctl.1", print_page(Page::manual));
  expect_current("docs/reference/freebusyctl.md", print_page(Page::reference));
  expect_current("packaging/freebusyctl.bash", print_page(Page::bash));
  expect_current("packaging/freebusyctl.zsh", print_page(Page::zsh));
  expect_current("packaging/freebusyctl.fish", print_page(Page::fish));
}

TEST(CtlPages, TheManualBeginsNoRequestByAccident) {
  const std::string page = manual_page();
  for (std::size_t at = 0; at < page.size(); at = page.find('\n', at) + 1) {
    const std::string line = page.substr(at, page.find('\n', at) - at);
    EXPECT_FALSE(line.starts_with('\'')) << line;
    EXPECT_FALSE(line.empty());
    if (!line.starts_with('.')) continue;
    EXPECT_TRUE(line.starts_with(".\\\"") || line.starts_with(".TH ") || line.starts_with(".SH ") ||
                line.starts_with(".SS ") || line.starts_with(".B ") || line.starts_with(".I ") ||
                line.starts_with(".RI ") || line == ".TP" || line == ".PP" || line == ".IP" ||
                line == ".nh" || line == ".ad l")
        << line;
  }
}

TEST(CtlPages, NameEveryCommandAndOption) {
  const std::string reference = reference_page();
  const std::string bash = bash_completion();
  const std::string zsh = zsh_completion();
  const std::string fish = fish_completion();
  std::size_t named = 0;
  for (const Command* command : shown_commands()) {
    EXPECT_TRUE(has(reference, "    " + synopsis(*command) + "\n")) << command->words;
    EXPECT_TRUE(has(bash, "\"" + command->words + "\")\n")) << command->words;
    EXPECT_TRUE(has(zsh, "'" + command->words + "')\n")) << command->words;
    for (const Option& option : command->options) {
      ++named;
      EXPECT_TRUE(has(reference, "| `" + written(option) + "` |")) << option.name;
      if (option.positional) continue;
      EXPECT_TRUE(has(bash, "--" + std::string(option.name) + " ")) << option.name;
      EXPECT_TRUE(has(zsh, "--" + std::string(option.name) + "[")) << option.name;
      EXPECT_TRUE(has(fish, " -l " + std::string(option.name) + " ")) << option.name;
    }
  }
  EXPECT_GT(named, 300u);
}

TEST(CtlPages, TextIsSafeInRoffAndTables) {
  for (const ValueForm& form : value_forms()) {
    EXPECT_EQ(form.meaning.find('|'), std::string_view::npos) << form.meaning;
  }
  const std::string manual = manual_page();
  const std::size_t body = manual.find(".TH ");
  EXPECT_EQ(manual.find(" --", body), std::string::npos) << "every hyphen can be copied";
  EXPECT_TRUE(has(manual_page(), "\\(aq$true\\(aq")) << "quotes";
}

}  // namespace
}  // namespace fb::freebusyctl
