// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/key_ring.hpp"

#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

using test::kChinaLogin;
using test::kPublicLogin;

class KeyRings : public testing::Test {
 protected:
  World world_ = test::small_world();
  KeyRing ring_{world_};
  std::string current_ = test::signing_key(test::keys().public_current).kid();
  std::string next_ = test::signing_key(test::keys().public_next).kid();
};

TEST_F(KeyRings, SignsWithTheFirstAndPublishesAll) {
  EXPECT_EQ(ring_.signing(kPublicLogin).kid(), current_);
  EXPECT_EQ(ring_.published(kPublicLogin).size(), 2u);
  EXPECT_NE(ring_.published(kPublicLogin, next_), nullptr);
  EXPECT_EQ(ring_.published(kChinaLogin, next_), nullptr);
  EXPECT_TRUE(ring_.published("login.example").empty());
}

TEST_F(KeyRings, RollsOver) {
  ASSERT_TRUE(ring_.roll_over(kPublicLogin, 1, {1}));
  EXPECT_EQ(ring_.signing(kPublicLogin).kid(), next_);
  EXPECT_EQ(ring_.published(kPublicLogin, current_), nullptr);
  EXPECT_NE(ring_.published(kPublicLogin, next_), nullptr);
}

TEST_F(KeyRings, RefusesWhatDoesNotExistAndChangesNothing) {
  EXPECT_FALSE(ring_.roll_over(kPublicLogin, 2, {0}));
  EXPECT_FALSE(ring_.roll_over(kPublicLogin, 0, {0, 2}));
  EXPECT_FALSE(ring_.roll_over("login.example", 0, {0}));
  EXPECT_EQ(ring_.signing(kPublicLogin).kid(), current_);
  EXPECT_EQ(ring_.published(kPublicLogin).size(), 2u);
}

TEST_F(KeyRings, CertificatesOfAnApplicationRollOver) {
  const Application* application =
      world_.tenant_named("contoso")->tenant->application(test::kClientId);
  ASSERT_EQ(application->certificates.size(), 1u);
  EXPECT_EQ(ring_.registered(*application).certificates.size(), 1u);
  EXPECT_FALSE(ring_.register_only(test::kClientId, {1}));
  EXPECT_FALSE(ring_.register_only(test::kClientId, {0, 1}));
  EXPECT_FALSE(ring_.register_only(test::kResourceId, {0}));
  EXPECT_EQ(ring_.registered(*application).certificates.size(), 1u);
  EXPECT_TRUE(ring_.register_only(test::kClientId, {}));
  EXPECT_EQ(ring_.registered(*application).certificates.size(), 0u);
  EXPECT_EQ(ring_.registered(*application).client_id, test::kClientId);
  EXPECT_TRUE(ring_.register_only(test::kClientId, {0}));
  EXPECT_EQ(ring_.registered(*application).certificates.size(), 1u);
}

}  // namespace
}  // namespace fb::cloudsim
