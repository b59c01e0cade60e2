// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/problem.hpp"

#include <gtest/gtest.h>

namespace fb::config {
namespace {

TEST(Problem, IsWrittenAsCompilersWriteIt) {
  EXPECT_EQ((Problem{"a.toml", 12, 5, "wrong"}).str(), "a.toml:12:5: wrong");
  EXPECT_EQ((Problem{"a.toml", 12, 0, "wrong"}).str(), "a.toml:12: wrong");
  EXPECT_EQ((Problem{"a.toml", 0, 0, "wrong"}).str(), "a.toml: wrong");
}

}  // namespace
}  // namespace fb::config
