// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/password_hash.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fb::identity {
namespace {

struct Row {
  std::string_view password;
  std::string_view stored;
};

// Made with other programs: the first two with argon2, the third with perl's crypt.
constexpr Row kRows[] = {
    {"password",
     "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQxMjM$GF+iaNGuWHEi3eZEGCSeF8S1/ZErkceEmGqNqa5T99Q"},
    {"p\xc3\xa4ssw\xc3\xb6rd",
     "$argon2id$v=19$m=64,t=2,p=1$dGhpcmRzYWx0Nzg5$x+0VazyKCpH3/czVDYyi+QhQCMgKfnXbRI15cxxYIis"},
    {"correct horse", "$y$j75$QqDtOEAKWXmTqrHvnqYl.1$Qpmw1aQnYnYhPtHa1ZjKiYtNksCcxftQMpKAOGJdzW5"},
};

TEST(PasswordHash, RightAndWrong) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.stored);
    EXPECT_TRUE(is_password_hash(row.stored));
    EXPECT_TRUE(is_password(row.password, row.stored));
    const std::string longer = std::string(row.password) + "x";
    EXPECT_FALSE(is_password(longer, row.stored));
    EXPECT_FALSE(is_password(row.password.substr(1), row.stored));
    EXPECT_FALSE(is_password("", row.stored));
    std::string upper(row.password);
    upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
    EXPECT_FALSE(is_password(upper, row.stored));
  }
}

TEST(PasswordHash, ADamagedHashIsNobodysPassword) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.stored);
    std::string changed(row.stored);
    changed[changed.size() - 3] = changed[changed.size() - 3] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(is_password(row.password, changed));
    EXPECT_FALSE(is_password(row.password, row.stored.substr(0, row.stored.size() - 5)));
    EXPECT_FALSE(is_password(row.password, row.stored.substr(0, 12)));
  }
}

TEST(PasswordHash, AZeroByteEndsNothing) {
  const std::string with_zero("password\0x", 10);
  EXPECT_FALSE(is_password(with_zero, kRows[0].stored));
  EXPECT_FALSE(is_password(std::string("correct horse\0x", 15), kRows[2].stored));
}

TEST(PasswordHash, OtherKindsAreNotTaken) {
  for (const std::string_view stored :
       {"", "password", "*", "!", "$6$saltsalt$hash", "$2b$05$abcdefghijklmnopqrstuu",
        "$1$salt$hash", "$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQxMjM$AAAA", "$argon2d$v=19$m=64",
        "$y", "y$j75$"}) {
    EXPECT_FALSE(is_password_hash(stored)) << stored;
    EXPECT_FALSE(is_password("password", stored)) << stored;
  }
}

}  // namespace
}  // namespace fb::identity
