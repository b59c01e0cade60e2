// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/app/command_line.hpp"

#include <CLI/CLI.hpp>

namespace fb::app {

ParsedCommandLine parse_command_line(int argc, char** argv) {
  CLI::App cli(
      "freebusyd answers free/busy questions across Microsoft clouds and on-premises Exchange.",
      "freebusyd");
  cli.set_version_flag("--version", FB_VERSION);
  CommandLine command;
  bool check = false;
  bool dump = false;
  bool reference = false;
  bool example = false;
  auto* config =
      cli.add_option("--config", command.config_file, "The settings file, freebusyd.toml");
  cli.add_flag("--check", check,
               "Check the settings and federation files, list every mistake, start nothing")
      ->needs(config);
  cli.add_flag("--dump-config", dump,
               "Print the settings in force, without secrets, and start nothing")
      ->needs(config);
  cli.add_flag("--allow-core-dumps", command.core_dumps,
               "Let a crash write a core file, which holds tokens and keys");
  cli.add_flag("--print-settings-reference", reference, "Print the reference page of all settings");
  cli.add_flag("--print-settings-example", example, "Print a commented example of freebusyd.toml");
  try {
    cli.parse(argc, argv);
    if (!reference && !example && command.config_file.empty()) throw CLI::RequiredError("--config");
  } catch (const CLI::ParseError& outcome) {
    const bool asked_for = outcome.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    cli.exit(outcome);
    return {std::nullopt, asked_for ? kExitOk : kExitMistake};
  }
  if (check) command.action = CommandLine::Action::check;
  if (dump) command.action = CommandLine::Action::dump_config;
  if (reference) command.action = CommandLine::Action::print_settings_reference;
  if (example) command.action = CommandLine::Action::print_settings_example;
  return {command, kExitOk};
}

}  // namespace fb::app
