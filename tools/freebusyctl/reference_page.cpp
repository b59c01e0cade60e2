// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/page_text.hpp"
#include "tools/freebusyctl/pages.hpp"

namespace fb::freebusyctl {
namespace {

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string table(std::span<const Option> options) {
  bool keys = false;
  for (const Option& option : options) keys = keys || !option.key.empty();
  std::string out = keys ? "| option | key | Exchange | meaning |\n|---|---|---|---|\n"
                         : "| option | meaning |\n|---|---|\n";
  for (const Option& option : options) {
    out += "| `" + cell(written(option)) + "` |";
    if (keys) {
      out += option.key.empty() ? " |" : " `" + std::string(option.key) + "` |";
      out += option.parameter.empty() ? " |" : " `-" + std::string(option.parameter) + "` |";
    }
    out += " " + cell(meaning(option)) + " |\n";
  }
  return out;
}

// The word that opens a part of the page; commands of one word stand for themselves.
std::string_view part_of(const Command& command) {
  return std::string_view(command.words).substr(0, command.words.find(' '));
}

std::string commands_part() {
  std::string out;
  std::string_view part;
  for (const Command* command : shown_commands()) {
    if (part_of(*command) != part) {
      part = part_of(*command);
      out += "\n## " + std::string(part) + "\n";
    }
    if (command->words != part) out += "\n### " + command->words + "\n";
    out += "\n    " + synopsis(*command) + "\n\n" + command->summary + ".";
    if (!command->cmdlet.empty()) out += " In Exchange: `" + std::string(command->cmdlet) + "`.";
    out += "\n";
    if (!command->options.empty()) out += "\n" + table(command->options);
  }
  return out;
}

}  // namespace

std::string reference_page() {
  std::string out = "# freebusyctl\n\nMade by `freebusyctl --print-reference`.\n\n";
  for (const std::string_view paragraph : introduction()) out += std::string(paragraph) + "\n\n";
  out += "## The admin API\n\nAll commands that ask it have these options.\n\n";
  std::vector<Option> all(connection().begin(), connection().end());
  all.push_back(output_option());
  out += table(all) + "\n## Values\n\n| word | what may stand there |\n|---|---|\n";
  for (const ValueForm& form : value_forms()) {
    out += "| `" + std::string(form.word) + "` | " + cell(form.meaning) + " |\n";
  }
  out += "\n## Exit codes\n\n| code | meaning |\n|---|---|\n";
  for (const ExitCode& row : exit_codes()) {
    out += "| " + std::to_string(row.code) + " | " + std::string(row.meaning) + " |\n";
  }
  out += "\n## Examples\n";
  for (const Example& example : examples()) {
    out += "\n" + std::string(example.what) + ":\n\n    " + std::string(example.command) + "\n";
  }
  return out + commands_part();
}

std::string print_page(Page page) {
  switch (page) {
    case Page::manual:
      return manual_page();
    case Page::reference:
      return reference_page();
    case Page::bash:
      return bash_completion();
    case Page::zsh:
      return zsh_completion();
    case Page::fish:
      break;
  }
  return fish_completion();
}

}  // namespace fb::freebusyctl
