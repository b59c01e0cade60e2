// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Small things about text that several parts of the program say the same way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/freebusyctl/commands.hpp"

namespace fb::freebusyctl {

std::vector<std::string> split(std::string_view text, char at);

// "a b c" as "a, b or c".
std::string in_words(std::string_view choices);

// What stands for the value in help: "FILE", "TEXT".
std::string_view value_word(const Option& option);

// Whether --admin means a unix socket.
bool is_socket_path(std::string_view where);

// Columns of a terminal that the text takes: wide letters take two, marks over letters none.
std::size_t columns_of(std::string_view text);
// The text cut to so many columns, with an ellipsis where something is gone.
std::string cut(std::string_view text, std::size_t columns);
// The text in lines of at most so many columns, broken at spaces.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace fb::freebusyctl
