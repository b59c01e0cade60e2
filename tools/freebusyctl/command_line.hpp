// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What freebusyctl was told to do. Secrets come from files or from standard input only: a command
// line is seen by everybody on the machine.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace fb::freebusyctl {

// A script's contract, listed in the help.
inline constexpr int kExitAnswered = 0;  // everybody is known
inline constexpr int kExitUsage = 1;     // the command line, or a file that it names
inline constexpr int kExitUnknown = 2;   // an answer, in which somebody is unknown
inline constexpr int kExitFailed = 3;    // no answer: refused, unreachable, or not understood

enum class Output { table, json, csv, ics };

struct QueryCommand {
  std::string gateway;  // "https://gateway.example:8443"
  std::string ca_file;  // empty: the system's
  std::string user;
  std::string password_file;  // "-" is standard input
  std::string token_file;
  std::vector<std::string> people;
  std::string start;
  std::string end;
  std::string zone = "UTC";
  int interval_minutes = 30;
  std::string detail = "AvailabilityOnly";
  int timeout_s = 40;
  Output output = Output::table;
};

struct ParsedCommandLine {
  std::optional<QueryCommand> query;
  int exit_code;  // where there is nothing to do
  bool new_api_token = false;
};

// Help goes to `out`, mistakes to `err`.
ParsedCommandLine parse_command_line(std::vector<std::string> arguments, std::ostream& out,
                                     std::ostream& err);

}  // namespace fb::freebusyctl
