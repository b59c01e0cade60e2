// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <ostream>

#include "gateway/net/https_url.hpp"

namespace fb::freebusyctl {
namespace {

constexpr int kTimeoutMax_s = 600;

constexpr char kFooter[] =
    "Exit codes: 0 everybody is known; 1 a mistake on the command line or in a file that it names; "
    "2 somebody is unknown, or a part of somebody's time; 3 no answer: refused, unreachable, or "
    "not "
    "understood.\n\n"
    "Example:\n"
    "  freebusyctl query --gateway https://gateway.example --user peggy@contoso.example \\\n"
    "    --password-file peggy.password --person grace@contoso.example \\\n"
    "    --person victor@contoso-cn.example --zone Europe/Berlin \\\n"
    "    --start 2031-05-06T08:00 --end 2031-05-06T18:00";

// Empty, or what is wrong with the address.
std::string check_gateway(const std::string& url) {
  const auto parsed = net::HttpsUrl::parse(url);
  if (!parsed) return "must be https://host[:port]";
  if (parsed->target.find('?') != std::string::npos) return "must be without a query";
  return {};
}

void add_options(CLI::App& query, QueryCommand& command) {
  query.add_option("--gateway", command.gateway, "The gateway, https://host[:port]")
      ->required()
      ->check(CLI::Validator(check_gateway, "URL"));
  query.add_option("--ca", command.ca_file,
                   "PEM file of the authorities to trust, instead of the system's");
  auto* user = query.add_option("--user", command.user, "The account to ask as");
  auto* password =
      query.add_option("--password-file", command.password_file,
                       "File with the password of --user; - reads it from standard input");
  auto* token = query.add_option("--token-file", command.token_file,
                                 "File with a bearer token; - reads it from standard input");
  user->needs(password);
  password->needs(user);
  token->excludes(user)->excludes(password);
  query.add_option("--person", command.people, "The address of a person; may be repeated")
      ->required()
      ->expected(1)
      ->take_all();
  query
      .add_option("--start", command.start,
                  "2031-05-06T08:00, in --zone, or with an offset of its own")
      ->required();
  query.add_option("--end", command.end, "The same, after --start")->required();
  query.add_option("--zone", command.zone, "IANA or Windows name of a time zone")
      ->capture_default_str();
  query.add_option("--interval", command.interval_minutes, "Minutes of one slot, 5 to 1440")
      ->check(CLI::Range(5, 1440))
      ->capture_default_str();
  query.add_option("--detail", command.detail, "AvailabilityOnly or LimitedDetails")
      ->check(CLI::IsMember({"AvailabilityOnly", "LimitedDetails"}))
      ->capture_default_str();
  query.add_option("--timeout", command.timeout_s, "Seconds to wait for the answer")
      ->check(CLI::Range(1, kTimeoutMax_s))
      ->capture_default_str();
  static const std::map<std::string, Output> kOutputs{
      {"table", Output::table}, {"json", Output::json}, {"csv", Output::csv}, {"ics", Output::ics}};
  query.add_option("--output", command.output, "table, json, csv or ics (default: table)")
      ->transform(CLI::CheckedTransformer(kOutputs).description(""))
      ->option_text("FORM");
}

// CLI11 would repeat them all, and what stands behind an option that we do not have may be a
// secret.
std::string unexpected(const CLI::App& cli) {
  std::string words = "Not expected:";
  bool named = false;
  for (const std::string& argument : cli.remaining(true)) {
    if (!argument.starts_with("-")) continue;
    words += ' ' + argument.substr(0, argument.find('='));
    named = true;
  }
  if (!named) words += " an argument that belongs to no option";
  return words + "\nRun with --help for more information.\n";
}

}  // namespace

ParsedCommandLine parse_command_line(std::vector<std::string> arguments, std::ostream& out,
                                     std::ostream& err) {
  CLI::App cli(
      "freebusyctl asks a freebusy-gateway when people are free, and makes API tokens for it.",
      "freebusyctl");
  cli.set_version_flag("--version", FB_VERSION);
  cli.require_subcommand(1);
  cli.footer(kFooter);
  QueryCommand command;
  CLI::App* const query = cli.add_subcommand("query", "Ask when people are free");
  query->footer(kFooter);
  add_options(*query, command);
  CLI::App* const api_token = cli.add_subcommand("api-token", "API tokens for scripts");
  api_token->require_subcommand(1);
  const CLI::App* const new_token = api_token->add_subcommand(
      "new",
      "Makes a token: it goes to standard output, once; the line for the federation file goes to "
      "standard error. Nothing is sent or kept.");
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    cli.parse(std::move(arguments));
    if (new_token->parsed()) return {std::nullopt, kExitAnswered, true};
    if (command.user.empty() && command.token_file.empty()) {
      throw CLI::RequiredError("--user with --password-file, or --token-file");
    }
  } catch (const CLI::ExtrasError&) {
    err << unexpected(cli);
    return {std::nullopt, kExitUsage};
  } catch (const CLI::ParseError& outcome) {
    const bool asked_for = outcome.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    cli.exit(outcome, out, err);
    return {std::nullopt, asked_for ? kExitAnswered : kExitUsage};
  }
  return {std::move(command), kExitAnswered};
}

}  // namespace fb::freebusyctl
