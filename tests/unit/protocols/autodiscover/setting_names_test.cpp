// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gtest/gtest.h>

#include "protocols/autodiscover/server.hpp"

namespace fb::autodiscover {
namespace {

TEST(SettingNames, ThePublishedOnesAreKnown) {
  for (const char* name : {"UserDisplayName", "ExternalEwsUrl", "InteropExternalEwsVersion",
                           "InternalEcpUrl", "ExternalEcpTeamMailboxHidingUrl",
                           "EcpVoicemailUrlFragment", "ExternalOutlookServiceUrl"}) {
    EXPECT_TRUE(is_user_setting(name)) << name;
  }
  EXPECT_TRUE(is_domain_setting("ExternalEwsUrl"));
  EXPECT_TRUE(is_domain_setting("ExternalEwsVersion"));
}

TEST(SettingNames, OthersAreNot) {
  for (const char* name : {"", "externalewsurl", "ExternalEwsUrl2", "EcpUrl", "InternalEcp"}) {
    EXPECT_FALSE(is_user_setting(name)) << name;
  }
  EXPECT_FALSE(is_domain_setting("InternalEwsUrl"));
}

}  // namespace
}  // namespace fb::autodiscover
