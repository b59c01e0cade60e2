// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "config/admin_accounts.hpp"
#include "tests/unit/config/temp_folder.hpp"

namespace fb::config {
namespace {

const std::string kDigest(64, 'a');

Loaded<AdminAccounts> load(std::string_view text) {
  const TempFolder folder;
  return load_admin_accounts(folder.write("admins.toml", text));
}

std::string account(std::string_view lines) {
  return "version = 1\n[[account]]\n" + std::string(lines);
}

TEST(AdminAccountsReader, AWholeFile) {
  const auto loaded = load(account("name = \"alice\"\napi_tokens = [\"" + kDigest +
                                   "\"]\nunix_users = [\"root\", \"1000\"]\ngrants = "
                                   "[\"Contoso GmbH:administer\", \"*:operate\", "
                                   "\"gateway:federate\", \"cn/22222222-2222-4222-8222-"
                                   "222222222222:read\"]\n[[account]]\nname = \"bob\"\n"
                                   "certificates = [\"" +
                                   std::string(64, 'B') + "\"]\ngrants = []\n"));
  ASSERT_TRUE(loaded.value.has_value()) << loaded.problems.at(0).str();
  ASSERT_EQ(loaded.value->accounts.size(), 2u);
  const AdminAccount& alice = loaded.value->accounts[0];
  EXPECT_EQ(alice.api_tokens, (std::vector{kDigest}));
  EXPECT_EQ(alice.unix_users, (std::vector<std::string>{"root", "1000"}));
  ASSERT_EQ(alice.grants.size(), 4u);
  EXPECT_EQ(alice.grants[0].tenant_name, "Contoso GmbH");
  EXPECT_EQ(alice.grants[1].scope, GrantScope::every_tenant);
  EXPECT_EQ(alice.grants[2].scope, GrantScope::gateway);
  ASSERT_TRUE(alice.grants[3].key.has_value());
  EXPECT_EQ(alice.grants[3].str(), "cn/22222222-2222-4222-8222-222222222222:read");
  const std::string lower(64, 'b');
  EXPECT_EQ(loaded.value->accounts[1].certificates, (std::vector{lower}));
}

TEST(AdminAccountsReader, GrantsAreReadAsTheyAreWritten) {
  for (const std::string_view text : {"contoso:read", "contoso:operate", "contoso:administer",
                                      "*:read", "*:administer", "gateway:federate", "a:b:read"}) {
    const auto grant = parse_admin_grant(text);
    ASSERT_TRUE(grant.has_value()) << text;
    EXPECT_EQ(grant->str(), text);
  }
  for (const std::string_view text :
       {"", ":", "contoso", "contoso:", ":read", "contoso:federate", "*:federate", "gateway:read",
        "gateway:administer", "contoso:Read", "moon/22222222-2222-4222-8222-222222222222:read",
        "public/contoso:read", "contoso:read "}) {
    EXPECT_FALSE(parse_admin_grant(text).has_value()) << text;
  }
}

TEST(AdminAccountsReader, EachMistakeAtItsPlace) {
  const std::string token = "api_tokens = [\"" + kDigest + "\"]\n";
  const std::string grants = "grants = [\"*:read\"]\n";
  const std::pair<std::string, std::string_view> rows[] = {
      {"version = 1\n", "nobody may use the admin API"},
      {account(token + grants), "\"name\" is missing"},
      {account("name = \"a b\"\n" + token + grants), "no spaces"},
      {account("name = \"a\"\n" + grants), "\"api_tokens\" is missing"},
      {account("name = \"a\"\n" + token), "\"grants\" is missing"},
      {account("name = \"a\"\ngrants = [\"x\"]\n" + token), "\"x\""},
      {account("name = \"a\"\napi_tokens = [\"abc\"]\n" + grants), "64 hexadecimal"},
      {account("name = \"a\"\nunix_users = [\"a:b\"]\n" + grants), "a user id"},
      {account("name = \"a\"\n" + token + grants + "[[account]]\nname = \"A\"\n" + grants +
               "unix_users = [\"x\"]\n"),
       "another account has"},
      {account("name = \"a\"\n" + token + grants + "[[account]]\nname = \"b\"\n" + token + grants),
       "stands in this file before"},
      {account("name = \"a\"\nrole = \"x\"\n" + token + grants), "role"},
  };
  for (const auto& [text, words] : rows) {
    const auto loaded = load(text);
    EXPECT_FALSE(loaded.value.has_value()) << text;
    ASSERT_FALSE(loaded.problems.empty()) << text;
    std::string all;
    for (const Problem& problem : loaded.problems) all += problem.sentence + "\n";
    EXPECT_NE(all.find(words), std::string::npos) << text << all;
  }
}

// What was written in place of a digest may be the token itself.
TEST(AdminAccountsReader, ATokenInPlaceOfItsDigestIsNotRepeated) {
  const auto loaded =
      load(account("name = \"a\"\napi_tokens = [\"fbg_secret\"]\ngrants = [\"*:read\"]\n"));
  ASSERT_FALSE(loaded.problems.empty());
  for (const Problem& problem : loaded.problems) {
    EXPECT_EQ(problem.str().find("fbg_secret"), std::string::npos);
  }
}

std::string many(std::string_view key, std::size_t count, std::string_view rest) {
  std::string text = std::string(key) + " = [";
  for (std::size_t i = 0; i < count; ++i) text += "\"t" + std::to_string(i) + std::string(rest);
  return text + "]\n";
}

TEST(AdminAccountsReader, Limits) {
  const std::string head = "name = \"a\"\n";
  const auto grants = [&](std::size_t count) {
    return load(account(head + "unix_users = [\"x\"]\n" + many("grants", count, ":read\","))).value;
  };
  EXPECT_TRUE(grants(kGrantsPerAdminAccountMax).has_value());
  EXPECT_FALSE(grants(kGrantsPerAdminAccountMax + 1).has_value());
  const auto users = [&](std::size_t count) {
    return load(account(head + "grants = []\n" + many("unix_users", count, "\","))).value;
  };
  EXPECT_TRUE(users(kCredentialsPerAdminAccountMax).has_value());
  EXPECT_FALSE(users(kCredentialsPerAdminAccountMax + 1).has_value());
  const auto accounts = [&](std::size_t count) {
    std::string text = "version = 1\n";
    for (std::size_t i = 0; i < count; ++i) {
      const std::string number = std::to_string(i);
      text += "[[account]]\nname = \"n" + number + "\"\nunix_users = [\"u" + number +
              "\"]\ngrants = []\n";
    }
    return load(text).value;
  };
  EXPECT_TRUE(accounts(kAdminAccountsMax).has_value());
  EXPECT_FALSE(accounts(kAdminAccountsMax + 1).has_value());
}

}  // namespace
}  // namespace fb::config
