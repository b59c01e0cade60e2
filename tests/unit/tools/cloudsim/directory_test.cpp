// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/directory.hpp"

#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"

namespace fb::cloudsim {
namespace {

constexpr auto kContacts = DirectoryFeed::contacts;

class Directories : public testing::Test {
 protected:
  const DirectoryObject& object() const { return directory_.objects("contoso", kContacts).at("1"); }
  std::string put(boost::json::object properties) {
    return directory_.put("contoso", {kContacts, "1", std::move(properties)});
  }

  World world_ = test::small_world();
  Directory directory_{world_};
};

TEST_F(Directories, CountsChanges) {
  const auto before = directory_.change_number();
  EXPECT_EQ(put({{"displayName", "Ada"}}), "");
  EXPECT_EQ(directory_.change_number(), before + 1);
  EXPECT_EQ(object().came, before + 1);
  EXPECT_EQ(put({{"displayName", "Ada"}}), "");  // what it had
  EXPECT_EQ(put({{"mail", nullptr}}), "");       // what it had not
  EXPECT_EQ(directory_.change_number(), before + 1);
  EXPECT_FALSE(object().properties.contains("mail"));
  EXPECT_EQ(put({{"displayName", nullptr}}), "");
  EXPECT_TRUE(object().properties.at("displayName").is_null());
  EXPECT_EQ(object().changed.at("displayName"), before + 2);
  EXPECT_EQ(object().came, before + 1);
}

TEST_F(Directories, AProblemChangesNothing) {
  EXPECT_EQ(put({{"displayName", "Ada"}}), "");
  const auto before = directory_.change_number();
  EXPECT_NE(put({{"displayName", "Bob"}, {"mail", "x"}}), "");
  EXPECT_EQ(object().properties.at("displayName"), "Ada");
  EXPECT_EQ(directory_.change_number(), before);
}

TEST_F(Directories, WhatIsRemovedCanBeRestoredUnlessForGood) {
  EXPECT_EQ(put({{"displayName", "Ada"}}), "");
  EXPECT_FALSE(directory_.remove("contoso", kContacts, "2", Removal::changed));
  EXPECT_FALSE(directory_.remove("contoso", DirectoryFeed::users, "1", Removal::changed));
  EXPECT_FALSE(directory_.remove("agency", kContacts, "1", Removal::changed));
  EXPECT_TRUE(directory_.remove("contoso", kContacts, "1", Removal::changed));
  EXPECT_EQ(object().left, directory_.change_number());
  EXPECT_EQ(put({}), "");
  EXPECT_EQ(object().removal, Removal::none);
  EXPECT_EQ(object().properties.at("displayName"), "Ada");
  EXPECT_EQ(object().came, directory_.change_number());
  EXPECT_TRUE(directory_.remove("contoso", kContacts, "1", Removal::deleted));
  EXPECT_FALSE(directory_.remove("contoso", kContacts, "1", Removal::deleted));
}

TEST_F(Directories, IsBounded) {
  for (std::size_t i = 0; i < Directory::kObjectsMax; ++i) {
    ASSERT_EQ(directory_.put("contoso", {kContacts, std::to_string(i), {}}), "");
  }
  EXPECT_EQ(put({{"displayName", "Ada"}}), "");
  EXPECT_NE(directory_.put("agency", {kContacts, "x", {}}), "");
}

TEST_F(Directories, TokensAgeWhenTheyAreLost) {
  const std::string before = directory_.token_age();
  directory_.lose_tokens(TokenLoss::resync_required);
  EXPECT_NE(directory_.token_age(), before);
  EXPECT_EQ(directory_.token_loss(), TokenLoss::resync_required);
  EXPECT_EQ(Directory(world_).token_key(), directory_.token_key());
  world_.admin_secret.clear();
  EXPECT_NE(Directory(world_).token_key(), Directory(world_).token_key());
}

TEST(DirectoryOfAWorld, HasTheOwnersOfMailboxes) {
  const test::WorldFolder folder;
  const auto loaded = folder.load(test::WorldFolder::config());
  ASSERT_TRUE(loaded.world);
  const Directory directory(*loaded.world);
  const auto& users = directory.objects("contoso", DirectoryFeed::users);
  ASSERT_EQ(users.size(), 5u);
  for (const auto& [id, user] : users) {
    EXPECT_EQ(user.properties.at("userType"), "Member");
    EXPECT_EQ(directory_problem(DirectoryFeed::users, user.properties), "");
  }
  EXPECT_TRUE(directory.objects("contoso", kContacts).empty());
}

}  // namespace
}  // namespace fb::cloudsim
