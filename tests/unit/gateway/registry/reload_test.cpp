// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What changes beside the registry: the files that bodies name, and the cloud catalogue.
#include <gmock/gmock.h>

#include "gateway/registry/sqlite.hpp"
#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class ReloadTest : public RegistryWorld {
 protected:
  void SetUp() override {
    folder_.write("ews.password", "battery\n");
    open();
    Change contoso = add_contoso();
    contoso.body +=
        "[[source]]\nname = \"ews\"\nkind = \"ews\"\nurl = \"https://mail.contoso.example/EWS\"\n"
        "username = \"svc\"\npassword_file = \"ews.password\"\n";
    applied({contoso, add_contact("v@x.example")});
  }

  Outcome<std::uint64_t> reload(
      config::CloudCatalogue clouds = config::built_in_cloud_catalogue()) {
    return run(registry_->reload(std::move(clouds)));
  }
  std::string password() const {
    const auto snapshot = snapshots_.current();
    return std::string(snapshot->federation().tenants.at(0).sources.at(1).password.reveal());
  }
  static config::CloudCatalogue with_graph_host(std::string host) {
    config::CloudCatalogue clouds = config::built_in_cloud_catalogue();
    clouds.clouds.at(0).graph_host = std::move(host);
    return clouds;
  }
  std::string graph_host() const { return snapshots_.current()->clouds().clouds.at(0).graph_host; }
};

TEST_F(ReloadTest, ASecretThatWasChangedInItsFileCounts) {
  EXPECT_EQ(password(), "battery");
  folder_.write("ews.password", "staple\n");
  EXPECT_EQ(password(), "battery");
  const std::uint64_t generation = snapshots_.current()->generation();
  const auto reloaded = reload();
  ASSERT_TRUE(reloaded) << reloaded.error().sentence;
  EXPECT_EQ(password(), "staple");
  EXPECT_EQ(*reloaded, generation + 1);
  EXPECT_EQ(snapshots_.current()->generation(), generation + 1);
  EXPECT_EQ(registry_->revision(), 1U) << "nothing stored has changed";
  EXPECT_THAT(history(), SizeIs(2));
  EXPECT_TRUE(knows("v@x.example"));
}

TEST_F(ReloadTest, AMistakeLeavesWhatIsInForce) {
  std::filesystem::remove(folder_.path() / "ews.password");
  const auto before = snapshots_.current();
  const auto refused = reload(with_graph_host("graph.elsewhere.example"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, RefusedKind::mistake);
  ASSERT_THAT(refused.error().problems, SizeIs(1));
  const config::Problem problem = refused.error().problems.front();
  EXPECT_EQ(problem.file, tenant_id(test::contoso()).str());
  EXPECT_NE(problem.line, 0U);
  EXPECT_THAT(problem.sentence, HasSubstr("password_file"));
  EXPECT_EQ(snapshots_.current(), before);
  // The catalogue came with it, and does not count for what comes later either.
  folder_.write("ews.password", "staple\n");
  applied({add_contact("w@x.example")});
  EXPECT_EQ(graph_host(), config::built_in_cloud_catalogue().clouds.at(0).graph_host);
  ASSERT_TRUE(reload());
  EXPECT_EQ(password(), "staple");
}

TEST_F(ReloadTest, TheCatalogueCountsAndStays) {
  ASSERT_TRUE(reload(with_graph_host("graph.elsewhere.example")));
  EXPECT_EQ(graph_host(), "graph.elsewhere.example");
  applied({add_contact("w@x.example")});
  EXPECT_EQ(graph_host(), "graph.elsewhere.example");
  // One that lacks the cloud of a stored tenant.
  config::CloudCatalogue without = config::built_in_cloud_catalogue();
  std::erase_if(without.clouds, [](const auto& cloud) { return cloud.name == "commercial"; });
  const auto refused = reload(std::move(without));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().sentence, HasSubstr("commercial"));
  EXPECT_EQ(graph_host(), "graph.elsewhere.example");
}

TEST_F(ReloadTest, WhatAnotherProcessHasChangedComesWithIt) {
  config::SnapshotHolder snapshots{test::snapshot_of({}, 1)};
  auto other = open_registry(options_, config::built_in_cloud_catalogue(), snapshots, clock_);
  ASSERT_TRUE(other);
  std::vector<Change> changes{allow(Verb::add, 1, 3), add_contact("w@x.example")};
  ASSERT_TRUE(run(other->registry->apply(std::move(changes), kAlice, false)));
  EXPECT_EQ(allowed(), 0U);
  ASSERT_TRUE(reload());
  EXPECT_EQ(allowed(), 3U);
  EXPECT_TRUE(knows("w@x.example"));
  EXPECT_EQ(registry_->revision(), 2U);
}

TEST_F(ReloadTest, AFileThatIsGoneIsNotReadAgain) {
  const auto before = snapshots_.current();
  std::filesystem::rename(options_.file, folder_.path() / "aside.db");
  const auto refused = reload();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, RefusedKind::storage);
  EXPECT_EQ(snapshots_.current(), before);
}

TEST_F(ReloadTest, ANewRegistryIsReadAgainToo) {
  options_.file = folder_.path() / "other.db";
  open();
  ASSERT_TRUE(reload(with_graph_host("graph.elsewhere.example")));
  EXPECT_TRUE(snapshots_.current()->federation().tenants.empty());
  EXPECT_EQ(graph_host(), "graph.elsewhere.example");
}

}  // namespace
}  // namespace fb::registry
