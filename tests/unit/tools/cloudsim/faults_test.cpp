// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/faults.hpp"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace fb::cloudsim {
namespace {

model::Result<Fault> read(const char* json) { return read_fault(boost::json::parse(json)); }

TEST(Faults, AreReadAndWritten) {
  const auto fault = read(
      R"({"host":"Graph.Example","path_prefix":"/v1.0","kind":"throttle","value":7,"count":2})");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->host, "graph.example");
  EXPECT_EQ(fault->kind, FaultKind::throttle);
  const auto again = read_fault(write_fault(*fault));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->path_prefix, "/v1.0");
  EXPECT_EQ(again->value, 7);
  EXPECT_EQ(again->count, 2);
}

TEST(Faults, KnowTheirKindsByName) {
  for (const char* kind :
       {"delay", "status", "throttle", "cut", "malformed", "truncate", "stall"}) {
    const auto found = fault_kind_named(kind);
    ASSERT_TRUE(found) << kind;
    EXPECT_EQ(name(*found), kind);
  }
  EXPECT_FALSE(fault_kind_named("Delay"));
}

TEST(Faults, HaveBounds) {
  struct Row {
    const char* json;
    bool good;
  };
  for (const Row& row : {
           Row{R"({"kind":"cut"})", true},
           Row{R"({"kind":"cut","value":1})", false},
           Row{R"({"kind":"stall","count":1000000})", true},
           Row{R"({"kind":"stall","count":1000001})", false},
           Row{R"({"kind":"stall","count":-1})", false},
           Row{R"({"kind":"delay","value":600000})", true},
           Row{R"({"kind":"delay","value":600001})", false},
           Row{R"({"kind":"delay","value":0})", false},
           Row{R"({"kind":"status","value":300})", true},
           Row{R"({"kind":"status","value":299})", false},
           Row{R"({"kind":"status","value":599})", true},
           Row{R"({"kind":"status","value":600})", false},
           Row{R"({"kind":"throttle","value":86400})", true},
           Row{R"({"kind":"throttle","value":86401})", false},
           Row{R"({"kind":"status","value":"503"})", false},
           Row{R"({"kind":"status","value":503.0})", false},
           Row{R"({"kind":"other"})", false},
           Row{R"({"kind":1})", false},
           Row{R"({"kind":"cut","paths":"/"})", false},
           Row{R"({"host":"a"})", false},
           Row{R"([])", false},
       }) {
    EXPECT_EQ(read(row.json).has_value(), row.good) << row.json;
  }
}

TEST(FaultPlan, UsesTheFirstThatFits) {
  FaultPlan plan;
  ASSERT_TRUE(plan.add({"graph.example", "/v1.0/", FaultKind::status, 503, 0}));
  ASSERT_TRUE(plan.add({"", "/ews", FaultKind::cut, 0, 0}));
  EXPECT_FALSE(plan.take("login.example", "/v1.0/users"));
  EXPECT_FALSE(plan.take("graph.example", "/v1.0"));
  EXPECT_EQ(plan.take("graph.example", "/V1.0/users")->kind, FaultKind::status);
  EXPECT_EQ(plan.take("any.example", "/EWS/Exchange.asmx")->kind, FaultKind::cut);
}

TEST(FaultPlan, CountsDown) {
  FaultPlan plan;
  ASSERT_TRUE(plan.add({"", "", FaultKind::status, 500, 2}));
  ASSERT_TRUE(plan.add({"", "", FaultKind::status, 503, 0}));
  EXPECT_EQ(plan.take("a", "/")->value, 500);
  EXPECT_EQ(plan.take("a", "/")->value, 500);
  EXPECT_EQ(plan.take("a", "/")->value, 503);
  EXPECT_EQ(plan.take("a", "/")->value, 503);
  plan.clear();
  EXPECT_FALSE(plan.take("a", "/"));
}

TEST(FaultPlan, IsBounded) {
  FaultPlan plan;
  for (std::size_t i = 0; i < FaultPlan::kFaultsMax; ++i) ASSERT_TRUE(plan.add({}));
  EXPECT_FALSE(plan.add({}));
  EXPECT_EQ(plan.waiting().size(), FaultPlan::kFaultsMax);
}

}  // namespace
}  // namespace fb::cloudsim
