// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_cursor.hpp"

#include <gtest/gtest.h>

namespace fb::directory {
namespace {

TEST(LdapCursor, ReadsWhatItWrote) {
  const LdapCursor cursors[] = {
      {"uSNChanged", "12345", "CN=NTDS Settings,CN=DC|1,CN=Servers", 23},
      {"modifyTimestamp", "20310506093000Z", "", 0},
      {"modifyTimestamp", "20310506093000.125Z", "", 1},
  };
  for (const LdapCursor& cursor : cursors) {
    const auto read = LdapCursor::read(cursor.str());
    ASSERT_TRUE(read) << cursor.str();
    EXPECT_EQ(read->attribute, cursor.attribute);
    EXPECT_EQ(read->position, cursor.position);
    EXPECT_EQ(read->server, cursor.server);
    EXPECT_EQ(read->since_full, cursor.since_full);
  }
}

TEST(LdapCursor, RefusesAnythingElse) {
  for (const std::string_view text :
       {"", "ldap1", "ldap2|uSNChanged|1|0|", "ldap1|uSNChanged||0|", "ldap1|uSNChanged|1|x|",
        "ldap1|uSNChanged|1|-1|", "ldap1|uSNChanged|1*|0|", "ldap1|uSNChanged|1)(cn=*|0|",
        "ldap1|whenChanged|1|0|", "ldap1|modifyTimestamp|12345|0|",
        "ldap1|uSNChanged|12345678901234567890|0|"}) {
    EXPECT_FALSE(LdapCursor::read(text)) << text;
  }
}

TEST(LdapCursor, AsksForWhatIsLater) {
  EXPECT_EQ((LdapCursor{"uSNChanged", "41", "dc1", 0}).changed_since(),
            "(&(uSNChanged>=41)(!(uSNChanged=41)))");
  EXPECT_EQ((LdapCursor{"modifyTimestamp", "20310506093000Z", "", 0}).changed_since(),
            "(modifyTimestamp>=20310506093000Z)");
}

TEST(LdapPositions, AreKnown) {
  EXPECT_TRUE(is_position("uSNChanged", "0"));
  EXPECT_TRUE(is_position("uSNChanged", "9223372036854775807"));
  EXPECT_FALSE(is_position("uSNChanged", ""));
  EXPECT_FALSE(is_position("uSNChanged", "-1"));
  EXPECT_FALSE(is_position("uSNChanged", "20310506093000Z"));
  EXPECT_TRUE(is_position("modifyTimestamp", "20310506093000Z"));
  EXPECT_TRUE(is_position("modifyTimestamp", "20310506093000.0Z"));
  EXPECT_FALSE(is_position("modifyTimestamp", "2031050609300Z"));
  EXPECT_FALSE(is_position("modifyTimestamp", "20310506093000.Z"));
  EXPECT_FALSE(is_position("modifyTimestamp", "20310506093000+0200"));
  EXPECT_FALSE(is_position("modifyTimestamp", "Z"));
}

TEST(LdapPositions, AreOrdered) {
  EXPECT_TRUE(is_later("100", "99"));
  EXPECT_FALSE(is_later("99", "100"));
  EXPECT_FALSE(is_later("0099", "99"));
  EXPECT_TRUE(is_later("20310506093001Z", "20310506093000Z"));
  EXPECT_FALSE(is_later("20310506093000Z", "20310506093000Z"));
}

}  // namespace
}  // namespace fb::directory
