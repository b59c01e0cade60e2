// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace fb::oauth {

inline std::string golden(std::string_view name) {
  std::ifstream in(std::string(FB_SOURCE_DIR) + "/tests/golden/oauth/" + std::string(name),
                   std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace fb::oauth
