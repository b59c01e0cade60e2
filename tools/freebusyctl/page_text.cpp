// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/page_text.hpp"

#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {

std::vector<const Command*> shown_commands() {
  std::vector<const Command*> shown;
  for (const Command& command : commands()) {
    if (command.refused_why.empty()) shown.push_back(&command);
  }
  return shown;
}

std::string written(const Option& option) {
  const std::string name(option.name);
  if (option.positional) return name;
  std::string text = option.letter == '\0' ? "" : std::string{'-', option.letter} + ", ";
  text += "--" + name;
  const std::string_view word = value_word(option);
  return word.empty() ? text : text + " " + std::string(word);
}

std::string synopsis(const Command& command) {
  std::string text = "freebusyctl " + command.words;
  bool more = command.asks_admin;
  for (const Option& option : command.options) {
    if (!option.required && !option.positional) {
      more = true;
      continue;
    }
    std::string part =
        option.positional ? std::string(option.name)
                          : "--" + std::string(option.name) + " " + std::string(value_word(option));
    if (option.repeated) part += "...";
    if (!option.required) part = "[" + part + "]";
    text += " " + part;
  }
  return more ? text + " [OPTION...]" : text;
}

std::string meaning(const Option& option) {
  std::string text(option.help);
  if (!option.choices.empty()) text += ": " + in_words(option.choices);
  if (option.value == Value::number) {
    text += ", " + std::to_string(option.min) + " to " + std::to_string(option.max);
  }
  if (!option.otherwise.empty()) text += "; by default " + std::string(option.otherwise);
  if (!option.variable.empty()) {
    text += "; without it the variable " + std::string(option.variable) + " counts";
  }
  return text.ends_with('.') ? text : text + ".";
}

std::array<std::string_view, 2> introduction() {
  return {
      "freebusyctl runs a freebusy-gateway from a shell. It asks when people are free, and it "
      "shows, changes and explains who may see whose time. Objects and options have the names "
      "that Exchange's cmdlets gave them.",
      "Whoever changes something needs an account of the admin API: over HTTPS it is proved by an "
      "API token or a client certificate, over a unix socket by the user that freebusyctl runs "
      "as. A secret is never taken from the command line."};
}

std::vector<Example> examples() {
  return {
      {"Let the users of a home tenant ask about a partner's domain",
       "freebusyctl address-space add --tenant Contoso --forest-name fabrikam.example "
       "--access-method OrgWideFBToken --target-tenant-id "
       "cn/0c1c3f4e-8a63-4d7f-9a60-2b1f0c1d2e3f --token-scope "
       "api://2e3f4a5b-6c7d-4e8f-9a0b-1c2d3e4f5a6b/.default"},
      {"Let a partner ask, and another one no longer",
       "freebusyctl availability-config set --tenant Contoso --allowed-tenant-ids "
       "add=cn/0c1c3f4e-8a63-4d7f-9a60-2b1f0c1d2e3f --allowed-tenant-ids "
       "remove=us/9d341953-da1f-41b0-8810-76d6ef905273"},
      {"Turn free/busy on in an organization relationship",
       "freebusyctl organization-relationship set Fabrikam --tenant Contoso "
       "--free-busy-access-enabled '$true' --free-busy-access-level LimitedDetails"},
      {"See what a federation file would change", "freebusyctl apply -f federation.toml --dry-run"},
      {"Find out why somebody is not shown",
       "freebusyctl explain --from alice@contoso.example --to li.na@fabrikam.example"},
  };
}

std::vector<ValueForm> value_forms() {
  return {
      {"BOOLEAN", "`$true`, `$false`, `true` or `false`."},
      {"LIST",
       "Texts with commas between them, or the option several times. In `set`, `add=A,B` and "
       "`remove=C` change a list that is there, and so does `@{Add=\"A\",\"B\"; Remove=\"C\"}`; "
       "anything else is the whole new list."},
      {"TEXT",
       "As it is. In `set`, `$null` or an empty text takes the key out of the object, whatever "
       "its kind."},
      {"FILE", "The name of a file; `-` is standard input, once."},
      {"WHERE", "`https://host[:port]`, or the path of a unix socket with a slash in it."},
  };
}

}  // namespace fb::freebusyctl
