// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <optional>
#include <string>

namespace fb::app {

struct CommandLine {
  enum class Action { run, check, dump_config, print_settings_reference, print_settings_example };
  Action action = Action::run;
  std::string config_file;
  // A core file holds tokens and keys, so none is written unless somebody says so.
  bool core_dumps = false;
};

// Exit codes: 0 as asked, 1 a start or a run that failed, 2 a mistake in the command line or in a
// file.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitMistake = 2;

// Either what to do, or the exit code after help, a version or a mistake was printed.
struct ParsedCommandLine {
  std::optional<CommandLine> command;
  int exit_code = kExitOk;
};

ParsedCommandLine parse_command_line(int argc, char** argv);

}  // namespace fb::app
