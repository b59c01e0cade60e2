// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the manual page and the reference page both say.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tools/freebusyctl/command_line.hpp"

namespace fb::freebusyctl {

// Without those that exist only to say that they do not.
std::vector<const Command*> shown_commands();

// "freebusyctl address-space add --tenant TEXT --forest-name TEXT [OPTION...]"
std::string synopsis(const Command& command);
// "--file FILE", or "FILE" where it is positional.
std::string written(const Option& option);
// The meaning with choices, bounds and default, as a sentence.
std::string meaning(const Option& option);

// Paragraphs; code is between backquotes.
std::array<std::string_view, 2> introduction();
struct Example {
  std::string_view what;
  std::string_view command;
};
std::vector<Example> examples();
struct ValueForm {
  std::string_view word;
  std::string_view meaning;
};
std::vector<ValueForm> value_forms();

}  // namespace fb::freebusyctl
