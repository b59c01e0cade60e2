// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/random.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace fb::identity {
namespace {

TEST(Random, GuidIsOfVersionFourAndNeverTheSame) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  const std::string one = random_guid();
  EXPECT_TRUE(std::regex_match(one, form)) << one;
  EXPECT_NE(one, random_guid());
}

TEST(Random, SecretHasTheAskedLength) {
  EXPECT_EQ(random_secret(0).reveal().size(), 0U);
  const config::Secret one = random_secret(32);
  EXPECT_EQ(one.reveal().size(), 32U);
  EXPECT_NE(one.reveal(), random_secret(32).reveal());
}

}  // namespace
}  // namespace fb::identity
