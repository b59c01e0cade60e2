// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/model/hop_trail.hpp"

#include <gtest/gtest.h>

namespace fb::model {
namespace {

TEST(HopTrail, ReadsAndWritesTheHeader) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"gw-1", "gw-1"},
      {"gw-1,gw-2", "gw-1, gw-2"},
      {" gw-1 ,  gw_2.example ", "gw-1, gw_2.example"},
  };
  for (const auto& [header, written] : cases) {
    const auto trail = HopTrail::parse(header);
    ASSERT_TRUE(trail) << header;
    EXPECT_EQ(trail->str(), written);
    EXPECT_EQ(HopTrail::parse(trail->str()).value().size(), trail->size());
  }
}

TEST(HopTrail, RefusesEverythingElse) {
  const std::string refused[] = {
      " ",
      ",",
      "gw-1,",
      ",gw-1",
      "gw-1,,gw-2",
      "gw 1",
      "gw-1;gw-2",
      "gw\t1",
      "gw-1\r\nX: y",
      "g\xc3\xbc",
      std::string("gw\0", 3),
      std::string(65, 'a'),
  };
  for (const std::string& header : refused) {
    ASSERT_FALSE(HopTrail::parse(header)) << header;
    EXPECT_EQ(HopTrail::parse(header).error().kind(), ErrorKind::malformed_request) << header;
  }
}

TEST(HopTrail, LimitsAtTheEdge) {
  EXPECT_TRUE(HopTrail::parse(std::string(64, 'a')));
  EXPECT_EQ(HopTrail::parse("a,b,c,d,e,f,g,h").value().size(), 8U);
  EXPECT_FALSE(HopTrail::parse("a,b,c,d,e,f,g,h,i"));
}

TEST(HopTrail, FindsWholeIdsOnlyAndGrowsAtTheEnd) {
  const HopTrail trail = HopTrail::parse("gw-10, GW-2").value();
  EXPECT_TRUE(trail.contains("gw-10"));
  EXPECT_FALSE(trail.contains("gw-1"));
  EXPECT_FALSE(trail.contains("gw-2"));
  EXPECT_FALSE(trail.contains(""));
  const HopTrail longer = trail.with("gw-3");
  EXPECT_EQ(longer.str(), "gw-10, GW-2, gw-3");
  EXPECT_EQ(trail.size(), 2U);
}

// A full trail grows by one more and is then refused by the next gateway: a question that has come
// through so many goes in circles.
TEST(HopTrail, AFullTrailIsRefusedByTheNextGateway) {
  const HopTrail full = HopTrail::parse("a,b,c,d,e,f,g,h").value();
  EXPECT_FALSE(HopTrail::parse(full.with("i").str()));
}

}  // namespace
}  // namespace fb::model
