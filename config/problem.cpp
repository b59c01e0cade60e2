// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/problem.hpp"

namespace fb::config {

std::string Problem::str() const {
  std::string out = file;
  if (line != 0) {
    out += ":" + std::to_string(line);
    if (column != 0) out += ":" + std::to_string(column);
  }
  return out + ": " + sentence;
}

}  // namespace fb::config
