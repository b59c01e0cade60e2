// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/world.hpp"

#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

TEST(World, FindsTenantsByIdOrDomainAtTheirAuthority) {
  const World world = test::small_world();
  const auto found = [&](std::string_view host, std::string_view segment) -> std::string {
    const auto at = world.tenant_at(host, segment);
    return at ? at->tenant->name : "";
  };
  EXPECT_EQ(found(test::kPublicLogin, test::kContosoId), "contoso");
  EXPECT_EQ(found(test::kPublicLogin, "11111111-0000-4000-8000-000000000002"), "agency");
  EXPECT_EQ(found(test::kPublicLogin, "CONTOSO.example"), "contoso");
  EXPECT_EQ(found(test::kChinaLogin, test::kContosoId), "");
  EXPECT_EQ(found(test::kChinaLogin, "contoso.example"), "");
  EXPECT_EQ(found(test::kPublicLogin, "common"), "");
  EXPECT_EQ(found("login.example", test::kContosoId), "");
}

TEST(World, KnowsWhichCloudsShareAHost) {
  const World world = test::small_world();
  EXPECT_EQ(world.clouds_with_graph(test::kPublicGraph).size(), 2u);
  EXPECT_EQ(world.clouds_with_graph("graph.microsoft.us").size(), 0u);
  EXPECT_TRUE(world.signs_in_at(test::kPublicLogin));
  EXPECT_FALSE(world.signs_in_at(test::kPublicGraph));
}

TEST(World, NamesEndpointsAsTheyArePublished) {
  const World world = test::small_world();
  const auto at = *world.tenant_named("contoso");
  EXPECT_EQ(at.cloud->token_endpoint(*at.tenant), test::kContosoTokenEndpoint);
  EXPECT_EQ(at.cloud->issuer(*at.tenant),
            "https://login.microsoftonline.com/11111111-0000-4000-8000-000000000001/v2.0");
  EXPECT_FALSE(world.tenant_named("nobody"));
}

}  // namespace
}  // namespace fb::cloudsim
