// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A federation file that is made true.
#include <gmock/gmock.h>

#include "tests/unit/gateway/registry/registry_world.hpp"

namespace fb::registry {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

config::Object object_in(const Change& change) { return {change.id, change.body}; }

class WantedStateTest : public RegistryWorld {
 protected:
  void SetUp() override {
    open();
    applied({add_contoso(), add_contoso_china(), allow(Verb::add, 1, 2), add_contact("v@x.example"),
             add_contact("w@x.example")});
    wanted_.objects = {object_in(add_contoso()), object_in(add_contact("v@x.example", "Vera"))};
    wanted_.scope = {test::contoso()};
  }
  WantedState wanted_;
};

TEST_F(WantedStateTest, WithoutPruneWhatIsNotNamedStays) {
  const auto outcome = want(wanted_);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, SizeIs(1));
  EXPECT_EQ(allowed(), 2U);
  EXPECT_TRUE(knows("w@x.example"));
}

TEST_F(WantedStateTest, WithPruneWhatIsNotNamedGoes) {
  wanted_.prune = true;
  const auto outcome = want(wanted_);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, SizeIs(3));
  EXPECT_EQ(allowed(), 0U);
  EXPECT_FALSE(knows("w@x.example"));
  EXPECT_EQ(snapshots_.current()->federation().tenants.size(), 2U);
}

TEST_F(WantedStateTest, ADryRunShowsTheSameDifferences) {
  wanted_.prune = true;
  const auto dry = want(wanted_, true);
  ASSERT_TRUE(dry);
  EXPECT_EQ(registry_->revision(), 1U);
  EXPECT_EQ(allowed(), 2U);
  EXPECT_THAT(dry->differences, SizeIs(3));
}

TEST_F(WantedStateTest, WhatIsOutOfScopeIsNotTouched) {
  Change other = add_contoso_china();
  other.body = tenant_body(test::contoso_china(), "Renamed", "contoso-cn.example");
  wanted_.objects = {object_in(other)};
  const auto outcome = want(wanted_);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, IsEmpty());
}

TEST_F(WantedStateTest, TenantsComeAndGoOnlyWithPartnersInScope) {
  WantedState wanted;
  const model::TenantKey key = test::tenant_key(model::Authority::public_cloud, test::kStrangerId);
  wanted.objects = {{tenant_id(key), tenant_body(key, "New", "new.example")}};
  auto outcome = want(wanted, true);
  ASSERT_TRUE(outcome);
  EXPECT_THAT(outcome->differences, IsEmpty());
  wanted.scope = {key};
  outcome = want(wanted, true);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, RefusedKind::mistake);
  wanted.scope.clear();
  wanted.partners = true;
  outcome = want(wanted, true);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, SizeIs(1));
  wanted.scope = {test::contoso_china()};
  wanted.prune = true;
  outcome = want(wanted);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_EQ(snapshots_.current()->federation().tenant(test::contoso_china()), nullptr);
  EXPECT_NE(snapshots_.current()->federation().tenant(test::contoso()), nullptr);
}

TEST_F(WantedStateTest, ImportedRecipientsAreNotPruned) {
  DirectoryImport import{test::contoso(), "corp"};
  import.recipients = {imported("1", "i@x.example")};
  ASSERT_TRUE(this->import(import));
  wanted_.prune = true;
  ASSERT_TRUE(want(wanted_));
  EXPECT_TRUE(knows("i@x.example"));
  EXPECT_FALSE(knows("w@x.example"));
}

TEST_F(WantedStateTest, ObjectsComeWithoutTheirTenantAndAreNotPrunedTo) {
  wanted_.objects = {object_in(add_contact("v@x.example", "Vera"))};
  for (const bool partners : {false, true}) {
    wanted_.partners = partners;
    wanted_.prune = true;
    const auto refused = want(wanted_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, RefusedKind::mistake);
    EXPECT_THAT(refused.error().sentence, testing::HasSubstr("begin with an export"));
    wanted_.prune = false;
    const auto outcome = want(wanted_, true);
    ASSERT_TRUE(outcome) << outcome.error().sentence;
    EXPECT_THAT(outcome->differences, SizeIs(1));
  }
  ASSERT_TRUE(want(wanted_));
  EXPECT_EQ(allowed(), 2U);
  EXPECT_TRUE(knows("w@x.example"));
  EXPECT_NE(snapshots_.current()->federation().tenant(test::contoso()), nullptr);
}

// What came out for one tenant goes in again with one change, and that one alone is made.
TEST_F(WantedStateTest, OneTenantsExportIsReadBesideTheOthers) {
  const std::string target = test::contoso_china().str();
  applied({{Verb::add,
            {ObjectKind::address_space, test::contoso(), "contoso-cn.example"},
            "forest_name = \"contoso-cn.example\"\naccess_method = \"OrgWideFBToken\"\n"
            "target_tenant = \"" +
                target + "\"\n"}});
  const auto exported = run(registry_->objects({test::contoso()}, false, false));
  ASSERT_TRUE(exported);
  std::string file = config::federation_toml_of(*exported);
  const auto read = [&] {
    const auto snapshot = snapshots_.current();
    const config::Surroundings around{snapshot->federation(), {test::contoso()}};
    return config::objects_of(file, folder_.path() / "f.toml", snapshot->clouds(), &around);
  };
  auto loaded = read();
  ASSERT_TRUE(loaded.value) << loaded.problems.front().str();
  wanted_.objects = *loaded.value;
  auto outcome = want(wanted_, true);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_THAT(outcome->differences, IsEmpty());
  const std::size_t at = file.find("Victor");
  ASSERT_NE(at, std::string::npos);
  file.replace(at, 6, "Verona");
  loaded = read();
  ASSERT_TRUE(loaded.value);
  wanted_.objects = *loaded.value;
  wanted_.prune = true;
  outcome = want(wanted_, true);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  ASSERT_THAT(outcome->differences, SizeIs(1));
  EXPECT_EQ(outcome->differences[0].id, contact_id("v@x.example"));
  // The other tenant has gone in the meantime.
  applied({{Verb::remove, {ObjectKind::address_space, test::contoso(), "contoso-cn.example"}},
           {Verb::remove, tenant_id(test::contoso_china())}});
  outcome = want(wanted_);
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().sentence, testing::HasSubstr(target));
  loaded = read();
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_THAT(loaded.problems[0].str(),
              testing::AllOf(testing::HasSubstr("f.toml:"), testing::HasSubstr(target)));
}

TEST_F(WantedStateTest, AnotherRevisionIsAConflict) {
  for (const std::uint64_t expected : {0, 2}) {
    wanted_.expected_revision = expected;
    const auto outcome = want(wanted_);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, RefusedKind::conflict);
  }
  wanted_.expected_revision = 1;
  EXPECT_TRUE(want(wanted_));
}

}  // namespace
}  // namespace fb::registry
