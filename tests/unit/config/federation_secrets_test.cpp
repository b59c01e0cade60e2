// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Passwords and their hashes: what is taken, and that no sentence repeats one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/federation_sample.hpp"

namespace fb::config {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kHash = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g";

TEST_F(FederationFile, PasswordHashesHaveTwoForms) {
  for (const std::string_view good : {std::string_view("$y$j9T$salt$hash"), kHash}) {
    EXPECT_TRUE(load(sample_with(kHash, good)).value) << good;
  }
  for (const std::string_view bad :
       {"", "hunter2", "$1$hunter2$hunter2", "$6$hunter2$hunter2", "$argon2i$hunter2$a$b",
        "$argon2id$hunter2", "$argon2id$v=19$m=1$hunter2$", "$y$hunter2", "$Y$j9T$hunter2$hash",
        "$y$j9T$hunter2 $hash", "{SHA}hunter2", "\\u0007hunter2"}) {
    const auto loaded = load(sample_with(kHash, bad));
    EXPECT_FALSE(loaded.value) << bad;
    ASSERT_EQ(loaded.problems.size(), 1u) << bad;
    EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("\"password_hash\" holds "));
    EXPECT_THAT(loaded.problems[0].sentence, Not(HasSubstr("hunter2"))) << bad;
  }
}

TEST_F(FederationFile, SecretsAreNeverTold) {
  folder_.write("ews.password", "hunter2\nhunter2\n");
  folder_.write("exchange.hash", "hunter2\n");
  std::string text = sample_with(kHash, "hunter2");
  const std::string_view key_file = "\"app.key\"";
  text.replace(text.find(key_file), key_file.size(), "\"hunter2\"");
  const auto loaded = load(text);
  ASSERT_EQ(loaded.problems.size(), 4u) << listing(loaded.problems);
  EXPECT_THAT(listing(loaded.problems), HasSubstr("more than one line"));
  EXPECT_THAT(listing(loaded.problems), Not(HasSubstr("hunter2")));
  // A password pasted where its file should be named, and one without quotes.
  for (const std::string_view pasted : {"\"hunter2\"", "hunter2", "\"a\\nhunter2\""}) {
    const auto again = load(sample_with("\"ews.password\"", pasted));
    EXPECT_FALSE(again.value);
    EXPECT_THAT(listing(again.problems), Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace fb::config
