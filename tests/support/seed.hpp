// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The seed of a random test: FB_SEED from the environment, else a new one. It is printed, so that a
// run that failed can be repeated.
#pragma once

#include <cstdlib>
#include <iostream>
#include <random>

namespace fb::test {

inline unsigned seed() {
  const char* const given = std::getenv("FB_SEED");
  const unsigned value = given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                          : std::random_device{}();
  std::cout << "FB_SEED=" << value << std::endl;
  return value;
}

}  // namespace fb::test
