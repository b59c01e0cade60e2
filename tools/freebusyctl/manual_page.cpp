// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/page_text.hpp"
#include "tools/freebusyctl/pages.hpp"

namespace fb::freebusyctl {
namespace {

// A text that roff shows as it is: no request, no escape, hyphens that can be copied.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '"') {
      out += "\\(dq";
    } else if (c == '`') {
      continue;
    } else {
      out += c;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string entry(std::string_view term, std::string_view text) {
  return ".TP\n.B " + roff(term) + "\n" + roff(text) + "\n";
}

std::string entry_of(const Option& option) {
  std::string text = meaning(option);
  if (!option.parameter.empty()) {
    text += " Exchange: -" + std::string(option.parameter) + ".";
  }
  return entry(written(option), text);
}

std::string commands_part() {
  std::string out;
  for (const Command* command : shown_commands()) {
    out += ".SS \"" + command->words + "\"\n";
    out += ".B " + roff(synopsis(*command)) + "\n.PP\n";
    std::string text = command->summary + ".";
    if (!command->cmdlet.empty()) text += " Exchange: " + std::string(command->cmdlet) + ".";
    out += roff(text) + "\n";
    for (const Option& option : command->options) out += entry_of(option);
  }
  return out;
}

std::string environment_part() {
  std::string out;
  for (const Option& option : connection()) {
    if (option.variable.empty()) continue;
    out += entry(option.variable, "In the place of --" + std::string(option.name) + ".");
  }
  out += entry("FREEBUSYCTL_TENANT", "In the place of --tenant, where one tenant is named.");
  return out + entry("NO_COLOR", "Where it is set and not empty, nothing is coloured.");
}

}  // namespace

std::string manual_page() {
  std::string out =
      ".\\\" SPDX-License-Identifier: Apache-2.0\n"
      ".\\\" Copyright 2026 The freebusy-gateway authors\n"
      ".\\\" Made by freebusyctl --print-man-page.\n"
      ".TH FREEBUSYCTL 1 \"\" \"freebusy\\-gateway\" \"User Commands\"\n"
      // What is typed is never broken by a hyphen of the page's own.
      ".nh\n"
      ".ad l\n"
      ".SH NAME\n"
      "freebusyctl \\- run a freebusy\\-gateway, and ask it when people are free\n"
      ".SH SYNOPSIS\n"
      ".B freebusyctl\n"
      ".I COMMAND\n"
      ".RI [ OPTION ...]\n"
      ".SH DESCRIPTION\n";
  for (const std::string_view paragraph : introduction()) out += roff(paragraph) + "\n.PP\n";
  out += "What is printed on a terminal fits its width; elsewhere it is plain and whole.\n";
  out += ".SH COMMANDS\n" + commands_part();
  out += ".SH OPTIONS\nAll commands that ask the admin API have these.\n";
  for (const Option& option : connection()) out += entry_of(option);
  out += entry_of(output_option());
  out += ".SH VALUES\n";
  for (const ValueForm& form : value_forms()) out += entry(form.word, form.meaning);
  out += ".SH EXIT STATUS\n";
  for (const ExitCode& row : exit_codes()) {
    out += entry(std::to_string(row.code), std::string(row.meaning) + ".");
  }
  out += ".SH ENVIRONMENT\n" + environment_part();
  out += ".SH EXAMPLES\n";
  for (const Example& example : examples()) {
    out += ".PP\n" + roff(example.what) + ":\n.IP\n.B " + roff(example.command) + "\n";
  }
  return out;
}

}  // namespace fb::freebusyctl
