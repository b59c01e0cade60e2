// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Completion scripts that stand alone: they hold all words, and start nothing.
#include <algorithm>

#include "tools/freebusyctl/page_text.hpp"
#include "tools/freebusyctl/pages.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

constexpr char kNotice[] =
    "# SPDX-License-Identifier: Apache-2.0\n"
    "# Copyright 2026 The freebusy-gateway authors\n";

std::vector<Option> options_of(const Command& command) {
  std::vector<Option> all = command.options;
  if (command.asks_admin) {
    all.insert(all.end(), connection().begin(), connection().end());
    all.push_back(output_option());
  }
  return all;
}

std::string first_of(const Command& command) {
  return command.words.substr(0, command.words.find(' '));
}

// The second word; empty where there is none.
std::string second_of(const Command& command) {
  const std::size_t space = command.words.find(' ');
  return space == std::string::npos ? std::string() : command.words.substr(space + 1);
}

std::vector<std::string> first_words() {
  std::vector<std::string> words;
  for (const Command* command : shown_commands()) {
    const std::string first = first_of(*command);
    if (std::find(words.begin(), words.end(), first) == words.end()) words.push_back(first);
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string second_words(const std::string& first) {
  std::vector<std::string> words;
  for (const Command* command : shown_commands()) {
    if (first_of(*command) == first && !second_of(*command).empty()) {
      words.push_back(second_of(*command));
    }
  }
  return joined(words);
}

std::string choices_of(const Option& option) {
  if (option.value == Value::boolean) return "true false";
  return std::string(option.choices);
}

std::string bash_options(const Command& command) {
  std::string names;
  std::string values;
  std::string positional;
  for (const Option& option : options_of(command)) {
    const std::string choices = choices_of(option);
    const std::string reply = option.value == Value::file ? "files=1"
                              : choices.empty()           ? "none=1"
                                                          : "words=\"" + choices + "\"";
    if (option.positional) {
      positional = reply;
      continue;
    }
    const std::string name = "--" + std::string(option.name);
    names += " " + name;
    if (option.value == Value::none) continue;
    std::string pattern = name;
    if (option.letter != '\0') pattern += std::string("|-") + option.letter;
    values += "        " + pattern + ") " + reply + " ;;\n";
  }
  std::string out = "    \"" + command.words + "\")\n      options=\"" +
                    names.substr(std::min<std::size_t>(names.size(), 1)) + " --help\"\n";
  if (!values.empty()) out += "      case $previous in\n" + values + "      esac\n";
  if (!positional.empty()) {
    out += "      [[ -n $words$files$none || $current == -* ]] || " + positional + "\n";
  }
  return out + "      ;;\n";
}

// In single quotes of a shell; fish and zsh read \' apart, so there is no quote inside.
std::string quoted(std::string_view text, std::string_view escaped) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "\xe2\x80\x99";
      continue;
    }
    if (escaped.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

constexpr std::string_view kZshEscaped = "[]:\\";

std::string zsh_value(const Option& option) {
  const std::string choices = choices_of(option);
  if (option.value == Value::file) return ":file:_files";
  const std::string word =
      option.positional ? std::string(option.name) : std::string(value_word(option));
  return choices.empty() ? ":" + word + ": " : ":" + word + ":(" + choices + ")";
}

std::string zsh_command(const Command& command) {
  std::string out = "    '" + command.words + "')\n      _arguments -S";
  for (const Option& option : options_of(command)) {
    out += " \\\n        '";
    if (option.positional) {
      out += (option.repeated ? std::string("*") : std::string()) + zsh_value(option) + "'";
      continue;
    }
    if (option.letter != '\0') {
      out += std::string("-") + option.letter + "[" + quoted(option.help, kZshEscaped) + "]" +
             zsh_value(option) + "' \\\n        '";
    }
    const bool many = option.repeated || option.value == Value::list;
    out += (many ? "*" : "") + std::string("--") + std::string(option.name) + "[" +
           quoted(option.help, kZshEscaped) + "]";
    if (option.value != Value::none) out += zsh_value(option);
    out += "'";
  }
  return out + "\n      ;;\n";
}

std::string fish_command(const Command& command) {
  const std::string first = first_of(command);
  const std::string second = second_of(command);
  std::string seen = "__fish_seen_subcommand_from " + first;
  std::string out;
  if (!second.empty()) {
    out += "complete -c freebusyctl -n '" + seen + "; and not __fish_seen_subcommand_from " +
           second_words(first) + "' -a " + second + " -d '" + quoted(command.summary, "\\") + "'\n";
    seen += "; and __fish_seen_subcommand_from " + second;
  } else {
    out += "complete -c freebusyctl -n __fish_use_subcommand -a " + first + " -d '" +
           quoted(command.summary, "\\") + "'\n";
  }
  for (const Option& option : options_of(command)) {
    const std::string choices = choices_of(option);
    out += "complete -c freebusyctl -n '" + seen + "'";
    if (!option.positional) {
      if (option.letter != '\0') out += std::string(" -s ") + option.letter;
      out += " -l " + std::string(option.name);
      if (option.value != Value::none) out += option.value == Value::file ? " -r" : " -x";
    }
    if (option.value == Value::file) out += " -F";
    if (!choices.empty()) out += " -a '" + choices + "'";
    out += " -d '" + quoted(option.help, "\\") + "'\n";
  }
  return out;
}

}  // namespace

std::string bash_completion() {
  std::string out =
      std::string(kNotice) +
      "# Made by freebusyctl completion bash.\n"
      "_freebusyctl() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local first=${COMP_WORDS[1]} command=${COMP_WORDS[1]} words= options= files= none=\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    COMPREPLY=($(compgen -W \"";
  out += joined(first_words()) +
         " --help --version\" -- \"$current\"))\n"
         "    return\n"
         "  fi\n"
         "  case $first in\n";
  for (const std::string& first : first_words()) {
    const std::string second = second_words(first);
    if (second.empty()) continue;
    out += "    " + first +
           ")\n"
           "      if ((COMP_CWORD == 2)); then\n"
           "        COMPREPLY=($(compgen -W \"" +
           second +
           " --help\" -- \"$current\"))\n"
           "        return\n"
           "      fi\n"
           "      command=\"$first ${COMP_WORDS[2]}\"\n"
           "      ;;\n";
  }
  out += "  esac\n  case $command in\n";
  for (const Command* command : shown_commands()) out += bash_options(*command);
  out +=
      "  esac\n"
      "  [[ -n $words$files$none ]] || words=$options\n"
      "  if [[ -n $words ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\"));\n"
      "  elif [[ -n $files ]]; then compopt -o filenames 2>/dev/null\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
      "  fi\n"
      "}\n"
      "complete -F _freebusyctl freebusyctl\n";
  return out;
}

std::string zsh_completion() {
  std::string out = "#compdef freebusyctl\n" + std::string(kNotice) +
                    "# Made by freebusyctl completion zsh.\n"
                    "_freebusyctl() {\n"
                    "  local command=$words[2]\n"
                    "  if ((CURRENT == 2)); then\n"
                    "    compadd -- " +
                    joined(first_words()) +
                    "\n"
                    "    return\n"
                    "  fi\n"
                    "  case $words[2] in\n";
  for (const std::string& first : first_words()) {
    const std::string second = second_words(first);
    if (second.empty()) continue;
    out += "    " + first +
           ")\n"
           "      if ((CURRENT == 3)); then compadd -- " +
           second +
           "; return; fi\n"
           "      command=\"$words[2] $words[3]\"\n"
           "      words=(\"$command\" \"${words[@]:3}\")\n"
           "      ((CURRENT -= 2))\n"
           "      ;;\n";
  }
  out +=
      "    *)\n"
      "      words=(\"$command\" \"${words[@]:2}\")\n"
      "      ((CURRENT -= 1))\n"
      "      ;;\n"
      "  esac\n  case $command in\n";
  for (const Command* command : shown_commands()) out += zsh_command(*command);
  return out +
         "  esac\n"
         "}\n"
         "if [[ $funcstack[1] == _freebusyctl ]]; then _freebusyctl \"$@\"; "
         "else compdef _freebusyctl freebusyctl; fi\n";
}

std::string fish_completion() {
  std::string out = std::string(kNotice) +
                    "# Made by freebusyctl completion fish.\n"
                    "complete -c freebusyctl -f\n";
  std::vector<std::string> groups;
  for (const Command* command : shown_commands()) {
    const std::string first = first_of(*command);
    const bool is_new = std::find(groups.begin(), groups.end(), first) == groups.end();
    if (!second_of(*command).empty() && is_new) {
      groups.push_back(first);
      out += "complete -c freebusyctl -n __fish_use_subcommand -a " + first + "\n";
    }
    out += fish_command(*command);
  }
  return out;
}

}  // namespace fb::freebusyctl
