// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/address_rules.hpp"

#include <gtest/gtest.h>

namespace fb::net {
namespace {

bool allows(const AddressRules& rules, const char* address) {
  return rules.allows(boost::asio::ip::make_address(address));
}

// Both ends of every range, and what lies beside them.
TEST(AddressRules, SpecialAddressesNeedAnEntry) {
  const AddressRules rules({});
  for (const char* special : {"0.0.0.0",
                              "0.255.255.255",
                              "10.0.0.0",
                              "10.255.255.255",
                              "100.64.0.0",
                              "100.127.255.255",
                              "127.0.0.0",
                              "127.0.0.1",
                              "127.255.255.255",
                              "169.254.0.0",
                              "169.254.169.254",
                              "169.254.255.255",
                              "172.16.0.0",
                              "172.31.255.255",
                              "192.0.0.0",
                              "192.0.0.255",
                              "192.0.2.1",
                              "192.88.99.1",
                              "192.168.0.0",
                              "192.168.255.255",
                              "198.18.0.0",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.0",
                              "239.255.255.255",
                              "240.0.0.0",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::7f00:1",
                              "64:ff9b:1::",
                              "64:ff9b:1:ffff::1",
                              "100::1",
                              "2001::1",
                              "2001:1ff::1",
                              "2001:db8::1",
                              "3fff::1",
                              "3fff:fff::1",
                              "5f00::1",
                              "fc00::",
                              "fdff:ffff::1",
                              "fe80::1",
                              "fe80::1%1",
                              "febf::1",
                              "fec0::1",
                              "feff::1",
                              "ff00::",
                              "ff02::1",
                              "ffff::1"}) {
    EXPECT_FALSE(allows(rules, special)) << special;
  }
}

TEST(AddressRules, PublicAddressesNeedNone) {
  const AddressRules rules({});
  for (const char* open :
       {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255",
        "100.128.0.0",     "126.255.255.255", "128.0.0.0",       "169.253.255.255",
        "169.255.0.0",     "172.15.255.255",  "172.32.0.0",      "191.255.255.255",
        "192.0.1.0",       "192.0.3.0",       "192.167.255.255", "192.169.0.0",
        "198.17.255.255",  "198.20.0.0",      "203.0.112.255",   "203.0.114.0",
        "223.255.255.255", "40.96.0.1",       "64:ff9a::1",      "99::1",
        "101::1",          "2000::1",         "2001:200::1",     "2001:db7::1",
        "2001:db9::1",     "2603:1026::1",    "3ffe::1",         "3fff:1000::1",
        "5eff::1",         "5f01::1",         "fbff::1"}) {
    EXPECT_TRUE(allows(rules, open)) << open;
  }
}

TEST(AddressRules, IPv4InsideIPv6IsJudgedAsItself) {
  const AddressRules rules({});
  for (const char* special :
       {"::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "64:ff9b::127.0.0.1",
        "64:ff9b::192.168.0.1", "2002:7f00:1::", "2002:c0a8:1::1"}) {
    EXPECT_FALSE(allows(rules, special)) << special;
  }
  for (const char* open : {"::ffff:40.96.0.1", "64:ff9b::40.96.0.1", "2002:2860:1::1"}) {
    EXPECT_TRUE(allows(rules, open)) << open;
  }
}

TEST(AddressRules, EntryAllowsItsRangeAndNothingElse) {
  const AddressRules rules({"127.0.0.0/8", "10.1.0.0/16", "192.168.7.9", "fd00:1::/32", "::1"});
  for (const char* open :
       {"127.0.0.1", "127.255.255.255", "::ffff:127.0.0.1", "10.1.0.0", "10.1.255.255",
        "192.168.7.9", "fd00:1::1", "::1", "64:ff9b::10.1.2.3"}) {
    EXPECT_TRUE(allows(rules, open)) << open;
  }
  for (const char* special : {"10.0.255.255", "10.2.0.0", "192.168.7.8", "192.168.7.10",
                              "fd00:2::1", "::2", "::ffff:10.2.0.1"}) {
    EXPECT_FALSE(allows(rules, special)) << special;
  }
}

TEST(AddressRules, EntryMayNameAHostInsideItsRange) {
  const AddressRules rules({"10.1.2.3/16", "fd00:1::5/32"});
  EXPECT_TRUE(allows(rules, "10.1.9.9"));
  EXPECT_TRUE(allows(rules, "fd00:1::9"));
}

TEST(AddressRules, IPv6EntryDoesNotOpenTheIPv4Inside) {
  const AddressRules rules({"::ffff:0:0/96", "64:ff9b::/96", "::/0"});
  EXPECT_FALSE(allows(rules, "::ffff:127.0.0.1"));
  EXPECT_FALSE(allows(rules, "64:ff9b::127.0.0.1"));
  EXPECT_FALSE(allows(rules, "127.0.0.1"));
  EXPECT_TRUE(allows(rules, "::1"));
}

TEST(AddressRules, UnreadableEntriesAllowNothing) {
  const AddressRules rules({"", "localhost", "127.0.0.0/33", "127.0.0.0/", "127.0.0/8",
                            "127.0.0.1/8/8", "::1/129", "[::1]", "*"});
  EXPECT_FALSE(allows(rules, "127.0.0.1"));
  EXPECT_FALSE(allows(rules, "::1"));
}

}  // namespace
}  // namespace fb::net
