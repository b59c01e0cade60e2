// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <sys/prctl.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "gateway/app/command_line.hpp"
#include "gateway/app/gateway_app.hpp"

namespace {

using namespace fb;

void print(const config::Problems& problems) {
  for (const config::Problem& problem : problems)
    std::fprintf(stderr, "%s\n", problem.str().c_str());
}

int run(const app::CommandLine& command) {
  using Action = app::CommandLine::Action;
  if (command.action == Action::print_settings_reference) {
    std::fputs(config::settings_reference_page().c_str(), stdout);
    return app::kExitOk;
  }
  if (command.action == Action::print_settings_example) {
    std::fputs(config::settings_example().c_str(), stdout);
    return app::kExitOk;
  }
  auto configuration = app::load_configuration(command.config_file, 1);
  if (!configuration.value) {
    print(configuration.problems);
    return app::kExitMistake;
  }
  if (command.action == Action::check) {
    std::printf("%s: no mistakes\n", command.config_file.c_str());
    return app::kExitOk;
  }
  if (command.action == Action::dump_config) {
    std::fputs(config::effective_settings(configuration.value->settings).c_str(), stdout);
    return app::kExitOk;
  }
  // Not dumpable also means that no other process of the same user reads the memory.
  if (!command.core_dumps && prctl(PR_SET_DUMPABLE, 0) != 0) {
    std::fputs("freebusyd cannot start: core dumps cannot be turned off\n", stderr);
    return app::kExitFailed;
  }
  return app::run_gateway(std::move(*configuration.value), command.config_file);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const app::ParsedCommandLine parsed = app::parse_command_line(argc, argv);
    return parsed.command ? run(*parsed.command) : parsed.exit_code;
  } catch (const std::exception& bug) {
    std::fprintf(stderr, "freebusyd stopped: %s\n", bug.what());
    return app::kExitFailed;
  }
}
