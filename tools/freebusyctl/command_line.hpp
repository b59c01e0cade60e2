// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What freebusyctl was told to do. Secrets come from files or from standard input only: a command
// line is seen by everybody on the machine.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/freebusyctl/commands.hpp"

namespace fb::freebusyctl {

// A script's contract, listed in the help and in the manual.
inline constexpr int kExitAnswered = 0;     // done; allowed; everybody is known
inline constexpr int kExitUsage = 1;        // the command line, a file, or what was asked for
inline constexpr int kExitUnknown = 2;      // an answer: somebody is unknown, or it is refused
inline constexpr int kExitFailed = 3;       // no answer: unreachable, or not understood
inline constexpr int kExitNotAllowed = 4;   // the account is not known, or may not do that
inline constexpr int kExitConflict = 5;     // against what is there: changed, exists, braked
inline constexpr int kExitDifferences = 6;  // a dry run found something to change

struct ExitCode {
  int code;
  std::string_view meaning;
};
std::span<const ExitCode> exit_codes();

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

// What was written behind the options of a command, or counts in its place.
class Values {
 public:
  bool has(std::string_view option) const { return values_.contains(option); }
  // The only value; empty where there is none.
  const std::string& text(std::string_view option) const;
  const std::vector<std::string>& all(std::string_view option) const;
  int number(std::string_view option) const;
  void set(std::string_view option, std::vector<std::string> values);

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// A command for the admin API.
struct AdminCommand {
  const Command* command;
  Values values;
  Output output = Output::table;
};

// A page that the program prints of itself.
enum class Page : std::uint8_t { manual, reference, bash, zsh, fish };

struct ParsedCommandLine {
  std::optional<QueryCommand> query;
  int exit_code;  // where there is nothing to do
  bool new_api_token = false;
  std::optional<AdminCommand> admin{};
  std::optional<Page> page{};
};

// Help goes to `out`, mistakes to `err`.
ParsedCommandLine parse_command_line(std::vector<std::string> arguments, std::ostream& out,
                                     std::ostream& err);

}  // namespace fb::freebusyctl
