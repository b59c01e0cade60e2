// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/command_line.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace fb::freebusyctl {
namespace {

const std::vector<std::string> kGood{"query",
                                     "--gateway",
                                     "https://gw.example",
                                     "--user",
                                     "peggy@contoso.example",
                                     "--password-file",
                                     "pw",
                                     "--person",
                                     "grace@contoso.example",
                                     "--start",
                                     "2031-05-06T08:00:00",
                                     "--end",
                                     "2031-05-06T18:00:00"};

std::vector<std::string> with(std::vector<std::string> more) {
  std::vector<std::string> arguments = kGood;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::vector<std::string> without(std::string_view option) {
  std::vector<std::string> arguments = kGood;
  const auto at = std::find(arguments.begin(), arguments.end(), option);
  EXPECT_NE(at, arguments.end());
  arguments.erase(at, at + 2);
  return arguments;
}

std::vector<std::string> with_gateway(std::string_view url) {
  std::vector<std::string> arguments = kGood;
  *(std::find(arguments.begin(), arguments.end(), "--gateway") + 1) = url;
  return arguments;
}

struct Heard {
  ParsedCommandLine parsed;
  std::string out;
  std::string err;
};

Heard parse(std::vector<std::string> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  auto parsed = parse_command_line(std::move(arguments), out, err);
  return {std::move(parsed), out.str(), err.str()};
}

TEST(CtlCommandLine, TheLeast) {
  const Heard heard = parse(kGood);
  ASSERT_TRUE(heard.parsed.query) << heard.err;
  const QueryCommand& query = *heard.parsed.query;
  EXPECT_EQ(query.gateway, "https://gw.example");
  EXPECT_EQ(query.people, std::vector<std::string>{"grace@contoso.example"});
  EXPECT_EQ(query.zone, "UTC");
  EXPECT_EQ(query.interval_minutes, 30);
  EXPECT_EQ(query.detail, "AvailabilityOnly");
  EXPECT_EQ(query.output, Output::table);
}

TEST(CtlCommandLine, Everything) {
  const Heard heard = parse(with({"--ca", "ca.pem", "--person", "victor@contoso-cn.example",
                                  "--zone", "Europe/Berlin", "--interval", "5", "--detail",
                                  "LimitedDetails", "--timeout", "600", "--output", "ics"}));
  ASSERT_TRUE(heard.parsed.query) << heard.err;
  const QueryCommand& query = *heard.parsed.query;
  EXPECT_EQ(query.ca_file, "ca.pem");
  EXPECT_EQ(query.people.size(), 2u);
  EXPECT_EQ(query.interval_minutes, 5);
  EXPECT_EQ(query.timeout_s, 600);
  EXPECT_EQ(query.output, Output::ics);
}

TEST(CtlCommandLine, ATokenInsteadOfAPassword) {
  auto arguments = without("--user");
  arguments.erase(std::find(arguments.begin(), arguments.end(), "--password-file"),
                  std::find(arguments.begin(), arguments.end(), "--person"));
  EXPECT_EQ(parse(arguments).parsed.exit_code, kExitUsage) << "no credential at all";
  arguments.insert(arguments.end(), {"--token-file", "-"});
  EXPECT_TRUE(parse(arguments).parsed.query);
}

struct Row {
  std::vector<std::string> arguments;
  std::string_view says;
};

TEST(CtlCommandLine, Mistakes) {
  for (const Row& row : std::vector<Row>{
           {{}, "subcommand"},
           {{"ask"}, ""},
           {without("--gateway"), "--gateway"},
           {with_gateway("http://gw.example"), "--gateway"},
           {with_gateway("gw.example"), "--gateway"},
           {with_gateway("https://gw.example/?a=b"), "--gateway"},
           {with_gateway("https://peggy:secret@gw.example"), "--gateway"},
           {without("--person"), "--person"},
           {without("--start"), "--start"},
           {without("--end"), "--end"},
           {without("--user"), "--user"},
           {without("--password-file"), "--password-file"},
           {with({"--token-file", "t"}), "--token-file"},
           {with({"--password", "secret"}), "--password"},
           {with({"--interval", "4"}), "--interval"},
           {with({"--interval", "1441"}), "--interval"},
           {with({"--interval", "soon"}), "--interval"},
           {with({"--detail", "None"}), "--detail"},
           {with({"--timeout", "0"}), "--timeout"},
           {with({"--timeout", "601"}), "--timeout"},
           {with({"--output", "xml"}), "--output"},
           {with({"--password=secret"}), "--password"},
           {with({"secret"}), "an argument"},
       }) {
    const Heard heard = parse(row.arguments);
    EXPECT_FALSE(heard.parsed.query) << row.says;
    EXPECT_EQ(heard.parsed.exit_code, kExitUsage) << row.says;
    EXPECT_NE(heard.err.find(row.says), std::string::npos) << heard.err;
    EXPECT_EQ(heard.err.find("secret"), std::string::npos) << heard.err;
    EXPECT_TRUE(heard.out.empty()) << heard.out;
  }
}

TEST(CtlCommandLine, HelpSaysWhatAScriptNeeds) {
  for (const std::vector<std::string>& asked :
       {std::vector<std::string>{"--help"}, {"query", "--help"}}) {
    const Heard heard = parse(asked);
    EXPECT_FALSE(heard.parsed.query);
    EXPECT_EQ(heard.parsed.exit_code, kExitAnswered);
    EXPECT_NE(heard.out.find("Exit codes:"), std::string::npos) << heard.out;
  }
  const std::string help = parse({"query", "--help"}).out;
  for (const std::string_view option :
       {"--gateway", "--ca", "--user", "--password-file", "--token-file", "--person", "--start",
        "--end", "--zone", "--interval", "--detail", "--timeout", "--output"}) {
    EXPECT_NE(help.find(option), std::string::npos) << option;
  }
  EXPECT_EQ(parse({"--version"}).parsed.exit_code, kExitAnswered);
}

TEST(CtlCommandLine, ANewApiToken) {
  const Heard heard = parse({"api-token", "new"});
  EXPECT_TRUE(heard.parsed.new_api_token) << heard.err;
  EXPECT_FALSE(heard.parsed.query);
  EXPECT_EQ(heard.parsed.exit_code, kExitAnswered);
  EXPECT_FALSE(parse(kGood).parsed.new_api_token);
  for (const std::vector<std::string>& mistake : std::vector<std::vector<std::string>>{
           {"api-token"}, {"api-token", "old"}, {"api-token", "new", "--name", "a"}}) {
    const Heard refused = parse(mistake);
    EXPECT_FALSE(refused.parsed.new_api_token);
    EXPECT_EQ(refused.parsed.exit_code, kExitUsage);
    EXPECT_FALSE(refused.err.empty());
  }
  const Heard help = parse({"api-token", "new", "--help"});
  EXPECT_FALSE(help.parsed.new_api_token);
  EXPECT_EQ(help.parsed.exit_code, kExitAnswered);
  EXPECT_FALSE(help.out.empty());
}

std::vector<std::string> at_admin(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--admin", "https://gw.example:9443"});
  return arguments;
}

TEST(CtlCommandLine, ACommandOfTheAdminApi) {
  const Heard heard = parse(at_admin({"organization-relationship", "set", "Fabrikam", "--tenant",
                                      "Contoso", "--domain-names", "a.example", "--domain-names",
                                      "b.example", "--dry-run", "--output", "csv"}));
  ASSERT_TRUE(heard.parsed.admin) << heard.err;
  const AdminCommand& command = *heard.parsed.admin;
  EXPECT_EQ(command.command->words, "organization-relationship set");
  EXPECT_EQ(command.values.text("IDENTITY"), "Fabrikam");
  EXPECT_EQ(command.values.text("tenant"), "Contoso");
  EXPECT_EQ(command.values.all("domain-names"),
            (std::vector<std::string>{"a.example", "b.example"}));
  EXPECT_TRUE(command.values.has("dry-run"));
  EXPECT_FALSE(command.values.has("enabled"));
  EXPECT_EQ(command.values.number("timeout"), 60);
  EXPECT_EQ(command.output, Output::csv);
}

TEST(CtlCommandLine, MistakesOfTheAdminCommands) {
  const std::vector<std::string> show{"group", "show", "g", "--tenant", "c"};
  const auto showing = [&](std::vector<std::string> more) {
    more.insert(more.begin(), show.begin(), show.end());
    return more;
  };
  for (const Row& row : std::vector<Row>{
           {show, "--admin"},
           {showing({"--admin", "gw.example"}), "--admin"},
           {showing({"--admin", "http://gw.example"}), "--admin"},
           {at_admin({"group", "show", "g"}), "--tenant"},
           {at_admin({"group", "show", "--tenant", "c"}), "IDENTITY"},
           {at_admin({"group"}), "subcommand"},
           {at_admin(showing({"--admin-certificate", "c.pem"})), "--admin-key"},
           {at_admin(showing({"--admin-token", "secret"})), "--admin-token"},
           {at_admin(showing({"--timeout", "0"})), "--timeout"},
           {at_admin(showing({"--timeout", "601"})), "--timeout"},
           {at_admin(showing({"--output", "ics"})), "--output"},
           {at_admin({"address-space", "add", "--tenant", "c"}), "--forest-name"},
           {at_admin({"address-space", "add", "--tenant", "c", "--forest-name", "a",
                      "--access-method", "Magic"}),
            "--access-method"},
           {{"address-space", "set", "a.example", "--token-scope", "secret"},
            "remove it and add it again"},
           {at_admin({"apply"}), "--file"},
           {at_admin({"apply", "-f", "-", "--admin-token-file", "-"}), "read once"},
           {at_admin({"import", "exchange", "-", "-", "--tenant", "c"}), "read once"},
           {at_admin({"export", "--as", "powershell", "--tenant", "a", "--partner", "p"}),
            "--kind"},
           {at_admin({"export", "--as", "powershell", "--tenant", "a", "--tenant", "b", "--partner",
                      "p", "--kind", "gateway"}),
            "one --tenant"},
           {at_admin({"export", "--partner", "p"}), "--as powershell"},
           {at_admin({"export", "--output", "json"}), "--output"},
           {at_admin({"history", "--limit", "1001"}), "--limit"},
           {at_admin({"explain", "--from", "a"}), "--to"},
           {at_admin({"cloud", "show", "mars"}), "CLOUD"},
           {{"completion", "tcsh"}, "SHELL"},
       }) {
    const Heard heard = parse(row.arguments);
    EXPECT_FALSE(heard.parsed.admin) << row.says;
    EXPECT_EQ(heard.parsed.exit_code, kExitUsage) << row.says;
    EXPECT_NE(heard.err.find(row.says), std::string::npos) << row.says << ": " << heard.err;
    EXPECT_EQ(heard.err.find("secret"), std::string::npos) << heard.err;
  }
}

TEST(CtlCommandLine, TheLongestTimeAndTheLargestNumbers) {
  for (const char* const seconds : {"1", "600"}) {
    EXPECT_TRUE(parse(at_admin({"status", "--timeout", seconds})).parsed.admin) << seconds;
  }
  EXPECT_TRUE(parse(at_admin({"history", "--limit", "1000"})).parsed.admin);
}

TEST(CtlCommandLine, PagesOfTheProgram) {
  EXPECT_EQ(parse({"--print-man-page"}).parsed.page, Page::manual);
  EXPECT_EQ(parse({"--print-reference"}).parsed.page, Page::reference);
  EXPECT_EQ(parse({"completion", "bash"}).parsed.page, Page::bash);
  EXPECT_EQ(parse({"completion", "zsh"}).parsed.page, Page::zsh);
  EXPECT_EQ(parse({"completion", "fish"}).parsed.page, Page::fish);
  EXPECT_FALSE(parse({"completion"}).parsed.page);
}

TEST(CtlCommandLine, EveryCommandHasHelp) {
  for (const Command& command : commands()) {
    if (!command.refused_why.empty()) continue;
    std::vector<std::string> arguments{command.words};
    if (const std::size_t space = command.words.find(' '); space != std::string::npos) {
      arguments = {command.words.substr(0, space), command.words.substr(space + 1)};
    }
    arguments.emplace_back("--help");
    const Heard heard = parse(arguments);
    EXPECT_EQ(heard.parsed.exit_code, kExitAnswered) << command.words;
    EXPECT_NE(heard.out.find(command.summary), std::string::npos) << heard.out;
    for (const Option& option : command.options) {
      EXPECT_NE(heard.out.find(option.name), std::string::npos) << command.words << option.name;
    }
  }
}

}  // namespace
}  // namespace fb::freebusyctl
