// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// tests/golden/sharing/semantics.txt, row by row, and the federation that a row describes. The head
// of that file says what its words mean.
#pragma once

#include <string>
#include <vector>

#include "config/federation.hpp"
#include "protocols/model/caller.hpp"

namespace fb::test {

struct SemanticsRow {
  int line = 0;
  std::string caller, here, asked, clouds, contoso, fabrikam, right;
  std::string outcome, level, reason, source;
};

// Throws std::runtime_error with the line for a row that cannot be read.
std::vector<SemanticsRow> semantics_rows();

struct Scene {
  config::Federation federation;
  model::Caller caller;
  model::SmtpAddress asked;
};

// Throws std::runtime_error for a word that means nothing.
Scene scene_of(const SemanticsRow& row);

}  // namespace fb::test
