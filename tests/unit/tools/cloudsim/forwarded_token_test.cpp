// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/forwarded_token.hpp"

#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"

namespace fb::cloudsim {
namespace {

using test::AccessToken;
using test::keys;

constexpr std::string_view kAudience = "https://graph.microsoft.com";

class ForwardedTokensTest : public testing::Test {
 protected:
  std::string outcome(const std::string& authorization) const {
    const auto accepted = accept_authorization(
        authorization, world_.clouds_with_graph(test::kPublicGraph), kAudience, ring_, test::now());
    return accepted ? accepted->client_id : accepted.error().detail();
  }
  static std::string forwarded(const std::string& actor, const std::string& access) {
    return "MSAuth1.0 actortoken=\"Bearer " + actor + "\", accesstoken=\"Bearer " + access +
           "\", type=\"PFAT\"";
  }

  World world_ = test::small_world();
  KeyRing ring_{world_};
  std::string good_ = AccessToken().signed_by(keys().public_current);
  const std::string client_{test::kClientId};
};

TEST_F(ForwardedTokensTest, BothFormsAreTaken) {
  EXPECT_EQ(outcome("Bearer " + good_), client_);
  EXPECT_EQ(outcome(forwarded(good_, good_)), client_);
  EXPECT_EQ(outcome("msauth1.0 type=\"PFAT\",AccessToken=\"bearer " + good_ +
                    "\" , ACTORTOKEN=\"Bearer " + good_ + "\""),
            client_);
}

TEST_F(ForwardedTokensTest, WhatIsAcceptedIsTheAccessToken) {
  AccessToken actor;
  actor.claims["azp"] = "22222222-0000-4000-8000-000000000009";
  EXPECT_EQ(outcome(forwarded(actor.signed_by(keys().public_current), good_)), client_);
}

TEST_F(ForwardedTokensTest, OneThingWrong) {
  AccessToken expired;
  expired.claims["exp"] = 1;
  const std::string old = expired.signed_by(keys().public_current);
  AccessToken agency;
  agency.claims["tid"] = test::kAgencyId;
  agency.claims["iss"] =
      "https://login.microsoftonline.com/" + std::string(test::kAgencyId) + "/v2.0";
  const std::string other = agency.signed_by(keys().public_current);
  const std::string good = forwarded(good_, good_);
  const std::string three = "MSAuth1.0 does not have its three parameters";
  const std::string unreadable = "the parameters of MSAuth1.0 cannot be read";
  const auto without = [&](std::string_view part) {
    std::string text = good;
    return text.erase(text.find(part), part.size());
  };
  struct Row {
    std::string authorization;
    std::string why;
  };
  for (const Row& row : {
           Row{"", "the scheme is not known"},
           Row{"Basic x", "the scheme is not known"},
           Row{"MSAuth1.0", "the scheme is not known"},
           Row{"MSAuth1.0 ", unreadable},
           Row{"MSAuth1.0 x", unreadable},
           Row{without(", type=\"PFAT\""), three},
           Row{good + ", more=\"x\"", three},
           Row{good + ", type=\"PFAT\"", unreadable},
           Row{good + ";", unreadable},
           Row{good.substr(0, good.size() - 1), unreadable},
           Row{without("\"PFAT").insert(good.size() - 6, "\"MSACT"), "the type is not PFAT"},
           Row{without("Bearer "), "a token of MSAuth1.0 is no Bearer token"},
           Row{forwarded(good_, old), "the token is expired"},
           Row{forwarded(old, good_), "the actor token: the token is expired"},
           Row{forwarded(other, good_), "the tokens are of two tenants"},
           Row{forwarded(good_, other), "the tokens are of two tenants"},
       }) {
    EXPECT_EQ(outcome(row.authorization), row.why) << row.authorization.substr(0, 60);
  }
}

}  // namespace
}  // namespace fb::cloudsim
