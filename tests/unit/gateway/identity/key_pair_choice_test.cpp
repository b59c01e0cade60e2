// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/key_pair_choice.hpp"

#include "tests/unit/gateway/identity/identity_world.hpp"

namespace fb::identity {
namespace {

class KeyPairChoiceTest : public testing::Test {
 protected:
  config::Application application(std::string client) {
    config::Application made;
    made.client_id = std::move(client);
    made.certificate_file = directory_.write("one.pem", "1");
    made.private_key_file = directory_.write("one.key", "1");
    made.next_key =
        config::KeyPairFiles{directory_.write("two.pem", "2"), directory_.write("two.key", "2")};
    return made;
  }

  TemporaryDirectory directory_;
  KeyPairChoice choice_;
  const config::Application both_ = application("client");
};

TEST_F(KeyPairChoiceTest, WhatWorkedIsRememberedForThatApplication) {
  EXPECT_FALSE(choice_.begins_with_next(both_));
  choice_.worked(both_, true);
  EXPECT_TRUE(choice_.begins_with_next(both_));
  config::Application other = both_;
  other.client_id = "other";
  EXPECT_FALSE(choice_.begins_with_next(other));
  choice_.worked(both_, false);
  EXPECT_FALSE(choice_.begins_with_next(both_));
}

TEST_F(KeyPairChoiceTest, AnyFileThatChangesEndsIt) {
  for (const std::string name : {"one.pem", "one.key", "two.pem", "two.key"}) {
    SCOPED_TRACE(name);
    choice_.worked(both_, true);
    EXPECT_TRUE(choice_.begins_with_next(both_));
    directory_.write(name, "another " + name);
    EXPECT_FALSE(choice_.begins_with_next(both_));
  }
}

TEST_F(KeyPairChoiceTest, WithOnePairThereIsNoChoice) {
  config::Application one = both_;
  one.next_key.reset();
  choice_.worked(one, true);
  EXPECT_FALSE(choice_.begins_with_next(one));
  EXPECT_EQ(with_next_key(one).certificate_file, one.certificate_file);
}

TEST_F(KeyPairChoiceTest, TheNextPairTakesThePlaceOfTheFirst) {
  const config::Application next = with_next_key(both_);
  EXPECT_EQ(next.client_id, both_.client_id);
  EXPECT_EQ(next.certificate_file, both_.next_key->certificate_file);
  EXPECT_EQ(next.private_key_file, both_.next_key->private_key_file);
  EXPECT_FALSE(next.next_key.has_value());
}

TEST_F(KeyPairChoiceTest, OneApplicationTooManyPushesOutTheOldest) {
  config::Application another = both_;
  for (std::size_t i = 0; i <= KeyPairChoice::kApplicationsMax; ++i) {
    another.client_id = std::to_string(i);
    choice_.worked(another, true);
  }
  EXPECT_TRUE(choice_.begins_with_next(another));
  another.client_id = "1";
  EXPECT_TRUE(choice_.begins_with_next(another));
  another.client_id = "0";
  EXPECT_FALSE(choice_.begins_with_next(another));
}

}  // namespace
}  // namespace fb::identity
