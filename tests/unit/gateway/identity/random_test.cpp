// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/random.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace fb::identity {
namespace {

// "hhhhhhhh-hhhh-4hhh-vhhh-hhhhhhhhhhhh", where v is one of 8, 9, a and b.
bool is_guid_of_version_four(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
    if (form == 'x') return std::string_view("0123456789abcdef").find(c) != std::string_view::npos;
    if (form == 'v') return std::string_view("89ab").find(c) != std::string_view::npos;
    return c == form;
  });
}

TEST(Random, GuidIsOfVersionFourAndNeverTheSame) {
  const std::string one = random_guid();
  EXPECT_TRUE(is_guid_of_version_four(one)) << one;
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
