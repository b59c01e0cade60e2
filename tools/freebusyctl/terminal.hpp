// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What is known of the place that an answer goes to, and what a program leaves behind.
#pragma once

#include <cstddef>
#include <string>

namespace fb::freebusyctl {

struct Terminal {
  std::size_t columns;
  bool in_colour;
  bool is_terminal = false;  // pictures and cut columns; a file gets plain text, whole
};

struct Outcome {
  int exit_code;
  std::string out;  // for standard output
  std::string err;  // for standard error
};

}  // namespace fb::freebusyctl
