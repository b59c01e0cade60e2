// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/federation_reader.hpp"

#include <gtest/gtest.h>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tests/unit/tools/cloudsim/world_folder.hpp"

namespace fb::cloudsim {
namespace {

const std::string kFederation = R"(
[[federation]]
uri = "urn:federation:MicrosoftOnline"
host = "login.microsoftonline.com"
lifetime = "30m"
signing_key_files = ["sts.key", "sts-next.key"]
signing_certificate_files = ["sts.pem", "sts-next.pem"]

[[federation.organization]]
application_uri = "http://fydibohf25spdlt.contoso.example"
domains = ["contoso.example"]
certificate_files = ["federation.pem"]
offers = ["MSExchange.SharingCalendarFreeBusy"]
bearer = true
)";

class FederationReader : public testing::Test {
 protected:
  FederationReader() {
    folder_.write("sts.key", test::keys().public_current.private_pem());
    folder_.write("sts.pem", test::keys().public_current.certificate_pem());
    folder_.write("sts-next.key", test::keys().public_next.private_pem());
    folder_.write("sts-next.pem", test::keys().public_next.certificate_pem());
    folder_.write("federation.pem", test::keys().china.certificate_pem());
  }
  LoadedWorld load(std::string_view what = "", std::string_view with = "") const {
    std::string text = kFederation;
    if (!what.empty()) {
      const std::size_t at = text.find(what);
      EXPECT_NE(at, std::string::npos) << what;
      text.replace(at, what.size(), with);
    }
    return folder_.load(test::WorldFolder::config() + text);
  }

  test::WorldFolder folder_;
};

TEST_F(FederationReader, ReadsEverything) {
  const LoadedWorld loaded = load();
  for (const auto& problem : loaded.problems) ADD_FAILURE() << problem.str();
  ASSERT_TRUE(loaded.world);
  ASSERT_EQ(loaded.world->federations.size(), 1U);
  const FederationService& service = loaded.world->federations[0];
  EXPECT_EQ(service.endpoint(), "https://login.microsoftonline.com/extSTS.srf");
  EXPECT_EQ(service.lifetime, std::chrono::minutes(30));
  EXPECT_EQ(service.keys.size(), 2U);
  const auto* organization = service.organization("http://fydibohf25spdlt.contoso.example");
  ASSERT_NE(organization, nullptr);
  EXPECT_TRUE(organization->bearer);
  EXPECT_EQ(organization->offers, std::vector<std::string>{"MSExchange.SharingCalendarFreeBusy"});
  EXPECT_EQ(service.organization(""), nullptr);
}

TEST_F(FederationReader, EveryMistakeIsTold) {
  struct Row {
    std::string_view what, with, says;
  };
  const Row rows[] = {
      {"uri = \"urn:federation:MicrosoftOnline\"\n", "", "uri"},
      {"host = \"login", "host = \"-login", "a host name"},
      {"\"30m\"", "\"30 days\"", "1s to 24h"},
      {"\"30m\"\n", "\"30m\"\npath = \"extSTS.srf\"\n", "a path from /"},
      {"\"30m\"\n", "\"30m\"\npath = \"/FederationMetadata/2006-12/FederationMetadata.xml\"\n",
       "is that of the service"},
      {"\"sts.key\", ", "", "one key for each signing certificate"},
      {"[\"sts.key\", \"sts-next.key\"]", "[\"sts-next.key\", \"sts.key\"]",
       "not the one of its certificate"},
      {"[\"federation.pem\"]", "[\"peggy.ics\"]", "no PEM certificate"},
      {"certificate_files = [\"federation.pem\"]\n", "", "certificate_files"},
      {"[\"contoso.example\"]\ncert", "[\"-\"]\ncert", "not a mail domain"},
      {"bearer = true", "bearer = 1", "bearer"},
      {"host = \"login.microsoftonline.com\"", "host = \"sts.example\"",
       "certificate is not for the host sts.example"},
  };
  for (const Row& row : rows) {
    const LoadedWorld loaded = load(row.what, row.with);
    EXPECT_FALSE(loaded.world) << row.says;
    std::string said;
    for (const auto& problem : loaded.problems) said += problem.str() + "\n";
    EXPECT_NE(said.find(row.says), std::string::npos) << row.says << " is not in:\n" << said;
  }
}

TEST_F(FederationReader, OneAddressHasOneService) {
  const LoadedWorld loaded = folder_.load(test::WorldFolder::config() + kFederation + kFederation);
  EXPECT_FALSE(loaded.world);
}

}  // namespace
}  // namespace fb::cloudsim
