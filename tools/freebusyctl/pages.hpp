// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the program says of itself elsewhere: the manual page, the reference page, completion for
// shells. All of it is made of the tables in commands.hpp and committed; tests compare.
#pragma once

#include <string>

#include "tools/freebusyctl/command_line.hpp"

namespace fb::freebusyctl {

std::string print_page(Page page);

std::string manual_page();     // freebusyctl(1), in the man macros of roff
std::string reference_page();  // docs/reference/freebusyctl.md
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace fb::freebusyctl
